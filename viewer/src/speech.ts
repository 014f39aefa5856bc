// Reading aloud, where the device has a voice for the language.
import type { Language } from "./data";

const CODES: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };

export class Speech {
  private readonly engine = "speechSynthesis" in window ? window.speechSynthesis : null;

  /** Voices may arrive late: `ready` is called when they do. */
  constructor(ready: () => void) {
    this.engine?.addEventListener?.("voiceschanged", ready);
  }

  can(language: Language): boolean {
    return this.voice(language) !== undefined;
  }

  get speaking(): boolean {
    return this.engine?.speaking ?? false;
  }

  say(text: string, language: Language, ended: () => void): void {
    if (!this.engine) return;
    this.engine.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = CODES[language];
    utterance.voice = this.voice(language) ?? null;
    utterance.rate = 0.85;
    utterance.onend = utterance.onerror = ended;
    this.engine.speak(utterance);
  }

  stop(): void {
    this.engine?.cancel();
  }

  private voice(language: Language): SpeechSynthesisVoice | undefined {
    // Only voices of the device itself: a remote one would send the text away.
    const voices = (this.engine?.getVoices() ?? []).filter((voice) => voice.localService);
    return (
      voices.find((voice) => voice.lang.replace("_", "-") === CODES[language]) ??
      voices.find((voice) => voice.lang.slice(0, 2) === language)
    );
  }
}
