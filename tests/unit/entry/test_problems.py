"""Errors as problem documents."""

from http import HTTPStatus

import pytest

from onbrand.entry.problems import STATUS, field_errors, headers_of, problem, status_of
from onbrand.kernel import errors
from onbrand.kernel.errors import FieldError, OnBrandError
from onbrand.sourcing.errors import ProviderUnavailableError


def test_every_kind_has_a_status() -> None:
    kinds = {
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OnBrandError)
    }
    assert kinds - {OnBrandError} <= set(STATUS)


def test_the_tree_in_the_docstring_is_the_table() -> None:
    tree = errors.__doc__ or ""
    rows = [line.split() for line in tree.splitlines() if "─ " in line]
    assert {row[1]: int(row[2]) for row in rows} == {
        kind.__name__: status.value for kind, status in STATUS.items() if kind.__module__ == errors.__name__
    }


def test_an_error_has_the_status_of_its_kind() -> None:
    assert status_of(ProviderUnavailableError) is HTTPStatus.SERVICE_UNAVAILABLE


def test_an_error_without_a_kind_has_no_status() -> None:
    with pytest.raises(KeyError):
        status_of(OnBrandError)


def test_a_problem_names_type_title_status_detail_and_instance() -> None:
    document = problem(
        HTTPStatus.CONFLICT, "AlreadyDecidedError", "Too late.", "abc", [FieldError("/a~1b", "no")]
    )
    assert document == {
        "type": "urn:onbrand:problem:already-decided",
        "title": "Already decided",
        "status": 409,
        "detail": "Too late.",
        "instance": "urn:onbrand:request:abc",
        "errors": [{"pointer": "/a~1b", "detail": "no", "code": "invalid"}],
    }


def test_who_should_come_again_is_told_when() -> None:
    assert "Retry-After" in headers_of(HTTPStatus.SERVICE_UNAVAILABLE)
    assert "Retry-After" in headers_of(HTTPStatus.TOO_MANY_REQUESTS)
    assert "Retry-After" not in headers_of(HTTPStatus.CONFLICT)


def test_marks_of_a_union_are_no_part_of_a_pointer() -> None:
    found = [{"loc": ("body", "layers", 0, "text", "slot"), "type": "missing", "msg": "Field required"}]
    (error,) = field_errors(found, {"layers": [{"type": "text"}]})
    assert error.pointer == "/layers/0/slot"
    assert error.detail == "This is needed."


def test_a_pattern_is_told_in_words() -> None:
    found = [
        {"loc": ("body", "hex"), "type": "string_pattern_mismatch", "msg": "x", "ctx": {"pattern": "^#"}}
    ]
    (error,) = field_errors(found, {"hex": "red"}, {"^#": "Start with #."})
    assert error.detail == "Start with #."
