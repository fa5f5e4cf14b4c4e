"""Templates: drafted, published, deleted, over both tables."""

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Absent, Put
from onbrand.brand import TemplateStatus
from onbrand.brand.errors import (
    BrandMovedError,
    BrandUnknownError,
    TemplateInUseError,
    TemplateMisfitError,
    TemplateUnknownError,
    TemplateUnpublishedError,
)
from tests.contract.brand.studio import ANN, CARD, DESIGN, ORG, Studio


def test_a_template_is_drafted_published_and_redrafted(studio: Studio) -> None:
    brand = studio.brand()
    draft = studio.templates.create(ANN, brand.id, CARD)
    assert (draft.version, draft.status) == (1, TemplateStatus.DRAFT)
    assert studio.library.published_templates(ORG, brand.id) == []
    assert studio.library.template(ORG, draft.id) == draft
    published = studio.templates.publish(ANN, draft.id, 1)
    redrafted = studio.templates.update(ANN, draft.id, {**CARD, "name": "Card two"}, 2)
    assert (redrafted.version, redrafted.status) == (3, TemplateStatus.DRAFT)
    assert studio.templates.template(ANN, draft.id) == redrafted
    assert studio.library.published_templates(ORG, brand.id) == [published]
    assert studio.library.template(ORG, draft.id) == published
    assert studio.library.template(ORG, draft.id, 1) == draft
    again = studio.templates.publish(ANN, draft.id, 3)
    assert studio.library.published_templates(ORG, brand.id) == [again]
    assert studio.templates.templates(ANN, brand.id).items == [again]
    with pytest.raises(BrandMovedError):
        studio.templates.publish(ANN, draft.id, 3)
    assert studio.events("template", draft.id) == [
        "TemplateCreated",
        "TemplatePublished",
        "TemplateUpdated",
        "TemplatePublished",
    ]


def test_a_template_must_fit_the_profile_when_written_and_when_published(studio: Studio) -> None:
    brand = studio.brand()
    wrong = {**CARD, "layers": [{"type": "colour", "id": "ground", "colour": "purple"}]}
    with pytest.raises(TemplateMisfitError) as caught:
        studio.templates.create(ANN, brand.id, wrong)
    assert caught.value.errors[0].pointer == "/layers/0/colour"
    draft = studio.templates.create(ANN, brand.id, CARD)
    recoloured = [{**DESIGN["palette"][0], "name": "ink"}, DESIGN["palette"][1]]
    studio.brands.update(ANN, brand.id, {**DESIGN, "palette": recoloured}, 1)
    with pytest.raises(TemplateMisfitError):
        studio.templates.publish(ANN, draft.id, 1)


def test_a_template_needs_its_brand(studio: Studio) -> None:
    with pytest.raises(BrandUnknownError):
        studio.templates.create(ANN, "01ARZ3NDEKTSV4RRFFQ69G5FAV", CARD)


def test_the_default_is_a_published_template_of_the_brand(studio: Studio) -> None:
    brand, other = studio.brand(), studio.brand()
    draft = studio.templates.create(ANN, brand.id, CARD)
    foreign = studio.published(other)
    for template_id in (draft.id, foreign.id, "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        with pytest.raises(TemplateUnpublishedError):
            studio.brands.set_default_template(ANN, brand.id, template_id, 1)
    studio.templates.publish(ANN, draft.id, 1)
    changed = studio.brands.set_default_template(ANN, brand.id, draft.id, 1)
    assert (changed.version, changed.default_template_id) == (2, draft.id)
    kept = studio.brands.update(ANN, brand.id, DESIGN, 2)
    assert kept.default_template_id == draft.id


def test_a_template_in_use_is_not_deleted_and_its_users_are_listed(studio: Studio) -> None:
    brand = studio.brand()
    template = studio.published(brand)
    studio.brands.set_default_template(ANN, brand.id, template.id, 1)
    use = keys.brand.use_of_template(ORG, template.id, "01HREQ00000000000000000001")
    studio.table.write(Put({"pk": use.pk, "sk": use.sk}, Absent()))
    with pytest.raises(TemplateInUseError) as caught:
        studio.templates.delete(ANN, template.id)
    assert [error.detail for error in caught.value.errors] == [
        "It is the default of Northbeam.",
        "Request 01HREQ00000000000000000001 uses it.",
    ]


def test_a_deleted_template_is_gone_but_its_versions_stay(studio: Studio) -> None:
    brand = studio.brand()
    template = studio.published(brand)
    studio.templates.delete(ANN, template.id)
    with pytest.raises(TemplateUnknownError):
        studio.templates.template(ANN, template.id)
    assert studio.library.published_templates(ORG, brand.id) == []
    assert studio.library.template(ORG, template.id, 2) == template
    assert studio.events("template", template.id)[-1] == "TemplateDeleted"
