"""Rules on every id and every free text in every table."""

import re
import unicodedata

import narwhals as nw
from frictionless import Field

from claimpack.rules.rule import field_rule, text_rule

SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"


def _is_id(field: Field) -> bool:
    return field.name.endswith("_id") and field.type == "string"


def _is_text(field: Field) -> bool:
    """Tell whether anything may be written in a field: an id or a listed term is held to more than the rules here."""
    return field.type == "string" and not _is_id(field) and "enum" not in field.constraints


@field_rule(
    _is_id,
    example="Mayor_1 instead of mayor-1",
    note="the id is not a slug",
    fix="use lower-case letters, digits and single hyphens, as in kyiv-attack-2025-07-04",
)
def id_not_slug(field: Field) -> nw.Expr:
    """An id has other characters than lower-case letters, digits and single hyphens."""
    if field.constraints.get("pattern") == SLUG:
        # The constraint has spoken on all but a last line break, which frictionless lets through.
        return nw.col(field.name).str.ends_with("\n")
    return ~nw.col(field.name).str.contains(SLUG)


BLANK = "[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
OUTER_BLANK = f"^{BLANK}|{BLANK}$"


@text_rule(
    _is_text,
    OUTER_BLANK,
    example="“Mayor ” with a blank at its end",
    note="the text begins or ends with a blank",
    fix="remove the outer blanks",
)
def text_outer_blank(text: str) -> bool:
    """A text begins or ends with a blank."""
    return re.search(OUTER_BLANK, text) is not None


CONTROL = "[\x00-\x1f\x7f-\x9f\u2028\u2029]"


@text_rule(
    _is_text,
    CONTROL,
    example="a tab inside a name",
    note="the text has a control character in it, such as a tab or a line break",
    fix="write the text in one line, without control characters",
)
def text_control_character(text: str) -> bool:
    """A text has a control character in it."""
    return re.search(CONTROL, text) is not None


COMPOSABLE = (
    "[\u0300-\u036f\u0374\u037e\u0387\u0483-\u0487\u0591-\u1fff\u2000\u2001\u20d0-\u20ff\u2126\u212a\u212b"
    "\u2329\u232a\u2adc\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua6f1\ua800-\uabff"
    "\uf900-\ufaff\ufb1d-\ufb4e\ufe20-\ufe2f\U00010000-\U0010ffff]"
)
"""Every character that a text which is not in normal form C has one of, and others: a quick first look."""


@text_rule(
    _is_text,
    COMPOSABLE,
    example="“Zoë” with e and a combining diaeresis",
    note="the text is not in Unicode normal form C",
    fix="save the text in NFC; two spellings of one letter would not compare as equal",
)
def text_not_nfc(text: str) -> bool:
    """A text is not in Unicode normal form C."""
    return not unicodedata.is_normalized("NFC", text)
