"""What a meeting and those who vote there are called in the papers on its votes."""

from __future__ import annotations

from dataclasses import dataclass

from service.congress.model import Congress
from service.documents.fields.letterhead import full_name, voters


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """
    The congress, or a conference after it.

    `name` is short (Đại hội), `in_full` goes into the opening; `voters` are those who vote; the ballots are handed to
    `presiding`.
    """

    name: str
    in_full: str
    voters: str
    presiding: str


def the_congress(congress: Congress) -> Meeting:
    """The congress itself."""
    return Meeting(
        name="Đại hội",
        in_full=full_name(congress),
        voters=voters(congress),
        presiding="Đoàn Chủ tịch Đại hội",
    )
