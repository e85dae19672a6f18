"""The outbox: claims are exclusive, finishes are fenced, starts are counted."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.catalog import Catalog
from service.catalog.outbox import FARTHEST
from service.documents import work_on
from service.documents.relay import SENT_AGAIN_AFTER
from tests.catalog.planting import NOON, Planted

LEASE = dt.timedelta(seconds=60)
LATER = NOON + 2 * LEASE


def test_work_is_claimed_by_one(catalog: Catalog, planted: Planted) -> None:
    """
    Of many workers at once, one gets the work.
    """

    def claim(_: int) -> bool:
        with catalog.begin() as work:
            claimed = work.outbox.claim(planted.messages[0], at=NOON, lease=LEASE)
            work.commit()
        return claimed is not None

    with ThreadPoolExecutor(8) as pool:
        assert 1 == sum(pool.map(claim, range(16)))


def test_a_claim_that_ran_out_can_be_taken_over(catalog: Catalog, planted: Planted) -> None:
    """
    A frozen worker that wakes after its lease changes nothing any more.
    """
    with catalog.begin() as work:
        frozen = work.outbox.claim(planted.messages[0], at=NOON, lease=LEASE)
        work.commit()
    with catalog.begin() as work:
        second = work.outbox.claim(planted.messages[0], at=LATER, lease=LEASE)
        work.commit()
    assert frozen is not None
    assert second is not None

    with catalog.begin() as work:
        assert not work.outbox.finish(frozen)
        assert not work.outbox.release(frozen, until=NOON)
        assert work.outbox.finish(second)
    assert (1, 2) == (frozen.starts, second.starts)


def test_what_is_held_or_not_due_is_not_sent(catalog: Catalog, planted: Planted) -> None:
    """
    The relay sees what is due and free, and sees it again when the lease has run out.
    """
    held, postponed = planted.messages
    with catalog.begin() as work:
        work.outbox.claim(held, at=NOON, lease=LEASE)
        work.outbox.postpone([postponed], until=NOON + dt.timedelta(minutes=4))
        work.commit()

    with catalog.read() as work:
        assert [] == work.outbox.due(at=NOON)
        assert [held] == work.outbox.due(at=LATER)


def test_due_work_is_parted_by_the_papers_of_its_set(catalog: Catalog, planted: Planted) -> None:
    """
    Each size has a limit of its own, so that what is due of one never hides what is due of another.
    """
    papers = len(planted.documents)
    first, second = planted.messages
    sizes = ((0, papers - 1), (papers, papers), (papers + 1, None))

    with catalog.read() as work:
        assert [[], [first, second], []] == work.outbox.due_by_size(sizes, at=NOON)
        assert [[first, second], [first, second]] == work.outbox.due_by_size(
            ((0, None), (papers, None)), at=NOON
        )
        assert [[first], [first]] == work.outbox.due_by_size(((0, None), (0, papers)), at=NOON, limit=1)


def test_an_orderly_return_gives_the_start_back(catalog: Catalog, planted: Planted) -> None:
    """
    Only starts that ended in nothing count towards giving up.
    """
    for started, expected in ((False, 0), (True, 1)):
        with catalog.begin() as work:
            message = work.outbox.claim(planted.messages[0], at=NOON, lease=LEASE)
            assert message is not None
            work.outbox.release(message, until=NOON, started=started)
            again = work.outbox.claim(planted.messages[0], at=NOON, lease=LEASE)
            assert again is not None

        assert expected + 1 == again.starts


def test_unknown_work_is_nobodys(catalog: Catalog, planted: Planted) -> None:
    """
    A message may outlive its row: it leads to nothing.
    """
    with catalog.begin() as work:
        assert work.outbox.claim(max(planted.messages) + 1000, at=NOON, lease=LEASE) is None


def test_the_oldest_promise_is_known(catalog: Catalog, planted: Planted) -> None:
    """
    Progress is seen by the age of the oldest row, not by living processes.
    """
    with catalog.begin() as work:
        assert NOON == work.outbox.oldest()
        work.outbox.drop(planted.record.id)
        assert work.outbox.oldest() is None


@pytest.mark.parametrize("by", [dt.timedelta(days=20 * 365), dt.timedelta(hours=1)])
def test_a_clock_that_is_set_back_holds_no_work(catalog: Catalog, planted: Planted, by: dt.timedelta) -> None:
    """
    What was claimed or postponed while the clock was years or an hour ahead is due again once it is right, not then.
    """
    held, postponed = planted.messages
    ahead = NOON + by
    with catalog.begin() as work:
        work.outbox.claim(held, at=ahead, lease=LEASE)
        work.outbox.postpone([postponed], until=ahead)
        work.commit()

    with catalog.begin() as work:
        assert {held, postponed} == set(work.outbox.due(at=NOON))
        assert work.outbox.claim(held, at=NOON, lease=LEASE) is not None
    assert max(work_on.LEASE, work_on.AFTER_A_FAULT, SENT_AGAIN_AFTER) < FARTHEST
