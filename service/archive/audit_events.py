"""The events of the audit log: their words and their PREMIS terms, from `audit_events.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """An event in words, and its type in the PREMIS vocabulary; empty for what is no event of preservation."""

    premis: str
    vi: str
    en: str


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Every event that may be noted, by its name."""
    told = tomllib.loads((files(__package__) / "audit_events.toml").read_text())
    return {name: EventKind(**one) for name, one in told.items()}
