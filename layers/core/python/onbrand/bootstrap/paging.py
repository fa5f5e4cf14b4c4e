"""Provides the cursors of lists."""

from onbrand.bootstrap.parts import parts
from onbrand.kernel.pages import Cursors


def cursors() -> Cursors:
    """Seals and opens cursors."""
    return parts().cursors
