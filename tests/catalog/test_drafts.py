"""Drafts on both databases: versions, the border, and what is forgotten."""

from __future__ import annotations

import datetime as dt
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.catalog import Catalog, DraftRecord, OrganisationRecord
from service.catalog.carrying import PEOPLE, UNSEALED, carry
from service.catalog.drafts import VERSIONS_KEPT
from tests.catalog.planting import NOON, Planted

LATER = NOON + dt.timedelta(minutes=5)


@pytest.fixture
def begun(catalog: Catalog, planted: Planted) -> str:
    """A draft of the planted organisation, begun from its set."""
    begin(catalog, planted, "d-1", planted.congress.organisation, begun_from=planted.record.id)
    return "d-1"


def begin(
    catalog: Catalog,
    planted: Planted,
    draft_id: str,
    place: OrganisationRecord,
    *,
    begun_from: str | None = None,
    at: dt.datetime = NOON,
) -> None:
    record = DraftRecord(
        id=draft_id,
        organisation=place,
        name="Công đoàn Sở",
        term="2023-2028",
        version=1,
        begun_at=at,
        begun_by=planted.account.name,
        changed_at=at,
        changed_by=planted.account.name,
        begun_from=begun_from,
    )
    with catalog.begin() as work:
        work.drafts.begin(record, '{"a": 1}', account_id=planted.account.id)
        work.commit()


def save(catalog: Catalog, planted: Planted, document: str, *, on: int) -> bool:
    with catalog.begin() as work:
        saved = work.drafts.save(
            "d-1",
            document,
            on=on,
            name="Công đoàn khác",
            term="2028-2033",
            account_id=planted.account.id,
            at=LATER,
        )
        work.commit()
    return saved


def test_a_draft_says_what_it_is_and_who_touched_it(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    Names and moments are those of the last change, and the first stays known.
    """
    save(catalog, planted, '{"a": 2}', on=1)
    with catalog.read() as work:
        found = work.drafts.find(begun, lineage=planted.congress.organisation.lineage)
        said = [work.drafts.document(begun, version) for version in (1, 2, 3)]

    assert found is not None
    assert ("Công đoàn khác", "2028-2033", 2) == (found.name, found.term, found.version)
    assert (NOON, LATER) == (found.begun_at, found.changed_at)
    assert ("thu-ky", "thu-ky") == (found.begun_by, found.changed_by)
    assert (planted.record.id, None) == (found.begun_from, found.sent_as)
    assert planted.congress.organisation == found.organisation
    assert ['{"a": 1}', '{"a": 2}', None] == said


def test_whoever_saves_on_an_old_version_changes_nothing(
    catalog: Catalog, planted: Planted, begun: str
) -> None:
    """
    The second of two is refused, and what the first wrote stands.
    """
    assert save(catalog, planted, '"first"', on=1)

    assert not save(catalog, planted, '"second"', on=1)
    with catalog.read() as work:
        assert '"first"' == work.drafts.document(begun, 2)


def test_of_many_at_once_one_wins(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    However they race, one version comes after the first.
    """
    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda n: save(catalog, planted, str(n), on=1), range(4)))

    assert [False, False, False, True] == sorted(saved)


def test_the_border_is_the_subtree(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    Whoever stands above sees it, whoever stands beside does not; the newest change comes first.
    """
    with catalog.begin() as work:
        root = work.organisations.root()
        assert root is not None
        beside = work.organisations.under(root, name="Khác", name_key="khac", level="grassroots")
        work.commit()
    begin(catalog, planted, "d-2", beside, at=LATER)

    with catalog.read() as work:
        assert ["d-2", "d-1"] == [one.id for one in work.drafts.recent(lineage=root.lineage)]
        assert ["d-2"] == [one.id for one in work.drafts.recent(lineage=root.lineage, limit=1)]
        assert ["d-2"] == [one.id for one in work.drafts.recent(lineage=beside.lineage)]
        assert work.drafts.find(begun, lineage=beside.lineage) is None
        assert work.drafts.find(begun, lineage=root.lineage) is not None


def test_old_versions_are_forgotten(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    An evening of saving does not fill the disk.
    """
    for on in range(1, VERSIONS_KEPT + 3):
        save(catalog, planted, str(on), on=on)

    with catalog.read() as work:
        kept = [n for n in range(1, VERSIONS_KEPT + 4) if work.drafts.document(begun, n) is not None]
    assert list(range(4, VERSIONS_KEPT + 4)) == kept


def test_what_was_sent_is_remembered(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    The newest version that was sent counts, in whatever order the news come.
    """
    with catalog.begin() as work:
        work.drafts.sent(begun, version=2, set_id=planted.record.id)
        work.drafts.sent(begun, version=1, set_id="nothing of the kind")
        work.commit()
    with catalog.read() as work:
        found = work.drafts.find(begun, lineage="/")

    assert found is not None
    assert (planted.record.id, 2) == (found.sent_as, found.sent_version)


def test_a_discarded_draft_is_gone(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    It holds people's data, and goes with all its versions.
    """
    with catalog.begin() as work:
        work.drafts.discard(begun)
        work.commit()

    with catalog.read() as work:
        assert work.drafts.find(begun, lineage="/") is None
        assert work.drafts.document(begun, 1) is None


def test_beginning_twice_begins_once(catalog: Catalog, planted: Planted, begun: str) -> None:
    """
    Whoever presses twice gets one draft, and what was typed into it meanwhile stays.
    """
    save(catalog, planted, '"typed"', on=1)
    begin(catalog, planted, begun, planted.congress.organisation)

    with catalog.read() as work:
        found = work.drafts.find(begun, lineage="/")
        assert found is not None
        assert (2, '"typed"') == (found.version, work.drafts.document(begun, 2))


def test_a_draft_outlives_the_set_it_was_begun_from(
    catalog: Catalog, planted: Planted, begun: str, sqlite_model: Path, tmp_path: Path
) -> None:
    """
    When a catalog is made anew and a set cannot be put back, what was typed is carried over all the same.
    """
    shutil.copy(sqlite_model, tmp_path / "anew.db")
    anew = Catalog.open(f"sqlite:///{tmp_path / 'anew.db'}")
    people = {name: rows for name, rows in PEOPLE.items() if name in {"organisation", "account"}}
    drafts = {name: UNSEALED[name] for name in ("draft", "draft_version")}
    with catalog._connect(writes=True) as old, anew._connect(writes=True) as new:
        carry(old, new, {**people, **drafts})
        new.commit()
    with anew.read() as work:
        found = work.drafts.find(begun, lineage=planted.congress.organisation.lineage)
        said = work.drafts.document(begun, 1)
    anew.close()

    assert found is not None
    assert (None, '{"a": 1}') == (found.begun_from, said)
