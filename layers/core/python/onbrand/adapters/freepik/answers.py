"""Freepik's answers in our words: strict about what we use, indifferent to the rest, and its texts are only
text."""

import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from onbrand.adapters.freepik.exchange import Reply
from onbrand.sourcing import (
    Author,
    Candidate,
    Detail,
    DownloadLink,
    LicenceOffer,
    LicenceType,
    Orientation,
    ProviderAnswerError,
    ProviderUnavailableError,
)

MAX_TEXT = 300


def plain_text(text: Any) -> Any:
    """Text without control and invisible characters, on one line, at most 300 long."""
    if not isinstance(text, str):
        return text
    spaced = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    visible = "".join(
        letter for letter in spaced if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(visible.split())[:MAX_TEXT]


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(plain_text)]
Title = Annotated[str, BeforeValidator(plain_text), StringConstraints(min_length=1)]
ItemId = Annotated[str, BeforeValidator(_id), StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Pixels = Annotated[int, Field(ge=1, le=200_000)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


Model = TypeVar("Model", bound=_Answer)


class _Author(_Answer):
    id: ItemId
    name: Title


class _Licence(_Answer):
    type: str
    url: str = ""


class _Source(_Answer):
    url: str | None = None


class _Image(_Answer):
    type: str
    orientation: str | None = None
    source: _Source = _Source()


class _Meta(_Answer):
    published_at: str | None = None


class _Item(_Answer):
    id: ItemId
    title: Title
    url: Text = ""
    licenses: list[_Licence]
    image: _Image
    author: _Author
    meta: _Meta = _Meta()


class _List(_Answer):
    data: list[Any]


class _Dimensions(_Answer):
    width: Pixels
    height: Pixels


class _DetailData(_Answer):
    id: ItemId
    type: str
    is_ai_generated: bool
    premium: bool
    license: str | None = None
    dimensions: _Dimensions | None = None


class _DetailAnswer(_Answer):
    data: _DetailData


class _File(_Answer):
    url: str = Field(min_length=1)
    filename: Title


class _DownloadAnswer(_Answer):
    data: _File


def json_of(reply: Reply) -> Any:
    """The JSON of an answer. Raises ProviderUnavailableError (a page, or cut short) and ProviderAnswerError
    (unreadable text)."""
    if "html" in reply.media_type or reply.body.lstrip()[:1] == b"<":
        raise ProviderUnavailableError("Freepik answered with a web page instead of data.").of_call(
            reply.facts
        )
    try:
        text = reply.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProviderAnswerError("Freepik's answer is not readable text.").of_call(reply.facts) from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProviderUnavailableError("Freepik's answer was cut short.").of_call(reply.facts) from error


def candidates_of(reply: Reply) -> Sequence[Candidate]:
    """The search results in their order; items that we do not understand are left out, unless that is all of
    them."""
    items = _parsed(_List, reply).data
    candidates = [
        candidate for rank, item in enumerate(items) if (candidate := _candidate(item, rank)) is not None
    ]
    if items and not candidates:
        raise _not_understood(reply)
    return candidates


def detail_of(reply: Reply) -> Detail:
    """The detail of a picture."""
    data = _parsed(_DetailAnswer, reply).data
    return Detail(
        id=data.id,
        content_type=data.type,
        is_ai_generated=data.is_ai_generated,
        is_premium=data.premium,
        licence_url=data.license,
        width=data.dimensions.width if data.dimensions else None,
        height=data.dimensions.height if data.dimensions else None,
    )


def link_of(reply: Reply) -> DownloadLink:
    """The link of a download."""
    data = _parsed(_DownloadAnswer, reply).data
    return DownloadLink(url=data.url, filename=data.filename)


def _candidate(item: Any, rank: int) -> Candidate | None:
    try:
        parsed = _Item.model_validate(item)
    except ValidationError:
        return None
    return Candidate(
        id=parsed.id,
        title=parsed.title,
        author=Author(id=parsed.author.id, name=parsed.author.name),
        licences=tuple(
            LicenceOffer(type=LicenceType(one.type), url=one.url)
            for one in parsed.licenses
            if one.type in set(LicenceType)
        ),
        orientation=Orientation(parsed.image.orientation)
        if parsed.image.orientation in set(Orientation)
        else None,
        content_type=parsed.image.type,
        preview_url=parsed.image.source.url,
        page_url=parsed.url,
        published_at=_moment(parsed.meta.published_at),
        rank=rank,
    )


def _moment(text: str | None) -> datetime | None:
    """Documented as ISO 8601, recorded as ``YYYY-MM-DD HH:MM:SS`` without a zone, which is taken as UTC."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _parsed(model: type[Model], reply: Reply) -> Model:
    try:
        return model.model_validate(json_of(reply))
    except ValidationError:
        # The error would show the answer's content, which does not belong into logs.
        raise _not_understood(reply) from None


def _not_understood(reply: Reply) -> ProviderAnswerError:
    return ProviderAnswerError("Freepik's answer has a form that we do not know.").of_call(reply.facts)
