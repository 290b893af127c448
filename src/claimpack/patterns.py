"""Which `pattern` constraints mean the same to every engine that may read them."""

import re

LITERAL = r"[\w\-/:@ ,#=<>!%;'\"&~]"
CLASS = r"\[\^?(?:[\w.:/,@ +*()?%=;!#<>|$]|-(?!-)|\\-|~(?!~)|&(?!&))+\]"
ESCAPED = r"\\[.\-+*?^$()\[\]{}|/]"
COUNT = r"\{\d+(,\d*)?\}|[*+?](?![*+?])"
PLAIN = re.compile(rf"(?:{LITERAL}|{CLASS}|{ESCAPED}|[()|]|{COUNT})*", re.ASCII)
"""ASCII literals, plain classes, groups, alternatives and counts: the same to Python's engine, RE2 and Rust's."""


def core_of(pattern: str) -> str:
    """Return a pattern without the anchors at its ends: Table Schema patterns match whole values."""
    return pattern.removeprefix("^").removesuffix("$")


def is_portable(pattern: str) -> bool:
    """Tell whether a pattern is plain, with no alternative outside a group (frictionless leaves it ungrouped)."""
    core = core_of(pattern)
    return PLAIN.fullmatch(core) is not None and "(?" not in core and not _has_bare_alternative(core)


def _has_bare_alternative(core: str) -> bool:
    depth = 0
    for character in re.sub(r"\\.|\[[^\]]*\]", "", core):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            return True
    return False
