"""How numbers are written in digits, whatever the language."""

GAP = r"(?:[^\S\r\n]+(?:\r?\n[^\S\r\n]*)?|\r?\n[^\S\r\n]*)"
"""Blanks between the words of one number: a line may break in it, a paragraph may not."""


def any_of(words: str) -> str:
    """Return a pattern for any of the words named with blanks between them, the longest first."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


FRACTION_SIGN = "[¼-¾⅐-⅞↉]"
DIGITS = rf"\d+(?:[.,:/]\d+|[\u00a0\u2009\u202f’']\d{{3}}(?!\d))*{FRACTION_SIGN}?[A-Za-z]*"
"""With separators of thousands and decimals, and with what is written on to it: 1,000; 30th; 1990s; 24/7; 3½."""

DATE = r"(?<!\d)\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?)?(?![\d-])"
CLOCK = (
    r"(?<![\d:.,])(?:\d{1,2}(?:[:.]\d{2}){0,2}[^\S\r\n]?(?:[ap]\.m\.|[ap]m(?!\w))|\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
)

DIGITS_ONLY = {
    "date": DATE,
    "time": CLOCK,
    "share": rf"{DIGITS}[^\S\r\n]?%",
    "number": rf"{DIGITS}|{FRACTION_SIGN}",
}
"""One pattern for each kind, in the order in which they are tried."""
