"""The stock library Freepik, spoken to as its API is documented.

client -> exchange (one HTTP call, bounded in time and bytes) -> outbound.transport (httpx on a network that goes
only where origins.py allows). What comes back passes answers.py (200) or refusals.py (everything else).
"""

from onbrand.adapters.freepik.access import FreepikAccess
from onbrand.adapters.freepik.client import FreepikClient

__all__ = ["FreepikAccess", "FreepikClient"]
