import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.patterns import core_of, is_portable

PORTABLE = ["^[a-z0-9]+(-[a-z0-9]+)*$", "[A-Z]{2}", "^[0-9a-f]{64}$", "(a|bc)d?", "x{2,3}", r"a\.b", "[^abc]+"]
READ_DIFFERENTLY = ["a|bc", r"\d+", r"\w", "(?i)a", "a.*", "[a--b]", "[a-z&&b]", r"(a)\1", "a*?", "ü", r"\bword"]


@pytest.mark.parametrize("pattern", PORTABLE)
def test_plain_patterns_are_portable(pattern: str) -> None:
    assert is_portable(pattern)


@pytest.mark.parametrize("pattern", READ_DIFFERENTLY)
def test_patterns_that_engines_read_differently_are_not(pattern: str) -> None:
    assert not is_portable(pattern)


@pytest.mark.parametrize("pattern", PORTABLE)
@given(texts=st.lists(st.text("abcdxAZ09-.\n ü", max_size=8), min_size=1))
def test_portable_patterns_mean_the_same_to_python_and_to_polars(pattern: str, texts: list[str]) -> None:
    python = [re.match(f"^{pattern}$", text) is not None for text in texts]
    polars = pl.Series(texts).str.contains(rf"^(?:{core_of(pattern)})\n?$").to_list()
    assert python == polars
