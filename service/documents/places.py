"""Where a congress stands in the tree of organisations, seen from somebody's own."""

from __future__ import annotations

from service.catalog import OrganisationRecord, Work
from service.congress.people import Organisation
from service.congress.text import fold


def below(organisation: Organisation, own: OrganisationRecord) -> tuple[Organisation, ...] | None:
    """
    The part of the data's chain of organisations that lies below `own`; None when it does not lead there.

    Whoever stands at the root sees every chain; anybody else must find their own organisation in it.
    """
    chain = organisation.lineage
    names = [fold(step.name) for step in chain]
    if fold(own.name) in names:
        return chain[names.index(fold(own.name)) + 1 :]
    return chain if own.parent_id is None else None


def nearest_known(work: Work, organisation: Organisation, own: OrganisationRecord) -> OrganisationRecord:
    """The organisation of the data as far down as the catalog knows it; at least `own`."""
    place = own
    for step in below(organisation, own) or ():
        known = work.organisations.find_under(place, fold(step.name))
        if known is None:
            break
        place = known
    return place
