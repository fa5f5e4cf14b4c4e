"""What pydantic finds wrong, as our Invalid with JSON pointers and sentences for a person."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from onbrand.kernel.errors import FieldError, Invalid

ModelT = TypeVar("ModelT", bound=BaseModel)

SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field here.",
    "string_type": "This is not a text.",
    "int_type": "This is not a whole number.",
    "float_type": "This is not a number.",
    "bool_type": "This is neither true nor false.",
    "json_invalid": "This is not valid JSON.",
}


def pointer(*path: str | int) -> str:
    """The RFC 6901 pointer of a path."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def parse(
    model: type[ModelT], data: Any, *, at: Sequence[str | int] = (), forms: Mapping[str, str] | None = None
) -> ModelT:
    """``data`` as a model. Raises Invalid whose pointers start with the path ``at``.

    ``forms`` gives the sentence for a text that misses a regular expression.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise invalid(error, data, at=at, forms=forms) from error


def invalid(
    error: ValidationError,
    data: Any = None,
    *,
    at: Sequence[str | int] = (),
    forms: Mapping[str, str] | None = None,
) -> Invalid:
    """The Invalid for a ValidationError about ``data``."""
    errors = error.errors(include_url=False)
    places = [one["loc"] for one in errors]
    found = [
        FieldError(
            pointer(*at, *_path(one["loc"], data)),
            _sentence(one, forms or {}),
            code=one["type"].replace("_", "-"),
        )
        for one in errors
        # A list with a wrong element counts as too short as well; the element is what is wrong.
        if not (one["type"] == "too_short" and any(_is_within(place, one["loc"]) for place in places))
    ]
    if len(found) == 1:
        return Invalid(f"{found[0].pointer or 'The input'}: {found[0].detail}", found)
    return Invalid(f"{len(found)} fields are not right.", found)


def _is_within(place: Sequence[str | int], outer: Sequence[str | int]) -> bool:
    return len(place) > len(outer) and tuple(place[: len(outer)]) == tuple(outer)


def _path(location: Sequence[str | int], data: Any) -> list[str | int]:
    """The location without the marks that pydantic adds for the members of a union."""
    path: list[str | int] = []
    for part in location:
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)
        )
        if inside:
            path.append(part)
            data = data[part]
        elif part == location[-1] and (isinstance(data, dict) or data is None):
            path.append(part)
    return path


def _sentence(error: Any, forms: Mapping[str, str]) -> str:
    if error["type"] == "string_pattern_mismatch":
        return forms.get(error["ctx"]["pattern"], f"This does not have the form {error['ctx']['pattern']}.")
    message: str = SENTENCES.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message[:1].upper()}{message[1:]}."
