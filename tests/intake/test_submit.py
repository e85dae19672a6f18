"""Accepting congress data: once for each key, whole or not at all, inside one's own subtree."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from service.bootstrap import Services
from service.catalog import AccountRecord, Role
from service.intake.belonging import object_id
from service.intake.refused import DataRefused, KeyReused, NotYours


def counts(services: Services) -> tuple[int, int]:
    """How many sets there are and how much work is promised."""
    with services.catalog.read() as work:
        return len(work.sets.recent(lineage="/", limit=1000)), len(work.outbox.due(at=work.now(), limit=1000))


def account_at(services: Services, path: str, *, role: Role = "secretary") -> AccountRecord:
    place = services.access.organisation_at(path)
    return services.access.add_account(
        name=f"{role} {path}", role=role, organisation=place, password="mật khẩu đủ dài"
    )


class TestBallots:
    def test_the_audit_log_keeps_how_many_ballots_are_printed(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        Vote and number, once for each ballot paper; no name of anybody.
        """
        data = json.loads(complete)
        data["elections"][0]["ballot"] = {"spare": 4}
        set_id = services.submit(json.dumps(data).encode(), account=administrator, key="k").set_id

        with services.catalog.read() as work:
            assert ["ballots_to_print"] == work.audit.events(f"{set_id} executive_committee/1 35")
            assert ["ballots_to_print"] == work.audit.events(f"{set_id} upper_delegates/1 31")


class TestIdempotency:
    def test_the_same_key_and_body_give_the_same_set(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        A client that lost the answer asks again and learns the same set.
        """
        first = services.submit(complete, account=administrator, key="k")
        second = services.submit(complete, account=administrator, key="k")

        assert (first.set_id, True, False) == (second.set_id, first.new, second.new)
        assert 1 == counts(services)[0]

    def test_the_same_key_with_another_body_is_refused(
        self, services: Services, administrator: AccountRecord, complete: bytes, published: bytes
    ) -> None:
        """
        A key names one submission.
        """
        services.submit(complete, account=administrator, key="k")
        before = counts(services)

        with pytest.raises(KeyReused):
            services.submit(published, account=administrator, key="k")

        assert before == counts(services)

    def test_many_at_once_with_one_key_make_one_set(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        A double click, two tabs, a proxy that retries.
        """
        with ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(lambda _: services.submit(complete, account=administrator, key="k"), range(16))
            )

        assert 1 == len({answer.set_id for answer in answers})
        assert 1 == sum(answer.new for answer in answers)
        assert 1 == counts(services)[0]

    def test_keys_of_two_accounts_are_apart(
        self, services: Services, administrator: AccountRecord, published: bytes, complete: bytes
    ) -> None:
        """
        Nobody can learn or block another's submission by guessing a key.
        """
        other = account_at(services, "", role="administrator")

        first = services.submit(published, account=administrator, key="k")
        second = services.submit(complete, account=other, key="k")

        assert first.set_id != second.set_id


class TestRefusal:
    def test_wrong_data_leave_nothing_behind(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        All faults come back, and no row is written, not even the key.
        """
        value = json.loads(complete)
        value["attendance"]["present"] = 10**6

        with pytest.raises(DataRefused) as refused:
            services.submit(json.dumps(value).encode(), account=administrator, key="k")

        assert any(found.severity == "error" for found in refused.value.findings)
        assert (0, 0) == counts(services)
        assert services.submit(complete, account=administrator, key="k").new

    def test_a_failure_in_the_middle_leaves_nothing_behind(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        Edition, set, documents and outbox are one transaction.
        """
        ids = iter(["11111111-1111-4111-8111-111111111111"])

        with pytest.raises(StopIteration):
            replace(services.submit, new_id=lambda: next(ids))(complete, account=administrator, key="k")

        assert (0, 0) == counts(services)


class TestBorders:
    @pytest.fixture
    def tree(self, services: Services, administrator: AccountRecord, complete: bytes) -> None:
        """The organisations of the example are there."""
        services.submit(complete, account=administrator, key="tree")

    @pytest.mark.usefixtures("tree")
    @pytest.mark.parametrize(
        "path", ["Công đoàn Viên chức tỉnh", "Công đoàn Viên chức tỉnh / Công đoàn cơ sở Sở Công thương"]
    )
    def test_the_union_and_those_above_it_may_submit(
        self, services: Services, complete: bytes, path: str
    ) -> None:
        """
        Both mean the same congress.
        """
        set_id = services.submit(complete, account=account_at(services, path), key="k").set_id

        with services.catalog.read() as work:
            assert 1 == len({one.congress_id for one in work.sets.recent(lineage="/")})
            assert work.sets.find(set_id) is not None

    @pytest.mark.usefixtures("tree")
    def test_a_neighbour_may_not(self, services: Services, complete: bytes) -> None:
        """
        An organisation outside one's subtree is refused before anything is stored.
        """
        with services.catalog.begin() as work:
            root = work.organisations.root()
            assert root is not None
            work.organisations.under(
                root, name="Công đoàn khác", name_key="cong doan khac", level="grassroots"
            )
            work.commit()
        before = counts(services)

        with pytest.raises(NotYours):
            services.submit(complete, account=account_at(services, "Công đoàn khác"), key="k")

        assert before == counts(services)


class TestObjectId:
    def test_it_is_the_term_and_the_organisations_from_the_top(self) -> None:
        """
        Readable in a file browser.
        """
        expected = "vankien:2023-2028/cong-doan-vien-chuc-tinh.so-cong-thuong"

        assert expected == object_id("2023-2028", ["Công đoàn Viên chức tỉnh", "Sở Công thương"])

    def test_long_paths_are_cut_and_stay_apart(self) -> None:
        """
        A folder's name has a limit; the digest keeps two long ones from meeting.
        """
        names = [f"Công đoàn {number} " + "rất dài " * 10 for number in range(4)]

        first = object_id("2023-2028", [*names, "A"])
        second = object_id("2023-2028", [*names, "B"])

        assert first != second
        assert len(first) <= 240
