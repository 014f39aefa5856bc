// Builds the page's template: script and style inlined, a policy that lets nothing else run.
// The exporter only fills in the language, the title and the data, so that both hashes hold.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "resources", "viewer");
// Phones of older residents: old Android web views and iOS 14.
const common = { bundle: true, minify: true, write: false, charset: "utf8", target: ["chrome70", "safari14.1"] };

async function bundle(entry, options) {
  const result = await build({ ...common, ...options, entryPoints: [join(here, "src", entry)] });
  return result.outputFiles[0].text.trim();
}

const hash = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

const script = await bundle("main.ts", { format: "iife" });
const style = await bundle("style.css", {});
if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) throw new Error("a bundle would close its own tag");

const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const template = await readFile(join(here, "src", "page.html"), "utf8");
const fill = { "/*style*/": style, "/*script*/": script, "/*policy*/": policy };
const page = template.replace(/\/\*(style|script|policy)\*\//g, (mark) => fill[mark]);
await mkdir(target, { recursive: true });
await writeFile(join(target, "page.html"), page, "utf8");
console.log(`resources/viewer/page.html: ${Math.round(page.length / 1024)} KB`);
