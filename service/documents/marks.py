"""Which number and date belong to which paper."""

from __future__ import annotations

from service.congress.model import Congress, Mark
from service.documents.paper import PlannedPaper


def mark_of(paper: PlannedPaper, congress: Congress) -> Mark | None:
    """Number and date given to the paper at signing; nothing until then. Cards have neither."""
    if paper.template == "credential_card":
        return None
    place = _round(paper)
    for mark in congress.marks:
        if mark.kind == paper.kind and (mark.election, mark.round) == place:
            return mark
    return None


def _round(paper: PlannedPaper) -> tuple[int | None, int | None]:
    """The election and round (from 1) that the paper's source, `/elections/0/rounds/0`, points at."""
    parts = paper.source.split("/")
    if parts[1:2] != ["elections"]:
        return None, None
    return int(parts[2]) + 1, int(parts[4]) + 1
