"""How long papers are kept: data that says of itself that nobody has confirmed it."""

from __future__ import annotations

import datetime as dt

import pytest

from service.archive.retention import class_of, past_their_time, retention_classes
from service.catalog import DocumentRecord
from tests.catalog.planting import a_document

SEALED = dt.date(2023, 2, 25)


def document(template: str, issued_on: dt.date | None = None) -> DocumentRecord:
    return a_document("s", 0, template=template, issued_on=issued_on)


def test_every_class_says_how_sure_it_is() -> None:
    """
    No retention table of the unions was found: nothing here may look like the law.
    """
    assert all(not one.verified and "chưa kiểm chứng" in one.source for one in retention_classes())


@pytest.mark.parametrize("template", ["resolution", "minutes", "election_result", "anything_new"])
def test_the_papers_of_a_congress_are_kept_for_ever(template: str) -> None:
    """
    What no class names is permanent: in doubt nothing is listed.
    """
    assert class_of(document(template), retention_classes()).years is None
    far = dt.date(2999, 1, 1)
    assert [] == list(
        past_their_time([document(template)], ended=SEALED, on=far, classes=retention_classes())
    )


@pytest.mark.parametrize(("day", "listed"), [("2028-12-31", False), ("2029-01-01", True)])
def test_years_are_counted_from_the_end_of_the_year(day: str, listed: bool) -> None:
    """
    Five years after 2023 end with the last day of 2028 (Luật Lưu trữ 2024, Điều 15).
    """
    found = list(
        past_their_time(
            [document("credential_card")],
            ended=SEALED,
            on=dt.date.fromisoformat(day),
            classes=retention_classes(),
        )
    )

    assert listed == bool(found)
    assert all(one.kept_until == dt.date(2028, 12, 31) for one in found)
