"""Bodies of HTML forms as API Gateway hands them on."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from onbrand.kernel.errors import Invalid, LimitExceeded

MAX_FORM_BYTES = 64 * 1024


class FormUnreadableError(Invalid):
    """The body is no form in UTF-8."""


class FormTooLargeError(LimitExceeded):
    """The form is larger than any that our pages send."""


def form_text(event: Mapping[str, Any]) -> str:
    """The text of an ``application/x-www-form-urlencoded`` body. Raises FormUnreadableError,
    FormTooLargeError."""
    body = event.get("body") or ""
    if len(body) > MAX_FORM_BYTES:
        raise FormTooLargeError("That is more than this form takes.")
    try:
        return base64.b64decode(body, validate=True).decode() if event.get("isBase64Encoded") else body
    except (binascii.Error, UnicodeError) as error:
        raise FormUnreadableError("The form could not be read; please open the page again.") from error
