"""The composition root: every part can be given, and nothing is built before it is used."""

import pytest

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.secrets import MemorySecrets
from onbrand.bootstrap.parts import Parts, parts, using
from onbrand.settings import MissingSettingError
from tests.support.parts import ENVIRON, memory_parts


def test_a_given_part_is_used() -> None:
    clock = FrozenClock()
    assert Parts({}, clock=clock).clock is clock


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(TypeError, match="clokc"):
        Parts({}, clokc=FrozenClock())


@pytest.mark.parametrize(
    ("part", "variable"),
    [
        ("table", "TABLE_NAME"),
        ("objects", "ASSETS_BUCKET"),
        ("pipeline", "PIPELINE_ARN"),
        ("bus", "EVENT_BUS_NAME"),
        ("signing_keys", "SIGNING_SECRET_ARN"),
        ("image_provider", "FREEPIK_SECRET_ARN"),
    ],
)
def test_building_a_part_names_the_variable_that_it_misses(part: str, variable: str) -> None:
    own = Parts({"AWS_DEFAULT_REGION": "eu-central-1"}, secrets=MemorySecrets({}))
    with pytest.raises(MissingSettingError, match=variable):
        getattr(own, part)


def test_a_part_is_built_once() -> None:
    own = memory_parts()
    assert own.cursors is own.cursors


def test_there_is_no_detector_unless_it_is_switched_on() -> None:
    assert Parts(ENVIRON).picture_detector is None


def test_signing_keys_are_separated_by_spaces_with_the_newest_last() -> None:
    own = Parts(ENVIRON, secrets=MemorySecrets({"arn:signing": "old new"}))
    assert own.signing_keys == ["old", "new"]


def test_the_parts_in_use_are_those_of_the_innermost_block() -> None:
    outer, inner = memory_parts(), memory_parts()
    with using(outer):
        with using(inner):
            assert parts() is inner
        assert parts() is outer


def test_the_process_has_parts_of_its_own() -> None:
    assert parts() is parts()
    with using(memory_parts()) as given:
        assert parts() is given
