"""Congress data as it comes in: which of the forms it has, and the one way to read each."""

from __future__ import annotations

from typing import Literal

from service.intake.read import Reading, read_congress
from service.intake.workbook.read import read_workbook

MediaType = Literal["application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]

JSON: MediaType = "application/json"
XLSX: MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FILES_OF_OFFICES = (b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a zip begins, and the files of old Excel and of those with a password: JSON begins otherwise."""


def media_type_of(raw: bytes) -> MediaType:
    """What the bytes of a file are, by how they begin."""
    return XLSX if raw.startswith(_FILES_OF_OFFICES) else JSON


def read_received(raw: bytes, media_type: MediaType | None = None) -> Reading:
    """
    The congress in `raw` with every fault; never raises for bad data.

    A file is taken for what its bytes are, whatever it is said to be.
    """
    return read_workbook(raw) if (media_type or media_type_of(raw)) == XLSX else read_congress(raw)
