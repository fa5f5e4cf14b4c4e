"""What is kept of a remedy."""

from typing import Any

from onbrand.brand.overrides import LayerOverride
from onbrand.compliance.model import Fix
from onbrand.kernel.values import Value


class Remedy(Value):
    """What composition cured by itself: the fixes, what they changed in the design, and in brief the verdict on the
    picture as it was before; the whole one lies beside that after it. ``key`` and ``layers_key`` are that picture's,
    where it is kept."""

    fixes: tuple[Fix, ...]
    overrides: tuple[LayerOverride, ...]
    before: dict[str, Any]
    key: str | None = None
    layers_key: str | None = None
