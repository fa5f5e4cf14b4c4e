"""A reader in the process that reads what it was given."""

from collections.abc import Sequence

from onbrand.adapters.memory.detector import ANSWERED, DOWN
from onbrand.sourcing import Answer, ProviderUnavailableError, TextLine


class MemoryReader:
    """A ``sourcing.ports.TextReader``. ``down``: it does not answer; ``sent``: the pictures that it was asked about."""

    name = "rekognition"

    def __init__(self, lines: Sequence[TextLine] = (), *, down: bool = False) -> None:
        self._lines = tuple(lines)
        self.down = down
        self.sent: list[bytes] = []

    def texts(self, picture: bytes) -> Answer[Sequence[TextLine]]:
        """The lines that it was given."""
        self.sent.append(picture)
        if self.down:
            raise ProviderUnavailableError("Rekognition does not answer at the moment.").of_call(DOWN)
        return Answer(self._lines, ANSWERED)
