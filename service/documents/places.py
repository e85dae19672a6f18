"""Where a congress stands in the tree of organisations, seen from somebody's own."""

from __future__ import annotations

from service.catalog import OrganisationRecord, Work
from service.congress.people import Organisation
from service.congress.text import fold


def way_to(
    work: Work, organisation: Organisation, own: OrganisationRecord
) -> tuple[OrganisationRecord, tuple[Organisation, ...]] | None:
    """
    Where to begin, and the part of the data's chain of organisations that lies below; None when it does not lead to `own`.

    Whoever stands at the root sees every chain; anybody else must find their own organisation in it, by the name it has or
    had, or one of theirs by the place where it stood when the congress was held.
    """
    chain = organisation.lineage
    names = [fold(step.name) for step in chain]
    for name in (own.name, *(one.name for one in work.organisations.former_places(own))):
        if fold(name) in names:
            return own, chain[names.index(fold(name)) + 1 :]
    if own.parent_id is None:
        return own, chain
    place = work.organisations.root()
    for depth, step in enumerate(chain):
        if place is None:
            break
        if depth == 0 and fold(step.name) == fold(place.name):
            continue
        place = work.organisations.find_under(place, fold(step.name))
        if place is not None and place.lineage.startswith(own.lineage):
            return place, chain[depth + 1 :]
    return None


def nearest_known(work: Work, organisation: Organisation, own: OrganisationRecord) -> OrganisationRecord:
    """The organisation of the data as far down as the catalog knows it; at least `own`."""
    place, steps = way_to(work, organisation, own) or (own, ())
    for step in steps:
        known = work.organisations.find_under(place, fold(step.name))
        if known is None:
            break
        place = known
    return place
