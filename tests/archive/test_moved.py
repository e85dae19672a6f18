"""Organisations that are renamed, moved and closed: whatever hangs on them goes with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from service.archive import Archive, SearchRequest
from service.catalog import AccountRecord, Catalog, OrganisationRecord, Placing
from service.congress.text import fold
from tests.archive.corpus import Held, Paper, plant

LATER = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
NORTH, SOUTH = "Công đoàn tỉnh Bắc", "Công đoàn tỉnh Nam"
DISTRICT, SCHOOL = "Công đoàn huyện", "Công đoàn Trường"


def _paper(name: str) -> Paper:
    return Paper(name=name, kind="resolution", title=f"Nghị quyết {name}", body="chăm lo nhà ở công nhân")


@pytest.fixture
def root(catalog: Catalog) -> AccountRecord:
    """Papers of a school below a district of the north, and of the south."""
    return plant(
        catalog,
        (
            Held(chain=(NORTH, DISTRICT, SCHOOL), term="2023-2028", papers=(_paper("truong"),)),
            Held(chain=(NORTH, DISTRICT), term="2023-2028", papers=(_paper("huyen"),)),
            Held(chain=(SOUTH,), term="2023-2028", papers=(_paper("nam"),)),
        ),
    )


def at(catalog: Catalog, *chain: str) -> OrganisationRecord:
    with catalog.read() as work:
        place = work.organisations.root()
        for name in chain:
            place = work.organisations.find_under(place, fold(name)) if place else None
    assert place
    return place


def placing(one: OrganisationRecord, **changes: object) -> Placing:
    held = Placing(
        id=one.id,
        parent_id=one.parent_id,
        name=one.name,
        name_key=fold(one.name),
        level=one.level,
        code=one.code,
        closed_at=one.closed_at,
    )
    return replace(held, **changes)  # type: ignore[arg-type]  # as the fields say


def place(catalog: Catalog, root: AccountRecord, *placings: Placing) -> None:
    with catalog.begin() as work:
        work.tree.lock()
        work.tree.place(placings, within=root.organisation.lineage, at=LATER)
        work.commit()


def found(catalog: Catalog, root: AccountRecord, below: OrganisationRecord, words: str = "") -> set[str]:
    seen = replace(root, organisation=below)
    page = Archive(catalog=catalog, root=None).search(  # type: ignore[arg-type]  # searching reads no file
        SearchRequest(words=words), account=seen
    )
    return {paper.document.id for paper in page.papers}


def counted(catalog: Catalog, below: OrganisationRecord) -> int:
    with catalog.read() as work:
        return sum(n for _, _, n in work.shelf.terms(lineage=below.lineage))


@pytest.mark.parametrize("words", ["", "nha o"])
def test_papers_go_where_their_organisation_goes(catalog: Catalog, root: AccountRecord, words: str) -> None:
    """
    Seen, found by words and counted at the new place and below, and no more at the old one.
    """
    district, north, south = at(catalog, NORTH, DISTRICT), at(catalog, NORTH), at(catalog, SOUTH)
    place(catalog, root, placing(district, parent_id=south.id))

    school = at(catalog, SOUTH, DISTRICT, SCHOOL)
    assert {"nam", "huyen", "truong"} == found(catalog, root, south, words)
    assert set() == found(catalog, root, north, words)
    assert {"huyen", "truong"} == found(catalog, root, at(catalog, SOUTH, DISTRICT), words)
    assert {"truong"} == found(catalog, root, school, words)
    assert (3, 0, 2, 1) == tuple(
        counted(catalog, one) for one in (south, north, at(catalog, SOUTH, DISTRICT), school)
    )


def test_data_of_former_days_lead_to_the_same_organisation(catalog: Catalog, root: AccountRecord) -> None:
    """
    By the old name at the old place, until another one is called so there.
    """
    district, south = at(catalog, NORTH, DISTRICT), at(catalog, SOUTH)
    place(catalog, root, placing(district, parent_id=south.id, name="Công đoàn xã", name_key="cong doan xa"))

    assert district.id == at(catalog, NORTH, DISTRICT).id == at(catalog, SOUTH, "Công đoàn xã").id
    with catalog.read() as work:
        (before,) = work.organisations.former_places(district)
    assert (DISTRICT, NORTH) == (before.name, before.parent)
    new = placing(at(catalog, NORTH, DISTRICT), id="0" * 36, parent_id=at(catalog, NORTH).id, name=DISTRICT)
    place(catalog, root, replace(new, name_key=fold(DISTRICT)))
    assert "0" * 36 == at(catalog, NORTH, DISTRICT).id


def test_two_may_change_their_names_with_each_other(catalog: Catalog, root: AccountRecord) -> None:
    """
    Names are single under a parent at the end, not on the way; so are codes.
    """
    north, south = at(catalog, NORTH), at(catalog, SOUTH)
    place(catalog, root, placing(north, code="B"), placing(south, code="N"))
    place(
        catalog,
        root,
        placing(north, name=SOUTH, name_key=fold(SOUTH), code="N"),
        placing(south, name=NORTH, name_key=fold(NORTH), code="B"),
    )

    assert (south.id, "B") == (at(catalog, NORTH).id, at(catalog, NORTH).code)
    assert (north.id, "N") == (at(catalog, SOUTH).id, at(catalog, SOUTH).code)


def test_a_child_may_change_places_with_its_parent(catalog: Catalog, root: AccountRecord) -> None:
    """
    What was below stands above, with everything else where it was said to be.
    """
    district, school = at(catalog, NORTH, DISTRICT), at(catalog, NORTH, DISTRICT, SCHOOL)
    place(
        catalog, root, placing(school, parent_id=district.parent_id), placing(district, parent_id=school.id)
    )

    assert (
        f"{at(catalog, NORTH, SCHOOL).lineage}{district.id}/" == at(catalog, NORTH, SCHOOL, DISTRICT).lineage
    )
    assert {"truong", "huyen"} == found(catalog, root, at(catalog, NORTH, SCHOOL), "nha o")
    assert {"huyen"} == found(catalog, root, at(catalog, NORTH, SCHOOL, DISTRICT), "nha o")


def test_a_new_one_with_a_name_that_was_given_up_has_an_object_of_its_own(
    catalog: Catalog, root: AccountRecord
) -> None:
    """
    The object of the archive is named for what the organisation was called; nobody else's papers go there.
    """
    south = at(catalog, SOUTH)
    place(catalog, root, placing(south, name="Công đoàn tỉnh Tây", name_key="cong doan tinh tay"))
    held = f"vankien:2023-2028/{SOUTH}"
    with catalog.begin() as work:
        again = work.organisations.find_under(root.organisation, fold(SOUTH))
        assert again
        assert held == work.congresses.of(again, term="2023-2028", object_id=held).object_id
        new = replace(placing(south), id="1" * 36)
        work.tree.place([new], within=root.organisation.lineage, at=LATER)
        made = work.organisations.find_under(root.organisation, fold(SOUTH))
        assert made
        assert made.id == "1" * 36
        assert f"{held}.{made.id}" == work.congresses.of(made, term="2023-2028", object_id=held).object_id
