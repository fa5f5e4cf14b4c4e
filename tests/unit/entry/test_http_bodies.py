"""What is taken for a JSON body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.entry.http import json_object
from onbrand.entry.problems import BodyUnreadableError


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        "1",
        '"a"',
        "null",
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": 1, "a": 2}',
        '{"a": "\\ud800"}',
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_anything_but_one_plain_object_is_refused(text: str) -> None:
    with pytest.raises(BodyUnreadableError):
        json_object(text)


@given(st.text())
def test_any_text_is_an_object_or_refused(text: str) -> None:
    try:
        assert isinstance(json_object(text), dict)
    except BodyUnreadableError as error:
        assert error.detail
