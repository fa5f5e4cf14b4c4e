"""What a marketer asks for."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from onbrand.kernel.ids import Id
from onbrand.kernel.values import Value

Keyword = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
SlotName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
SlotText = Annotated[str, StringConstraints(max_length=500)]


class Brief(Value):
    """What a marketer asks for: keywords for the picture, texts by the template's slots, words that go with
    the post. ``title`` is what people call it in mails and lists."""

    title: str | None = Field(default=None, min_length=1, max_length=120)
    keywords: tuple[Keyword, ...] = Field(min_length=1, max_length=10)
    texts: dict[SlotName, SlotText] = Field(default_factory=dict, max_length=12)
    alt_text: str | None = Field(default=None, max_length=1000)
    caption: str | None = Field(default=None, max_length=63_206)
    notes: str | None = Field(default=None, max_length=2000)

    @property
    def name(self) -> str:
        """The title; without one the headline, else the first text, else the first keyword."""
        texts = (self.texts.get("headline"), *self.texts.values())
        return self.title or next((text for text in texts if text and text.strip()), self.keywords[0])


class SubmitRequest(Value):
    """A submission. ``placements`` None means the core set; a higher ``priority`` stands further ahead in
    the queue. What is not approved by ``publish_at`` is not published."""

    brand_id: Id
    brief: Brief
    template_id: Id | None = None
    workflow_id: Id | None = None
    placements: tuple[str, ...] | None = Field(default=None, min_length=1, max_length=100)
    priority: int = Field(default=5, ge=0, le=9)
    publish_at: AwareDatetime | None = None
