"""What people wish to be told: read and changed by themselves, or by the link in a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from onbrand.identity import Access, Permission
from onbrand.notify.errors import SwitchLinkError, WishesMovedError
from onbrand.notify.kinds import TREATMENTS, Kind
from onbrand.notify.ports import Preferences
from onbrand.notify.wishes import Wishes, WishesDesign

SALT = "message-switch"
TRIES = 10


@dataclass(frozen=True, slots=True)
class Switch:
    """Whose messages of which kind."""

    organization_id: str
    user_id: str
    kind: Kind


class SignedSwitchLinks:
    """A ``notify.ports.SwitchLinks``. The links do not expire: who unsubscribes from an old mail must succeed.
    ``keys``: newest last; all verify, the last signs."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._serializer = URLSafeSerializer(list(keys), salt=SALT)

    def make(self, organization_id: str, user_id: str, kind: Kind) -> str:
        """The last part of the link's address."""
        return str(self._serializer.dumps([organization_id, user_id, kind.value]))

    def read(self, link: str) -> Switch:
        """What a link switches. Raises SwitchLinkError."""
        try:
            organization_id, user_id, kind = self._serializer.loads(link)
            switch = Switch(str(organization_id), str(user_id), Kind(kind))
        except (BadSignature, ValueError, TypeError) as error:
            raise SwitchLinkError("This link is not valid.") from error
        if not TREATMENTS[switch.kind].optional:
            raise SwitchLinkError("These messages cannot be switched off.")
        return switch


class WishesService:
    """Use cases of what people wish to be told."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def mine(self, access: Access) -> Wishes:
        """The caller's wishes."""
        access.require(Permission.READ)
        return self._preferences.of(access.organization_id, access.user_id)

    def change(self, access: Access, design: WishesDesign) -> Wishes:
        """Replaces the caller's wishes. Raises WishesMovedError."""
        access.require(Permission.READ)
        before = self._preferences.of(access.organization_id, access.user_id)
        return self._put(before, design)

    def is_on(self, switch: Switch) -> bool:
        """Whether messages of this kind are sent."""
        return switch.kind not in self._preferences.of(switch.organization_id, switch.user_id).off

    def turn(self, switch: Switch, *, on: bool) -> Wishes:
        """Switches a kind on or off; nothing changes when it is so already. Raises WishesMovedError."""
        for _ in range(TRIES):
            before = self._preferences.of(switch.organization_id, switch.user_id)
            if (switch.kind not in before.off) is on:
                return before
            off = tuple(set(before.off) ^ {switch.kind})
            design = before.model_dump(include=set(WishesDesign.model_fields)) | {"off": off}
            try:
                return self._put(before, WishesDesign.model_validate(design))
            except WishesMovedError:
                continue
        raise WishesMovedError("The preferences are being changed at the moment; try again.")

    def _put(self, before: Wishes, design: WishesDesign) -> Wishes:
        after = Wishes(
            **dict(design),
            organization_id=before.organization_id,
            user_id=before.user_id,
            version=before.version + 1,
        )
        self._preferences.put(after)
        return after
