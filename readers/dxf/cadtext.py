r"""CAD notations inside texts, resolved to what a reader of the sheet sees.

Source: the DXF reference on special characters (`%%c`, `\U+XXXX`, `\M+nXXXX`) and on the
format codes of MTEXT.
"""

from __future__ import annotations

import re

_SPECIAL = {"c": "Ø", "d": "°", "p": "±", "%": "%"}
_MULTIBYTE = {"1": "cp932", "2": "cp950", "3": "cp949", "4": "johab", "5": "gb18030"}
_PERCENT = re.compile(r"%%(\d{3}|[A-Za-z%])")
# Beyond U+FFFF some programs write eight digits: no name holds a control character and four digits.
_UNICODE = re.compile(r"\\U\+(0010[0-9A-Fa-f]{4}|000[1-9A-Fa-f][0-9A-Fa-f]{4}|[0-9A-Fa-f]{4})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MULTIBYTE_CODE = re.compile(r"\\M\+([1-5])([0-9A-Fa-f]{4})")
# Tab, line feed, carriage return, and the caret itself.
_CARET = re.compile(r"\^([IJM ])")
_MTEXT = re.compile(
    r"""
    \\[\\{}] | \\P | \\N | \\X | \\~            # escaped signs, new line, new column, space
    | \\S (?: \\. | [^;\\] )* ;?                # stacked fraction
    | \\[ACcFfHQTWp] [^;\\{}]* ;?               # alignment, colour, font, height, …: nothing to read
    | \\[LlOoKk]                                # under-, over- and strikeline on and off
    | [{}]                                      # groups
    | \^[IJM ]                                  # caret: control characters
    """,
    re.VERBOSE,
)
_PLAIN = {"\\P": "\n", "\\N": "\n", "\\X": "\n", "\\~": " "}
_CONTROLS = {"I": " ", "J": "\n", "M": "", " ": "^"}


def plain_name(text: str) -> str:
    r"""Resolve `\U+9662` and `\M+5B0A1`, by which any string of a drawing has signs beyond its code page."""
    if "\\" not in text:
        return text
    return _join_surrogates(_MULTIBYTE_CODE.sub(_multibyte, _UNICODE.sub(_unicode, text)))


def plain_text(text: str) -> str:
    r"""Resolve `%%c`, `%%065` and `^ ` of a TEXT or ATTRIB, and what `plain_name` does."""
    text = _specials(text)
    return _CARET.sub(_control, text) if "^" in text else text


def _specials(text: str) -> str:
    text = plain_name(text)
    return _PERCENT.sub(_percent, text) if "%%" in text else text


def plain_mtext(text: str) -> str:
    """Resolve an MTEXT to plain lines: what is written, without how it looks."""
    text = _specials(text)
    if "\\" not in text and "{" not in text and "}" not in text and "^" not in text:
        return text
    return _MTEXT.sub(_mtext, text)


def _unicode(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 16))


def _multibyte(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match.group(2)).decode(_MULTIBYTE[match.group(1)])
    except UnicodeDecodeError:
        return match.group(0)


def _join_surrogates(text: str) -> str:
    """Join the halves in which a sign beyond U+FFFF is escaped; lone halves stay escaped."""
    if not _SURROGATE.search(text):
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return _SURROGATE.sub(lambda half: f"\\U+{ord(half.group(0)):04X}", text)


def _percent(match: re.Match[str]) -> str:
    word = match.group(1)
    if word.isdigit():
        sign = chr(int(word))
        # Fonts for engineers draw signs of their own under 128 to 159, such as bars of steel.
        return sign if int(word) < 256 and sign.isprintable() else match.group(0)
    # %%u, %%o and %%k switch lines under, over and through the text.
    return _SPECIAL.get(word.lower(), "" if word.lower() in "uok" else match.group(0))


def _control(match: re.Match[str]) -> str:
    return _CONTROLS[match.group(1)]


def _mtext(match: re.Match[str]) -> str:
    code = match.group(0)
    if code in _PLAIN:
        return _PLAIN[code]
    if code[0] == "^":
        return _CONTROLS[code[1]]
    if code[0] in "{}":
        return ""
    if code[1] in "\\{}":
        return code[1]
    return _stacked(code[2:]) if code[1] == "S" else ""


def _stacked(code: str) -> str:
    body = re.sub(r"\\(.)", r"\1", code.rstrip(";"))
    upper, sign, lower = re.match(r"([^/#^]*)([/#^]?)(.*)", body, re.DOTALL).groups()  # type: ignore[union-attr]
    if sign == "^":
        return " ".join(part.strip() for part in (upper, lower) if part.strip())
    return f"{upper}/{lower.strip()}" if sign else upper
