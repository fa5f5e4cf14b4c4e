"""Finding words and required sentences that are not written letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance.phrases import plain, sentence_missing, share_said, spoken

WORDS = st.lists(st.text("abcdefghij", min_size=3, max_size=9), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("phrase", "text", "said"),
    [
        ("cheap", "Not CHEAP, but good", "cheap"),
        ("cheap", "Cheaper than tea", None),
        ("cheap", "sheep", None),
        ("best in class", "Best-in-class coffee", "best in class"),
        ("guaranteed", "Quality garanteed", "garanteed"),
        ("guaranteed", "Quality grants", None),
        ("café", "the CAFE\u200b next door", "cafe"),
        ("free", "", None),
    ],
)
def test_a_phrase_is_heard_but_for_slips_in_long_words(phrase: str, text: str, said: str | None) -> None:
    assert spoken(phrase, text) == said


@given(WORDS, WORDS, WORDS)
def test_a_phrase_in_the_middle_of_a_text_is_always_heard(before: str, phrase: str, after: str) -> None:
    assert spoken(phrase, f"{before}, {phrase.upper()}! {after}") is not None


CREDIT = "Representative example: {rate} % APR over {months} months."


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Representative example: 4.9 % APR over 36 months.", 0.0),
        ("Buy now. REPRESENTATIVE EXAMPLE 11,25% APR over twelve months", 0.0),
        ("Representative exampel: 4.9 % APR over 36 months", 0.1),
        ("Only 4.9 % APR", 0.85),
        ("", 1.0),
    ],
)
def test_a_required_sentence_may_vary_in_its_braces_only(text: str, missing: float) -> None:
    assert sentence_missing(CREDIT, text) == pytest.approx(missing, abs=0.12)


@given(WORDS, WORDS, WORDS)
def test_a_required_sentence_that_is_said_lacks_nothing(before: str, sentence: str, after: str) -> None:
    assert sentence_missing(sentence, f"{before} {sentence} {after}") == 0.0


@given(st.text(max_size=40))
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_share_of_words_that_are_said_elsewhere() -> None:
    assert share_said(["Meet Morning Light"], "meet the light") == pytest.approx(2 / 3)
    assert share_said([], "anything") == 1.0
