"""The parts of a whole installation in memory."""

from collections.abc import Mapping
from typing import Any

from onbrand.adapters.memory.bus import MemoryBus
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.mailer import MemoryMailer
from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.adapters.memory.pipeline import MemoryPipeline
from onbrand.adapters.memory.poster import MemoryPoster
from onbrand.adapters.memory.secrets import MemorySecrets
from onbrand.adapters.memory.table import MemoryTable
from onbrand.adapters.memory.work import MemoryWork
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.bootstrap.parts import Parts

ENVIRON = {
    "SIGNING_SECRET_ARN": "arn:signing",
    "FREEPIK_SECRET_ARN": "arn:freepik",
    "FREEPIK_COSTS": '{"resources.download": "0.10"}',
    "FREEPIK_CURRENCY": "EUR",
    "FREEPIK_BASE_URL": "https://api.freepik.com",
    "FREEPIK_KEY_HEADER": "x-freepik-api-key",
    "FREEPIK_DOWNLOAD_ORIGINS": "https://*.freepik.com",
    "PUBLIC_BASE_URL": "https://api.onbrand.example",
    "MAIL_SENDER": "OnBrand <no-reply@onbrand.example>",
}
SECRETS = {"arn:signing": "an-old-signing-key-0123456789 a-new-signing-key-0123456789", "arn:freepik": "key"}


def memory_parts(environ: Mapping[str, str] = ENVIRON, **given: Any) -> Parts:
    """Parts that share nothing with the world; ``given`` replaces some of them."""
    own: dict[str, Any] = {
        "clock": FrozenClock(),
        "ids": SequentialIds(),
        "table": MemoryTable(),
        "objects": MemoryObjects(),
        "pipeline": MemoryPipeline(),
        "bus": MemoryBus(),
        "mailer": MemoryMailer(),
        "secrets": MemorySecrets(SECRETS),
        "work": MemoryWork(),
        "webhook_guard": EndpointGuard(resolve=lambda host, port: ["104.18.32.7"]),
        "webhook_poster": MemoryPoster(),
    }
    return Parts(environ, **{**own, **given})
