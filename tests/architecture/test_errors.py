"""Every error of the product has a status, a name that says the fact, and a kind."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import onbrand
from onbrand.entry.problems import STATUS, status_of
from onbrand.kernel import errors
from onbrand.kernel.errors import OnBrandError


def _all(base: type[OnBrandError]) -> Iterator[type[OnBrandError]]:
    for one in base.__subclasses__():
        yield one
        yield from _all(one)


def _errors() -> set[type[OnBrandError]]:
    for module in pkgutil.walk_packages(onbrand.__path__, "onbrand."):
        import_module(module.name)
    return {one for one in _all(OnBrandError) if one.__module__.startswith("onbrand.")}


def test_every_error_has_a_status() -> None:
    found = _errors()
    assert len(found) > 50
    assert {one.__name__ for one in found if not any(kind in STATUS for kind in one.__mro__)} == set()
    assert all(status_of(one) for one in found)


def test_every_error_has_exactly_one_kind() -> None:
    kinds = {kind for kind in STATUS if kind.__module__ == errors.__name__}
    doubled = {one.__name__ for one in _errors() if len(kinds & set(one.__mro__)) != 1}
    assert doubled == set()


def test_every_error_says_what_it_means() -> None:
    own = {one for one in _errors() if one.__module__ != errors.__name__}
    assert {one.__name__ for one in own if not one.__doc__} == set()
