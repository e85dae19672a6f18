"""What a pack changes about the pages on which its congresses are typed, as `[desk]` of `pack.toml` says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

DeskPlace = Annotated[str, Field(pattern=r"^([a-z_]+(\.[a-z_]+)?|/(\*\*/)?[a-z_]+(/([a-z_]+|\*))*)$")]
"""
A step (`elections`), a section of one (`bodies.standing_committee`), or a field with all below it (`/delegates/*/unit`).

`/**/ethnicity` is the field of that name wherever it stands.
"""


class OwnName(BaseModel):
    """What a place is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vi: Annotated[str, Field(min_length=1, max_length=100)]
    en: Annotated[str, Field(min_length=1, max_length=100)]


class OwnDesk(BaseModel):
    """Places that are left out unless something is filled in there, and places with names of the pack's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leave_out: tuple[DeskPlace, ...] = ()
    names: Mapping[DeskPlace, OwnName] = {}
