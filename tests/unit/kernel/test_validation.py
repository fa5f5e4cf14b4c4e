"""Pointers and sentences made of what pydantic finds."""

from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from onbrand.kernel.errors import Invalid
from onbrand.kernel.validation import parse, pointer
from onbrand.kernel.values import Value


class Circle(Value):
    type: Literal["circle"] = "circle"
    radius: float


class Square(Value):
    type: Literal["square"] = "square"
    side: float = Field(gt=0)


class Drawing(Value):
    name: Annotated[str, Field(pattern="^[a-z]+$")] = "drawing"
    shapes: tuple[Annotated[Circle | Square, Field(discriminator="type")], ...] = Field(min_length=1)


@pytest.mark.parametrize(
    ("data", "at", "says"),
    [
        ({"shapes": [{"type": "circle"}]}, "/shapes/0/radius", "This is needed."),
        (
            {"shapes": [{"type": "circle", "radius": 1}, {"type": "square", "side": 0}]},
            "/shapes/1/side",
            "than 0.",
        ),
        ({"shapes": [{"type": "star"}]}, "/shapes/0", "circle"),
        ({"shapes": [{"type": "circle", "radius": 1, "x/y~z": 1}]}, "/shapes/0/x~1y~0z", "no such field"),
        ({"shapes": []}, "/shapes", "at least 1"),
        ({"shapes": [{"type": "circle", "radius": 1}], "name": "A"}, "/name", "Small letters only."),
        ({}, "/shapes", "This is needed."),
        (7, "", "valid dictionary"),
    ],
)
def test_the_pointer_names_the_place_and_the_sentence_the_fault(data: object, at: str, says: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(Drawing, data, forms={"^[a-z]+$": "Small letters only."})
    (error,) = caught.value.errors
    assert error.pointer == at
    assert says in error.detail
    assert error.detail in str(caught.value)


def test_pointers_start_where_the_input_lies() -> None:
    with pytest.raises(Invalid) as caught:
        parse(Drawing, {}, at=("design", 3))
    assert caught.value.errors[0].pointer == "/design/3/shapes"


def test_what_is_right_comes_back() -> None:
    drawing = parse(Drawing, {"shapes": [{"type": "circle", "radius": 2}]})
    assert drawing.shapes == (Circle(radius=2),)
    assert parse(Drawing, drawing) == drawing


@given(st.lists(st.text(), max_size=4))
def test_a_pointer_parses_back(path: list[str]) -> None:
    parts = pointer(*path).split("/")[1:]
    assert [part.replace("~1", "/").replace("~0", "~") for part in parts] == path
