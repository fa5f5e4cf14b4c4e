"""Approval workflows: versions, one for each brand, and only people who can answer."""

import pytest

from onbrand.approval import (
    UnknownApproverError,
    WorkflowDesign,
    WorkflowMovedError,
    WorkflowNotFoundError,
    WorkflowTakenError,
)
from onbrand.bootstrap.approval import workflow_service
from onbrand.bootstrap.reviews import request_reviews, workflows
from tests.support.northbeam import APPROVER, ORGANIZATION
from tests.support.world import World


def design(**changes: object) -> WorkflowDesign:
    step = {"approvers": [APPROVER, "admin"]}
    return WorkflowDesign.model_validate({"name": "Default", "steps": [step], **changes})


def test_a_change_is_a_new_version_and_the_old_one_stays(world: World) -> None:
    first = workflow_service().create(world.access, design())
    second = workflow_service().change(world.access, first.id, design(name="Stricter"), 1)
    assert (second.version, second.name) == (2, "Stricter")
    assert workflow_service().get(world.access, first.id, 1) == first
    assert workflow_service().get(world.access, first.id) == second
    with pytest.raises(WorkflowMovedError):
        workflow_service().change(world.access, first.id, design(), 1)


def test_a_brand_has_one_workflow_and_the_organization_one_default(world: World) -> None:
    default = workflow_service().create(world.access, design())
    own = workflow_service().create(world.access, design(brand_id=world.brand.id))
    for brand_id in (None, world.brand.id):
        with pytest.raises(WorkflowTakenError):
            workflow_service().create(world.access, design(brand_id=brand_id))
    assert workflows().workflow_for(ORGANIZATION, world.brand.id, None) == own
    assert workflows().workflow_for(ORGANIZATION, "another", None) == default
    assert list(workflow_service().list(world.access, 10).items) == [default, own]


def test_a_workflow_can_move_to_a_brand(world: World) -> None:
    first = workflow_service().create(world.access, design())
    moved = workflow_service().change(world.access, first.id, design(brand_id=world.brand.id))
    assert workflows().workflow_for(ORGANIZATION, world.brand.id, None) == moved
    assert workflows().workflow_for(ORGANIZATION, "another", None) is None
    workflow_service().create(world.access, design())


def test_who_cannot_answer_is_named(world: World) -> None:
    step = {"approvers": [APPROVER, "stranger", "creator"]}
    with pytest.raises(UnknownApproverError) as caught:
        workflow_service().create(world.access, design(steps=[step]))
    assert [error.pointer for error in caught.value.errors] == [
        "/steps/0/approvers/1",
        "/steps/0/approvers/2",
    ]


def test_a_brand_must_be_there(world: World) -> None:
    with pytest.raises(UnknownApproverError, match="no such brand"):
        workflow_service().create(world.access, design(brand_id="01JZ000000000000000000009Z"))


def test_an_unknown_workflow_is_not_found(world: World) -> None:
    with pytest.raises(WorkflowNotFoundError):
        workflow_service().get(world.access, "01JZ000000000000000000009Z")


def test_a_person_looks_unless_a_workflow_lets_a_pass_decide(world: World) -> None:
    request = world.rendered()
    failing = request.model_copy(update={"outcome": "fail"})
    assert request_reviews().needed(request)
    step = {"approvers": [APPROVER], "auto_approve": {}}
    workflow_service().create(world.access, design(steps=[step]))
    assert not request_reviews().needed(request)
    assert request_reviews().needed(failing)
    workflow_service().create(world.access, design(brand_id=world.brand.id))
    assert request_reviews().needed(request)
