"""Rekognition: finding faces and reading texts are each granted and told to one function where a deployment asks for it, and
nowhere else."""

import json
from decimal import Decimal

import pytest

from infra.app import synthesize
from onbrand.settings import REKOGNITION_LIMITS, DetectionSettings
from onbrand.sourcing import CallPrices, Operation
from tests.support.templates import Assembly

ACTIONS = {"rekognition:DetectFaces", "rekognition:DetectLabels"}
TEXTS = {"rekognition:DetectText"}
VARIABLES = {"PICTURE_DETECTOR", "REKOGNITION_COSTS", "REKOGNITION_CURRENCY", "REKOGNITION_LIMITS"}


@pytest.fixture(scope="module")
def switched_on(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    outdir = tmp_path_factory.mktemp("rekognition")
    synthesize(outdir, local=True, rekognition=True)
    return Assembly.read(outdir)


def granted(assembly: Assembly) -> dict[str, set[str]]:
    """The actions of Rekognition by the role that has them."""
    found = {}
    for policy in assembly.all("AWS::IAM::Policy"):
        statements = policy.properties["PolicyDocument"]["Statement"]
        flat = [action for one in statements for action in _listed(one["Action"])]
        if mine := {action for action in flat if action.startswith("rekognition:")}:
            found[policy.construct] = mine
    return found


def told(assembly: Assembly) -> dict[str, set[str]]:
    """The variables about it by function."""
    functions = {
        one.construct: set(_variables(one.properties)) for one in assembly.all("AWS::Lambda::Function")
    }
    return {name: names & VARIABLES for name, names in functions.items() if names & VARIABLES}


def _variables(properties: dict[str, dict[str, dict[str, str]]]) -> dict[str, str]:
    return properties["Environment"]["Variables"]


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_nobody_may_or_knows_unless_it_is_switched_on(assembly: Assembly) -> None:
    assert granted(assembly) == {}
    assert told(assembly) == {}
    assert "ekognition" not in json.dumps(assembly.templates["OnBrandService"])


def test_switched_on_who_looks_and_who_reads_may_each_do_that(switched_on: Assembly) -> None:
    assert granted(switched_on) == {
        "SourceImage/Role/DefaultPolicy/Resource": ACTIONS,
        "ScoreVisual/Role/DefaultPolicy/Resource": TEXTS,
    }
    # the API estimates what requests will cost
    assert told(switched_on) == {
        "SourceImage/Function/Resource": VARIABLES,
        "ScoreVisual/Function/Resource": VARIABLES,
        "Api/Function/Resource": VARIABLES,
    }


def test_its_default_prices_can_be_read(switched_on: Assembly) -> None:
    parameters = switched_on.templates["OnBrandService"]["Parameters"]
    settings = DetectionSettings.read(
        {
            "PICTURE_DETECTOR": "rekognition",
            "REKOGNITION_COSTS": parameters["RekognitionCosts"]["Default"],
            "REKOGNITION_CURRENCY": parameters["RekognitionCurrency"]["Default"],
            "REKOGNITION_LIMITS": parameters["RekognitionLimits"]["Default"],
        }
    )
    assert settings.rekognition_limits == REKOGNITION_LIMITS
    prices = CallPrices(costs=settings.rekognition_costs, currency=settings.rekognition_currency)
    paid = (Operation.FACES, Operation.LABELS, Operation.TEXTS)
    assert [prices.of(one).amount for one in paid] == [Decimal("0.001")] * 3
