"""What templates are filled with: escaped, harmless, and linked only to the web."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.report.markdown import as_markdown
from claimpack.templates import anchor, fragment_link, harmless, isolated, web_address

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
SLUGS = st.from_regex(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z")


@given(text=TEXTS)
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", str(harmless(text)))
    assert len(str(harmless(text))) == len(text)


@given(text=TEXTS)
def test_isolated_names_are_escaped(text: str) -> None:
    inside = isolated(text).removeprefix("<bdi>").removesuffix("</bdi>")
    assert not set(inside) & set("<>\"'")


@given(text=TEXTS)
def test_anchors_need_no_quotes(text: str) -> None:
    assert re.fullmatch(r"claim-[A-Za-z0-9_-]*", anchor(text, "claim"))


@given(one=SLUGS, other=SLUGS)
def test_ids_that_differ_have_anchors_that_differ(one: str, other: str) -> None:
    assert (anchor(one, "claim") == anchor(other, "claim")) == (one == other)


def test_an_id_that_says_what_it_is_is_its_own_anchor() -> None:
    assert anchor("claim-000-012", "claim") == "claim-000-012"
    assert anchor("kyiv", "event") == "event--kyiv"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://a/%0aalert(1)",
        "data:text/html,x",
        "file:///etc",
        "//a.b",
        "http:",
        "http://[",
    ],
)
def test_no_address_but_of_the_web(address: str) -> None:
    assert web_address(address) == fragment_link(address, "text") == ""


@given(text=TEXTS)
def test_a_fragment_link_leads_to_its_text(text: str) -> None:
    link = fragment_link("https://example.org/a?b=c#part", text)
    before, _, quoted = link.partition(":~:text=")
    assert before == "https://example.org/a?b=c#part"
    assert unquote(quoted) == text
    assert not set(quoted) & set(",-&\"'<> ")
    assert urlsplit(fragment_link("https://example.org/a", "x")).fragment == ":~:text=x"


@given(text=st.text(st.sampled_from("a|*_[](){}<>`~$#&\\\n\t!x ")))
def test_markdown_stays_in_its_cell(text: str) -> None:
    told = str(as_markdown(text))
    assert "\n" not in told
    assert not re.search(r"(?<!\\)(\\\\)*[|*_\[\]<>`~$]", re.sub(r"\\[\\]", "", told))
