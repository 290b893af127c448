"""The published agreement is what the script finds in the two published codings."""

import importlib.util
import re
import subprocess
import sys
from types import ModuleType

import pytest

from conftest import ROOT

FOLDER = ROOT / "docs" / "agreement"


@pytest.fixture(scope="module")
def agreement() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agreement", FOLDER / "agreement.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_published_table_is_what_the_script_prints() -> None:
    call = [sys.executable, str(FOLDER / "agreement.py")]
    printed = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    published = re.search(r"<!-- agreement -->\n(.*?)<!-- /agreement -->", page, flags=re.DOTALL)
    assert published
    assert published.group(1) == printed


def test_a_coding_agrees_with_itself_fully(agreement: ModuleType) -> None:
    coding = agreement.read_coding("first")
    pairs = agreement.match(coding, coding)
    assert len(pairs) == len(coding.claims)
    assert agreement.alpha(coding, coding, pairs, "stance") == 1


def test_the_pair_with_the_largest_overlap_is_matched_first(agreement: ModuleType) -> None:
    claims = {name: {"claim_id": name} for name in ("a", "b", "x", "y")}
    first = agreement.Coding({name: claims[name] for name in "ab"}, {"a": set(range(10)), "b": set(range(5, 30))})
    second = agreement.Coding({name: claims[name] for name in "xy"}, {"x": set(range(8)), "y": set(range(40, 50))})
    assert [(pair.first, pair.second) for pair in agreement.match(first, second)] == [("a", "x")]
