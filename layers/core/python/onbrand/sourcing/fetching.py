"""From a chosen picture's id to its bytes, paying as seldom as possible.

Asking for a link is the call that costs; opening it is free. So a link that breaks off is opened again, up
to three times,
before the request fails, and only one that has expired is asked for again, once.
"""

from onbrand.sourcing.bytes import is_complete, is_picture
from onbrand.sourcing.errors import LinkExpiredError, ProviderAnswerError, ProviderUnavailableError
from onbrand.sourcing.model import DownloadLink, Operation
from onbrand.sourcing.ports import ImageProvider
from onbrand.sourcing.recording import CallBook

LINKS = 2
OPENINGS = 3


def fetch_file(calls: CallBook, provider: ImageProvider, image_id: str) -> tuple[bytes, str]:
    """The complete picture file and its name.

    Raises ProviderAnswerError when it is no picture, ProviderUnavailableError when it cannot be had now, and
    what the
    provider's calls raise.
    """
    for _ in range(LINKS):
        link = calls.make(Operation.DOWNLOAD, provider.download, image_id)
        try:
            return _open(calls, provider, link), link.filename
        except LinkExpiredError:
            continue
    raise ProviderUnavailableError(
        "Freepik's download link had expired, and so had the one that replaced it."
    )


def _open(calls: CallBook, provider: ImageProvider, link: DownloadLink) -> bytes:
    failure = ProviderUnavailableError("Freepik cut the download of the picture short.")
    for _ in range(OPENINGS):
        try:
            data = calls.make(Operation.FILE, provider.file, link)
        except ProviderUnavailableError as error:
            failure = error
            continue
        if not is_picture(data):
            raise ProviderAnswerError("Freepik sent a file that is not a JPEG, PNG or WebP picture.")
        if is_complete(data):
            return data
    raise failure
