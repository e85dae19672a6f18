"""Which congress data are about, and the name of its object in the archive."""

from __future__ import annotations

import hashlib

from service.catalog import CongressRecord, OrganisationRecord, Work
from service.congress.model import Congress
from service.congress.people import Organisation
from service.congress.text import fold, slug
from service.documents.places import way_to
from service.intake.refused import NotYours, OrganisationClosed

_LONGEST_PATH = 200


def congress_of(work: Work, congress: Congress, own: OrganisationRecord) -> CongressRecord:
    """The congress the data is about; organisations below the account's own are made when they are new."""
    place, below = _way_to(work, congress.organisation, own)
    for step in below:
        place = work.organisations.under(place, name=step.name, name_key=fold(step.name), level=step.level)
    line, term = work.organisations.ancestors(place), str(congress.term)
    closed = next((one for one in line if one.closed_at), None)
    if closed is not None and work.congresses.find_of(place, term=term) is None:
        raise OrganisationClosed(closed.name)
    return work.congresses.of(
        place, term=term, object_id=object_id(term, [one.name for one in line[1:] or line])
    )


def known_congress(work: Work, congress: Congress, own: OrganisationRecord) -> str | None:
    """The id of the congress the data is about, where it is held already."""
    found, below = _way_to(work, congress.organisation, own)
    place: OrganisationRecord | None = found
    for step in below:
        place = work.organisations.find_under(place, fold(step.name)) if place else None
    return work.congresses.find_of(place, term=str(congress.term)) if place else None


def _way_to(
    work: Work, organisation: Organisation, own: OrganisationRecord
) -> tuple[OrganisationRecord, tuple[Organisation, ...]]:
    found = way_to(work, organisation, own)
    if found is None:
        raise NotYours(organisation.name)
    return found


def object_id(term: str, names: list[str]) -> str:
    """
    The name of a congress's object in the archive: the term, then the organisations from the top.

    A path too long for a folder's name is cut and ends in a digest of the whole.
    """
    path = ".".join(_in_ascii(name) for name in names)
    if len(path) > _LONGEST_PATH:
        path = f"{path[:_LONGEST_PATH].rstrip('.-')}.{hashlib.sha256(path.encode()).hexdigest()[:16]}"
    return f"vankien:{term}/{path}"


def _in_ascii(name: str) -> str:
    """The name as part of a path; names in other scripts, which have no slug or share one, by a digest too."""
    folded = fold(name)
    if folded.isascii():
        return slug(name)
    plain = "".join(sign if sign.isascii() else " " for sign in folded)
    return "-".join([*plain.split(), hashlib.sha256(folded.encode()).hexdigest()[:16]])
