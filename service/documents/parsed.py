"""The congress of an edition, read once in a process though every chunk of its papers asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from service.catalog import EditionRecord
from service.congress.model import Congress


@dataclass(frozen=True, slots=True)
class _Data:
    """The canonical data by their digest: what is equal there gives an equal congress, and nobody changes one."""

    sha256: str
    canonical: bytes = field(compare=False, repr=False)


def congress_of(edition: EditionRecord) -> Congress:
    """The congress that the edition's canonical data tell of."""
    return _congress(_Data(edition.sha256, edition.canonical))


@lru_cache(maxsize=4)  # a national one weighs some megabytes
def _congress(data: _Data) -> Congress:
    return Congress.model_validate_json(data.canonical)
