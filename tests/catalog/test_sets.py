"""Sets, idempotency and the shelf."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from service.catalog import (
    Catalog,
    LookTooLong,
    RenderedRecord,
    SearchWord,
    ShelfQuery,
    ShelfScope,
    Shelved,
    Tier,
)
from service.congress.text import exact, fold
from tests.catalog.planting import NOON, Planted, plant_set


def seal(catalog: Catalog, planted: Planted, heads: list[str], *, version: int = 1) -> None:
    documents = [
        replace(one, head=fold(head), accented=exact(head), body="")
        for one, head in zip(planted.documents, heads, strict=True)
    ]
    with catalog.begin() as work:
        work.sets.sealed(planted.record, version=version, at=NOON)
        work.shelf.place(
            documents,
            congress_id=planted.congress.id,
            organisation_id=planted.congress.organisation.id,
            lineage=planted.congress.organisation.lineage,
            term=planted.congress.term,
            day=NOON.date(),
            number_keys=["1/nq-dh", None],
        )
        work.commit()


def found(
    catalog: Catalog,
    planted: Planted,
    *,
    tokens: tuple[str, ...] = (),
    number_key: str | None = None,
    before: int | None = None,
    limit: int = 50,
    **scope: Any,
) -> list[Shelved]:
    query = ShelfQuery(
        scope=ShelfScope(**{"lineage": planted.congress.organisation.lineage, **scope}),
        words=tuple(SearchWord(forms=((one,),)) for one in tokens),
        number_key=number_key,
    )
    with catalog.read() as work:
        matches = work.shelf.matching(query, Tier.HEAD, before=before, limit=limit)
        return work.shelf.papers([one.sid for one in matches])


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_words_that_wait_beside_their_index_are_taken_in(catalog: Catalog, planted: Planted) -> None:
    """
    PostgreSQL lays them aside, and every search reads through them; found they are before and after.
    """
    seal(catalog, planted, ["Nghị quyết", "Biên bản"])
    before = found(catalog, planted, tokens=("nghi",))

    with catalog.read() as work:
        work.shelf.take_in_words()
        left = work._connection.execute(_TAKEN_IN).scalars().all()

    assert [0] == left
    assert before == found(catalog, planted, tokens=("nghi",))
    assert 1 == len(before)


_TAKEN_IN = text(
    "SELECT gin_clean_pending_list(inhrelid) FROM pg_inherits WHERE inhparent = 'ix_shelf_words'::regclass"
)
"""How many pages it had to take in, of each term."""


@pytest.mark.parametrize("most", [0, 50])
def test_papers_of_organisations_deep_down_are_found(
    catalog: Catalog, planted: Planted, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """
    Their own and those of organisations below, whether these are few enough to be named or not; nobody else's.
    """
    monkeypatch.setattr("service.catalog.words.gin._MOST_NAMED", most)
    chain = [planted.congress.organisation]
    with catalog.begin() as work:
        for name in ("a", "b", "c"):
            below = work.organisations.under(chain[-1], name=name, name_key=name, level="grassroots")
            chain.append(below)
        beside = work.organisations.under(chain[2], name="d", name_key="d", level="grassroots")
        congress = work.congresses.of(chain[3], term="2023-2028", object_id="vankien:2023-2028/c")
        work.commit()
    seal(catalog, planted, ["Nghị quyết", "Biên bản"])
    seal(catalog, plant_set(catalog, congress, planted.account, "2"), ["Nghị quyết", "Biên bản"])

    here = [
        [one.document.set_id for one in found(catalog, planted, tokens=("nghi",), lineage=lineage)]
        for lineage in (chain[3].lineage, chain[2].lineage, chain[1].lineage, beside.lineage)
    ]

    assert [["s-2"], ["s-2"], ["s-2"], []] == here


def test_where_the_papers_of_a_term_lie(catalog: Catalog, planted: Planted) -> None:
    """
    Of an old term nothing lies among the newest: whoever looks for it begins where its own end.
    """
    seal(catalog, planted, ["Nghị quyết", "Biên bản"])
    with catalog.begin() as work:
        again = work.congresses.of(
            planted.congress.organisation, term="2028-2033", object_id="vankien:2028-2033/so"
        )
        work.commit()
    seal(catalog, plant_set(catalog, again, planted.account, "2"), ["Nghị quyết", "Biên bản"])

    with catalog.read() as work:
        spans = [work.shelf.span(term) for term in ("2023-2028", "2028-2033", None, "2033-2038")]

    assert [(1, 2), (3, 4), (1, 4), (1, 0)] == spans


class TestSets:
    def test_rendering_fills_in_what_it_gave(self, catalog: Catalog, planted: Planted) -> None:
        """
        Only the rendered document moves; the other still waits.
        """
        result = RenderedRecord(
            document_id=planted.documents[0].id,
            sha256="a" * 64,
            fields_sha256="b" * 64,
            size=10,
            milliseconds=3,
            head="nghi quyet",
            accented="",
            body="",
        )
        with catalog.begin() as work:
            work.sets.rendered([result])
            first, second = work.sets.documents(planted.record.id)

            assert ("rendered", "a" * 64, 10) == (first.state, first.sha256, first.size)
            assert ("waiting", None) == (second.state, second.sha256)
            assert 1 == work.sets.waiting(planted.record.id)
            assert {"rendered": 1, "waiting": 1} == work.sets.progress(planted.record.id)

    def test_an_earlier_edition_in_hand_goes_first(self, catalog: Catalog, planted: Planted) -> None:
        """
        Sets of one congress are sealed in the order of their editions.
        """
        later = plant_set(catalog, planted.congress, planted.account, "2")
        with catalog.begin() as work:
            assert not work.sets.earlier_in_hand(planted.record)
            assert work.sets.earlier_in_hand(later.record)
            work.sets.failed(planted.record.id, failure="{}")
            assert not work.sets.earlier_in_hand(later.record)

    def test_the_newest_sealed_set_supersedes_the_one_before(
        self, catalog: Catalog, planted: Planted
    ) -> None:
        """
        The old set stays, visibly superseded, and its papers leave the lists unless asked for.
        """
        later = plant_set(catalog, planted.congress, planted.account, "2")
        seal(catalog, planted, ["cũ", "cũ"])
        seal(catalog, later, ["mới", "mới"], version=2)

        with catalog.read() as work:
            old = work.sets.find(planted.record.id)
            assert old is not None
            assert ("sealed", later.record.id) == (old.state, old.superseded_by)
            newest = work.sets.newest_sealed(planted.congress.id)
        assert newest is not None
        assert (later.record.id, 2) == (newest.id, newest.version)
        assert {later.record.id} == {one.document.set_id for one in found(catalog, planted)}
        assert 4 == len(found(catalog, planted, superseded=True))

    def test_a_set_of_another_subtree_is_not_there(self, catalog: Catalog, planted: Planted) -> None:
        """
        The border is in the query: what lies outside is as if it did not exist.
        """
        with catalog.read() as work:
            assert work.sets.find(planted.record.id, lineage="/elsewhere/") is None
            assert [] == work.sets.recent(lineage="/elsewhere/")


class TestIdempotency:
    def test_one_key_is_taken_once(self, catalog: Catalog, planted: Planted) -> None:
        """
        Of many submissions with one key at once, one is new and the others learn its set.
        """

        def submit(number: int) -> str | None:
            with catalog.begin() as work:
                taken = work.idempotency.claim(
                    account_id=planted.account.id, key="k", body_sha256="b", set_id=str(number), at=NOON
                )
                work.commit()
                return taken.set_id if taken else None

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(submit, range(16)))

        assert 1 == answers.count(None)
        assert {str(answers.index(None))} == {one for one in answers if one is not None}


class TestShelf:
    @pytest.mark.parametrize("asked", ["nghi quyet", "Nghị quyết", "NGHỊ  QUYẾT", "quyết nghị", "rcom jen"])
    def test_words_are_found_with_and_without_accents(
        self, catalog: Catalog, planted: Planted, asked: str
    ) -> None:
        """
        Folded on both sides, so the engine never sees an accent.
        """
        seal(catalog, planted, ["Nghị quyết đại hội, Rcom Jen", "Biên bản kiểm phiếu"])

        titles = [one.document.title for one in found(catalog, planted, tokens=tuple(fold(asked).split()))]

        assert ["Nghị quyết 0"] == titles

    def test_a_word_that_is_not_there_finds_nothing(self, catalog: Catalog, planted: Planted) -> None:
        """
        Every word must occur.
        """
        seal(catalog, planted, ["Nghị quyết đại hội", "Biên bản kiểm phiếu"])

        assert [] == found(catalog, planted, tokens=("nghi", "phieu"))

    def test_pages_follow_one_another_without_gap(self, catalog: Catalog, planted: Planted) -> None:
        """
        The cursor is the last paper shown; newest first.
        """
        seal(catalog, planted, ["một", "hai"])

        first = found(catalog, planted, limit=1)
        second = found(catalog, planted, limit=1, before=first[0].sid)

        assert ["Nghị quyết 1", "Nghị quyết 0"] == [one.document.title for one in first + second]

    def test_number_kind_and_term_narrow(self, catalog: Catalog, planted: Planted) -> None:
        """
        Each filter alone decides.
        """
        seal(catalog, planted, ["một", "hai"])

        assert ["Nghị quyết 0"] == [
            one.document.title for one in found(catalog, planted, number_key="1/nq-dh")
        ]
        assert 2 == len(found(catalog, planted, term="2023-2028", kind="resolution"))
        assert [] == found(catalog, planted, kind="minutes")
        assert [] == found(catalog, planted, term="2018-2023")

    def test_terms_are_counted_by_kind(self, catalog: Catalog, planted: Planted) -> None:
        """
        The first page of the archive.
        """
        seal(catalog, planted, ["một", "hai"])

        with catalog.read() as work:
            root = work.organisations.root()
            assert root is not None
            assert [("2023-2028", "resolution", 2)] == work.shelf.terms(lineage=root.lineage)
            assert [("2023-2028", "resolution", 2)] == work.shelf.terms(
                lineage=planted.congress.organisation.lineage
            )
            assert [] == work.shelf.terms(lineage="/elsewhere/")

    def test_superseded_papers_are_not_counted(self, catalog: Catalog, planted: Planted) -> None:
        """
        The counters follow what is current, for those above as for the organisation itself.
        """
        seal(catalog, planted, ["một", "hai"])
        later = plant_set(catalog, planted.congress, planted.account, "2")
        seal(catalog, later, ["ba", "bốn"], version=2)

        with catalog.read() as work:
            root = work.organisations.root()
            assert root is not None
            assert [("2023-2028", "resolution", 2)] == work.shelf.terms(lineage=root.lineage)

    def test_what_takes_too_long_is_stopped(self, catalog: Catalog, planted: Planted) -> None:
        """
        A look has a time limit, and the next one works.
        """
        endless = {
            "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
            "postgresql": "SELECT count(*) FROM generate_series(1, 1000000000000)",
        }
        with catalog.read() as work:
            connection = work.shelf._connection
            with pytest.raises(LookTooLong), work.shelf.limited(0.1):
                connection.execute(text(endless[connection.dialect.name]))

        assert [] == found(catalog, planted)
