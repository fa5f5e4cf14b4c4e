"""The confirmation codes that Cognito mails: kept for a day, refused after too many wrong tries."""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

LIFETIME = timedelta(hours=24)
WRONG_TRIES = 5
CODES_PER_HOUR = 5


class CognitoError(Exception):
    """An answer that Cognito gives instead of doing what was asked; ``kind`` is the name of the exception."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


@dataclass(slots=True)
class _Code:
    text: str
    made: datetime
    wrong: int = 0


class Codes:
    """The open codes by purpose and user; ``now`` gives the time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._codes: dict[tuple[str, str], _Code] = {}
        self._made: dict[tuple[str, str], list[datetime]] = {}
        self._lock = threading.Lock()

    def make(self, purpose: str, user: str) -> str:
        """A new code that replaces the one before. Raises CognitoError when asked for too often."""
        key, now = (purpose, user), self._now()
        with self._lock:
            recent = [moment for moment in self._made.get(key, []) if now - moment < timedelta(hours=1)]
            if len(recent) >= CODES_PER_HOUR:
                raise CognitoError(
                    "LimitExceededException", "Attempt limit exceeded, please try after some time."
                )
            self._made[key] = [*recent, now]
            self._codes[key] = _Code(f"{secrets.randbelow(1_000_000):06d}", now)
            return self._codes[key].text

    def check(self, purpose: str, user: str, given: str) -> None:
        """Returns when the code is right. Raises CognitoError when wrong, old, used or tried too often."""
        with self._lock:
            code = self._codes.get((purpose, user))
            if code is None or self._now() - code.made >= LIFETIME:
                raise CognitoError(
                    "ExpiredCodeException", "Invalid code provided, please request a code again."
                )
            if code.wrong >= WRONG_TRIES:
                text = "Attempt limit exceeded, please try after some time."
                raise CognitoError("TooManyFailedAttemptsException", text)
            if not hmac.compare_digest(code.text.encode(), given.encode()):
                code.wrong += 1
                raise CognitoError(
                    "CodeMismatchException", "Invalid verification code provided, please try again."
                )

    def use(self, purpose: str, user: str) -> None:
        """Forgets a code that did its work."""
        with self._lock:
            self._codes.pop((purpose, user), None)
