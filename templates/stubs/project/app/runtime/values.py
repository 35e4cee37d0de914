"""Types of fields: bounded, so that no record is larger than it may be."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

KeyText = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/?#\x00-\x1f]+$")]
Line = Annotated[str, Field(max_length=1000)]
Text = Annotated[str, Field(max_length=100_000)]
Base64 = Annotated[str, Field(max_length=100_000, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]


class Geo(BaseModel):
    """A place on earth, in degrees."""

    model_config = ConfigDict(extra="forbid")

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


def named(name: str, *, default: Any = ...) -> Any:
    """Return a field that is called `name` on the wire, where that is no name for Python."""
    return Field(default, alias=name)
