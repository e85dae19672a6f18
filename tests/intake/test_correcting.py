"""Corrections say why: what is asked of other data for a congress whose papers stand already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.intake.refused import DataRefused
from service.intake.workbook.write import filled_workbook
from tests.intake.forms import form_of
from tests.working import ROOT, services_in, work_off

WHY = "Sửa phương châm"


@pytest.fixture(scope="module")
def services(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One set is sealed, and asked about by every test here."""
    with services_in(tmp_path_factory.mktemp("correcting"), sqlite_model) as built:
        yield built


@pytest.fixture(scope="module")
def administrator(services: Services) -> AccountRecord:
    return services.access.ensure_administrator(ROOT)


@pytest.fixture(scope="module")
def data(complete: bytes) -> dict[str, Any]:
    """The complete example without cards."""
    held: dict[str, Any] = json.loads(complete)
    del held["delegates"]
    return held


@pytest.fixture(scope="module")
def sealed(services: Services, administrator: AccountRecord, data: dict[str, Any]) -> str:
    """The set that stands."""
    set_id = services.submit(as_json(data), account=administrator, key="1").set_id
    work_off(services)
    return set_id


def as_json(data: dict[str, Any]) -> bytes:
    return json.dumps(data).encode()


WAYS = {
    "json": (as_json, None, ""),
    "workbook": (filled_workbook, None, "Đại hội!"),
    "form": (form_of, "application/x-www-form-urlencoded", ""),
}


@pytest.mark.usefixtures("sealed")
class TestAsked:
    @pytest.mark.parametrize("way", WAYS)
    def test_other_data_without_a_reason_are_refused(
        self, services: Services, administrator: AccountRecord, data: dict[str, Any], way: str
    ) -> None:
        """
        One fault, at the field (and in the cell) where the reason belongs; nothing is stored.
        """
        write, media_type, cell = WAYS[way]
        raw = write({**data, "motto": "Đoàn kết"})

        with pytest.raises(DataRefused) as refused:
            services.submit(raw, account=administrator, key=way, media_type=media_type)  # type: ignore[arg-type]  # of the table above

        (found,) = (one for one in refused.value.findings if one.severity == "error")
        assert ("correction.reason_missing", "/reason") == (found.code, found.pointer)
        assert found.cell.startswith(cell)
        assert bool(cell) == bool(found.cell)

    def test_a_preview_says_it_too(
        self, services: Services, administrator: AccountRecord, data: dict[str, Any]
    ) -> None:
        """
        Whoever looks before sending learns it before sending.
        """
        other = as_json({**data, "motto": "Đoàn kết"})

        assert not services.submit.preview(other, account=administrator).reading.is_acceptable
        assert services.submit.preview(as_json(data), account=administrator).reading.is_acceptable
        reason = as_json({**data, "motto": "Đoàn kết", "reason": WHY})
        assert services.submit.preview(reason, account=administrator).reading.is_acceptable

    def test_another_congress_needs_none(
        self, services: Services, administrator: AccountRecord, data: dict[str, Any]
    ) -> None:
        """
        The first edition of another union corrects nothing.
        """
        other = {**data, "organisation": {**data["organisation"], "name": "Công đoàn cơ sở Trường Chính trị"}}

        assert services.submit(as_json(other), account=administrator, key="other").new


class TestSentAgain:
    def test_the_same_data_need_no_reason_and_make_nothing(
        self, services: Services, administrator: AccountRecord, data: dict[str, Any], sealed: str
    ) -> None:
        """
        With the same key or another one, as JSON or as a workbook: the answer is the set that stands.
        """
        for key, raw in (("1", as_json(data)), ("2", as_json(data)), ("3", filled_workbook(data))):
            again = services.submit(raw, account=administrator, key=key)
            assert (sealed, False) == (again.set_id, again.new)


class TestSaid:
    def test_the_reason_stands_with_both_sets(
        self, services: Services, administrator: AccountRecord, data: dict[str, Any]
    ) -> None:
        """
        In the manifest of the new one, and beside the old one wherever it is looked at.
        """
        data = {**data, "organisation": {**data["organisation"], "name": "Công đoàn cơ sở Sở Nội vụ"}}
        first = services.submit(as_json(data), account=administrator, key="4").set_id
        corrected = as_json({**data, "motto": "Đoàn kết", "reason": WHY})
        second = services.submit(corrected, account=administrator, key="5").set_id
        work_off(services)

        old, new = (services.sets.status(one, account=administrator) for one in (first, second))
        assert old
        assert new
        assert (None, WHY) == (old.reason, old.superseded_reason)
        assert (WHY, None) == (new.reason, new.superseded_reason)
        manifest = json.loads(services.archive.root.read(new.congress.object_id, 2, "manifest.json"))
        assert (first, WHY) == (manifest["supersedes"], manifest["reason"])
