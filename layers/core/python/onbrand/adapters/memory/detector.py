"""A detector in the process that sees what it was given."""

from collections.abc import Sequence

from onbrand.sourcing import Answer, CallFacts, Face, Label, Operation, ProviderUnavailableError

ANSWERED = CallFacts(status=200, response_time_ms=30)
DOWN = CallFacts(status=503, response_time_ms=15)


class MemoryDetector:
    """A ``sourcing.ports.PictureDetector``. ``down``: the operations that do not answer; ``sent``: the pictures
    that it was asked about."""

    name = "rekognition"

    def __init__(self, faces: Sequence[Face] = (), labels: Sequence[Label] = ()) -> None:
        self._faces = tuple(faces)
        self._labels = tuple(labels)
        self.down: set[Operation] = set()
        self.sent: list[tuple[Operation, bytes]] = []

    def faces(self, jpeg: bytes) -> Answer[Sequence[Face]]:
        """The faces that it was given."""
        self._ask(Operation.FACES, jpeg)
        return Answer(self._faces, ANSWERED)

    def labels(self, jpeg: bytes, most: int) -> Answer[Sequence[Label]]:
        """The labels that it was given."""
        self._ask(Operation.LABELS, jpeg)
        return Answer(self._labels[:most], ANSWERED)

    def _ask(self, operation: Operation, jpeg: bytes) -> None:
        self.sent.append((operation, jpeg))
        if operation in self.down:
            raise ProviderUnavailableError("Rekognition does not answer at the moment.").of_call(DOWN)
