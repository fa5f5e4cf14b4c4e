"""What Freepik's refusals mean. A 429 is not always worth another try: its message decides."""

import json
from typing import Any

from onbrand.adapters.freepik.answers import plain_text
from onbrand.adapters.freepik.exchange import Reply
from onbrand.sourcing import (
    ImageGoneError,
    LinkExpiredError,
    ProviderAnswerError,
    ProviderError,
    ProviderQuotaError,
    ProviderRefusedError,
    ProviderUnavailableError,
)

_USED_UP = (
    "download limit",
    "limits has been reached",
    "limit for free users",
    "upgrade",
    "trial",
    "quota",
    "credit",
)


def refusal_of(reply: Reply) -> ProviderError:
    """The error for an API answer other than 200."""
    message = _message(reply.body)
    return _by_status(reply.status, message).of_call(reply.facts)


def file_refusal_of(reply: Reply) -> ProviderError:
    """The error for a CDN answer other than 200: a link that is refused or gone has expired."""
    error: ProviderError
    if reply.status in (401, 403, 404, 410):
        error = LinkExpiredError("Freepik's link to the picture has expired.")
    elif reply.status in (408, 425, 429) or reply.status >= 500:
        error = ProviderUnavailableError("Freepik's picture server does not deliver at the moment.")
    else:
        error = ProviderAnswerError(f"Freepik's picture server gave an unexpected answer ({reply.status}).")
    return error.of_call(reply.facts)


def _by_status(status: int, message: str) -> ProviderError:
    if status == 401:
        return ProviderRefusedError("Freepik does not accept the API key; an administrator has to renew it.")
    if status == 402:
        return ProviderQuotaError(
            "The Freepik account has no credit left; an administrator has to top it up."
        )
    if status == 403 and "premium" in message.lower():
        return ProviderRefusedError(
            "The Freepik account may not download premium pictures; allow freemium ones only."
        )
    if status == 403:
        return ProviderRefusedError(
            "The Freepik account is not allowed to do this; an administrator has to look at it."
        )
    if status == 404:
        return ImageGoneError("Freepik no longer has this picture.")
    if status == 429 and any(words in message.lower() for words in _USED_UP):
        return ProviderQuotaError("The download limit of the Freepik account is used up for now.")
    if status == 429:
        return ProviderUnavailableError("Freepik asks us to slow down.")
    if status in (408, 425) or status >= 500:
        return ProviderUnavailableError("Freepik has a problem of its own at the moment.")
    return ProviderAnswerError(f"Freepik did not understand the call ({status}).")


def _message(body: bytes) -> str:
    """The message of an error body; problem documents carry it at the top or under ``problem``. Never shown
    to anyone."""
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for holder in (document, document.get("problem") if isinstance(document, dict) else None):
        if isinstance(holder, dict) and isinstance(holder.get("message"), str):
            return str(plain_text(holder["message"]))
    return ""
