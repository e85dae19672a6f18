"""Heading styles: how the papers of a kind of body are headed and laid out, as `heading_styles.toml` has it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Evidence = Literal["V", "S", "D", "M"]

UNION_STYLE = "union_2024"
"""What the templates of the union pack are drawn after, where their manifest names no other."""
PLAIN_STYLE = "plain"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Data):
    """What the style is called."""

    vi: str
    en: str


class Sureness(_Data):
    """How sure we are of the heading, and of the numbers of the layout."""

    heading: Evidence
    layout: Evidence


class HeadingStyle(_Data):
    """
    One heading style; lengths in millimetres, margins by side as (least, most).

    What is empty is not asked: a style without a font takes any. `right` are the lines of the right block, from above.
    """

    key: str
    title: Title
    article: str
    evidence: Sureness
    family: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    not_for: tuple[str, ...]
    unnumbered: tuple[str, ...]
    sheet_from: float
    paper: tuple[float, float]
    font: str
    right: tuple[str, ...]
    asterisk: bool
    heading_within: int
    number_field: str
    issuer_fields: tuple[str, ...]
    margins: Mapping[str, tuple[float, float]]

    def cited(self, of: Literal["heading", "layout"]) -> str:
        """The article; with how sure we are, where the text itself was not read."""
        sure: Evidence = getattr(self.evidence, of)
        return self.article if sure in {"V", "D"} else f"{self.article} [{sure}]"


@cache
def heading_styles() -> Mapping[str, HeadingStyle]:
    """Every heading style, by its key."""
    tables = tomllib.loads((files(__package__) / "heading_styles.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _style(key, tables) for key in tables})


def style_on(family: str, day: dt.date | None) -> HeadingStyle:
    """
    The style of a kind of body on a day, the newest without one; a key names its style itself.

    Raises KeyError for a family that has none.
    """
    if family in heading_styles():
        return heading_styles()[family]
    known = [style for style in heading_styles().values() if style.family == family]
    if not known:
        raise KeyError(family)
    held = [style for style in known if day is None or _is_valid(style, day)]
    return max(held or known, key=lambda style: style.valid_from or dt.date.min)


def _is_valid(style: HeadingStyle, day: dt.date) -> bool:
    return (style.valid_from or dt.date.min) <= day <= (style.valid_to or dt.date.max)


def _style(key: str, tables: Mapping[str, dict[str, Any]]) -> HeadingStyle:
    held = {**tables[key]}
    under = tables.get(held.pop("base", ""), {})
    return HeadingStyle.model_validate({**under, **held, "key": key})
