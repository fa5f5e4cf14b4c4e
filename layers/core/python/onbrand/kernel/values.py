"""Base of all value objects that are stored, sent or received."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Immutable and strict about its fields: an unknown one is an error, never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")
