"""Sets Northbeam up through the API: profile, logos, template, approval workflow."""

import json
from typing import Any

import httpx

from infra.local import northbeam
from infra.local.demo.api import ApiClient, ApiRefusedError
from infra.local.files import read_brand


def make_brand(owner: ApiClient) -> dict[str, Any]:
    """The profile, and the logos uploaded by presigned POST."""
    profile, logos = read_brand(northbeam.HERE / "brand.json")
    brand = owner.post("/brands", profile.model_dump(mode="json"))
    for logo in logos:
        variant = logo.variant.value
        new = {"kind": "logo", "variant": variant, "name": f"logo-{variant}"}
        upload(owner, brand["id"], logo.data, content_type=logo.content_type, **new)
    return brand


def upload(
    owner: ApiClient, brand_id: str, data: bytes, *, name: str, content_type: str, **new: str
) -> dict[str, Any]:
    """One brand asset: begin, send the form, complete; the asset. Raises ApiRefusedError."""
    wanted = {"name": name, "content_type": content_type, "bytes": len(data), **new}
    started = owner.post(f"/brands/{brand_id}/assets", wanted)
    form = started["upload"]
    sent = httpx.post(form["url"], data=form["fields"], files={"file": (name, data, content_type)})
    if sent.is_error:
        raise ApiRefusedError(f"The upload was refused with {sent.status_code}: {sent.text}")
    done: dict[str, Any] = owner.post(f"/brands/{brand_id}/assets/{started['asset']['id']}/complete")
    if done["status"] != "ready":
        raise ApiRefusedError(f"{name} was refused: {done['reason']}")
    return done


def make_template(owner: ApiClient, brand: dict[str, Any]) -> dict[str, Any]:
    """The template: drafted, published, and the brand's default."""
    design = json.loads((northbeam.HERE / "template.json").read_text(encoding="utf-8"))
    draft = owner.post(f"/brands/{brand['id']}/templates", design)
    published = owner.post(f"/templates/{draft['id']}/publish", If_Match=f'"{draft["version"]}"')
    owner.put(
        f"/brands/{brand['id']}/default-template",
        {"template_id": draft["id"]},
        If_Match=f'"{brand["version"]}"',
    )
    return published


def make_workflow(owner: ApiClient, brand: dict[str, Any]) -> dict[str, Any]:
    """One step, one approver's role, nothing automatic."""
    return owner.post(
        "/workflows",
        {
            "name": "Brand approval",
            "brand_id": brand["id"],
            "steps": [{"approvers": ["approver"], "due_hours": 16}],
        },
    )
