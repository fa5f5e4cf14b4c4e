"""The example brand for tests: its documents, its people, and a photograph."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import to_item
from onbrand.adapters.dynamodb.table import Overwrite, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.identity import Membership, Role, User

ROOT = Path(__file__).parents[2]
NORTHBEAM = ROOT / "infra/local/northbeam"
ORGANIZATION = "01JZ0000000000000000000001"
REQUESTER, APPROVER, SECOND = "user-requester", "user-approver", "user-second"
PLACEMENTS = ("instagram_square", "x_post")


def photograph(width: int = 1200, height: int = 1000) -> bytes:
    """A picture with shapes and light in it, as JPEG."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width // 3, height // 4, width // 2, height // 2), fill=(227, 154, 85))
    draw.rectangle((width // 2, height // 2, width - 80, height - 60), fill=(23, 56, 46))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def northbeam(name: str) -> dict[str, Any]:
    """A document of the example brand."""
    document: dict[str, Any] = json.loads((NORTHBEAM / name).read_text())
    return document


def profile_design() -> dict[str, Any]:
    """The example brand's profile; its logos are uploaded."""
    return {name: value for name, value in northbeam("brand.json").items() if name != "logos"}


def add_member(
    table: Table, user_id: str, role: Role, clock: FrozenClock, organization: str = ORGANIZATION
) -> None:
    """A person with a role."""
    now = clock.now()
    user = User(id=user_id, email=f"{user_id}@northbeam.example", name=user_id, created_at=now)
    stay = Membership(id=user_id, organization_id=organization, user_id=user_id, role=role, joined_at=now)
    membership = to_item(keys.identity.member(organization, user_id), "membership", stay, 1)
    table.write(
        Put(to_item(keys.identity.user(user_id), "user", user, 1), Overwrite()), Put(membership, Overwrite())
    )
