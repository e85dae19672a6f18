"""
How long papers are kept, as data, and which of them are past their time.

Nothing here deletes anything: a list is what a council looks at before it decides.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from service.archive.sealed import SealedSet, SetReader
from service.catalog import DocumentRecord

_DATA = Path(__file__).with_name("retention.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionClass:
    """A class of papers and the years for which they are kept, none meaning for ever."""

    key: str
    vi: str
    en: str
    source: str
    verified: bool
    years: int | None = None
    templates: tuple[str, ...] = ()

    def holds(self, document: DocumentRecord) -> bool:
        """Whether the paper is of this class."""
        return not self.templates or document.template in self.templates


@dataclass(frozen=True, slots=True, kw_only=True)
class PastItsTime:
    """A paper whose class is kept no longer; the last day on which it was to be kept."""

    document: DocumentRecord
    retention: RetentionClass
    kept_until: dt.date


@cache
def retention_classes() -> tuple[RetentionClass, ...]:
    """The classes of `retention.toml`; the last one holds for every paper."""
    told: list[dict[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["class"]
    return tuple(RetentionClass(**{**one, "templates": tuple(one.get("templates", ()))}) for one in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDisposals:
    """Walks the whole archive for papers that are past their time."""

    sets: SetReader

    def __call__(self, *, on: dt.date) -> Iterator[tuple[SealedSet, PastItsTime]]:
        """Each such paper with its set, by term and organisation. Raises `StorageError`."""
        classes = retention_classes()
        for object_id in self.sets.root.object_ids():
            inventory = self.sets.root.head(object_id)
            for one in self.sets(inventory) if inventory else ():
                ended = one.sealed_at.date()
                for found in past_their_time(one.documents, ended=ended, on=on, classes=classes):
                    yield one, found


def class_of(document: DocumentRecord, classes: Sequence[RetentionClass]) -> RetentionClass:
    """The first class that holds the paper."""
    return next(one for one in classes if one.holds(document))


def past_their_time(
    documents: Sequence[DocumentRecord], *, ended: dt.date, on: dt.date, classes: Sequence[RetentionClass]
) -> Iterator[PastItsTime]:
    """
    The papers of a file that need not be kept any longer on the day `on`, for work that `ended` then.

    Years are counted from the end of that year (Luật Lưu trữ 2024, Điều 15).
    """
    for document in documents:
        found = class_of(document, classes)
        if found.years is None:
            continue
        until = dt.date((document.issued_on or ended).year + found.years, 12, 31)
        if until < on:
            yield PastItsTime(document=document, retention=found, kept_until=until)
