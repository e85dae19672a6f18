"""The published fields: every name a template may use, with its meaning, by template."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFields:
    """
    The fields of one template, by path: `members[].name` is the field `name` of each entry of the list `members`.

    `version` goes up when a field is taken away or changes its meaning; a field more changes nothing.
    """

    version: int
    meanings: Mapping[str, str]


@cache
def published() -> Mapping[str, PublishedFields]:
    """The published fields of every template, as `published.toml` beside this module lists them."""
    tables = tomllib.loads((files(__package__) / "published.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            template: PublishedFields(version=table["version"], meanings=MappingProxyType(table["fields"]))
            for template, table in tables.items()
        }
    )
