"""Which number and date belong to which paper."""

from __future__ import annotations

import re
from typing import get_args

from service.congress.model import Congress, Mark, MarkKind
from service.documents.paper import PlannedPaper

_KINDS = {"credentials_report": "credential"}
"""Templates whose mark has another name in the data than the template's own."""

_NAMED = frozenset(get_args(MarkKind))


def mark_of(paper: PlannedPaper, congress: Congress) -> Mark | None:
    """Number and date given to the paper at signing; nothing until then. What has no symbol, a card, has neither."""
    if not paper.symbol:
        return None
    name = _KINDS.get(paper.template, paper.template)
    # A paper of a pack has a name of its own; in the data its mark is called by its kind.
    wanted = (name if name in _NAMED else paper.kind, *_round(paper), _conference(paper), _extract(paper))
    return next((mark for mark in congress.marks if _names(mark) == wanted), None)


def _names(mark: Mark) -> tuple[object, ...]:
    return (mark.kind, mark.election, mark.round, mark.conference, mark.extract)


def _conference(paper: PlannedPaper) -> str | None:
    """The conference that the paper's source lies in."""
    found = re.match(r"/(\w+_conference)(/|$)", paper.source)
    return found[1] if found else None


def _extract(paper: PlannedPaper) -> int | None:
    """The place (from 1) of the extract that the paper is."""
    found = re.match(r"/extracts/(\d+)$", paper.source)
    return int(found[1]) + 1 if found else None


def _round(paper: PlannedPaper) -> tuple[int | None, int | None]:
    """The election and round (from 1) that the paper's source, like `/elections/0/rounds/0`, points at."""
    found = re.search(r"/elections/(\d+)/rounds/(\d+)$", paper.source)
    return (int(found[1]) + 1, int(found[2]) + 1) if found else (None, None)
