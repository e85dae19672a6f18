"""Congress data as it comes in: which of the forms it has, and the one way to read each."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from service.catalog.records import MediaType
from service.intake.form import read_form
from service.intake.read import Reading, RuleSets, read_congress
from service.intake.workbook.read import read_workbook

JSON: MediaType = "application/json"
FORM: MediaType = "application/x-www-form-urlencoded"
XLSX: MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FILES_OF_OFFICES = (b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a zip begins, and the files of old Excel and of those with a password: JSON begins otherwise."""


def media_type_of(raw: bytes) -> MediaType:
    """What the bytes of a file are, by how they begin."""
    return XLSX if raw.startswith(_FILES_OF_OFFICES) else JSON


def read_received(
    raw: bytes, media_type: MediaType | None = None, *, packs: RuleSets | None = None
) -> Reading:
    """
    The congress in `raw` with every fault; never raises for bad data.

    Without a `media_type` the bytes are taken for what they look like. A workbook is of a union's congress.
    """
    media_type = media_type or media_type_of(raw)
    reading = read_workbook(raw) if media_type == XLSX else _READERS[media_type](raw, packs)
    return dataclasses.replace(reading, media_type=media_type)


_READERS: Mapping[MediaType, Callable[[bytes, RuleSets | None], Reading]] = {
    JSON: read_congress,
    FORM: read_form,
}
