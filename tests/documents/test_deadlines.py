"""The plan says by when the dossier must be sent and decided on, how that was counted, and by what right."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.afterwards import Decision, Recognition, Signer
from service.congress.conferences import Conference
from service.congress.model import Congress
from service.congress.people import Organisation, Term
from service.congress.rules import load_rule_set
from service.congress.rules.working_days import the_calendar
from service.documents.deadlines import deadline_notes
from service.documents.plan import plan
from service.documents.templates import TemplateBook

KH22, XII, XI = load_rule_set("TLD-KH22"), load_rule_set("TLD-XII"), load_rule_set("TLD-XI")
HELD = dt.date(2025, 8, 26)


def congress(**known: Any) -> Congress:
    about: dict[str, Any] = {
        "format": "vankien/congress/1",
        "organisation": Organisation(name="Công đoàn Sở"),
        "term": Term(start=2025, end=2030),
        "opened_on": dt.date(2025, 8, 25),
    }
    return Congress(**(about | known))


def test_the_last_day_jumps_over_the_national_day() -> None:
    """
    Ten working days after Tuesday 26 August 2025: the four days around 2 September are named and not counted.
    """
    (note,) = deadline_notes(congress(first_conference=Conference(held_on=HELD)), KH22)

    assert (
        "Hồ sơ đề nghị công nhận phải gửi công đoàn cấp trên chậm nhất ngày 11/09/2025: 10 ngày làm việc kể từ hội nghị ban "
        "chấp hành lần thứ nhất (26/08/2025), không tính thứ Bảy, Chủ nhật và ngày nghỉ (Quốc khánh). Căn cứ: Mục 10.4đ "
        "Hướng dẫn 38/HD-TLĐ năm 2024.",
        "The dossier for recognition must be sent to the upper union by 2025-09-11: 10 working days from the first conference "
        "of the executive committee (2025-08-26), without weekends and days off (National Day). By: Mục 10.4đ Hướng dẫn "
        "38/HD-TLĐ năm 2024.",
    ) == note


@given(held=st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 10)))
def test_the_last_day_is_a_day_on_which_offices_work(held: dt.date) -> None:
    """
    Whatever the day of the conference: a working day, the tenth after it.
    """
    (note,) = deadline_notes(congress(first_conference=Conference(held_on=held)), KH22)
    last = dt.date.fromisoformat(note[1].partition(" by ")[2][:10])

    days = [held + dt.timedelta(days=n) for n in range(1, (last - held).days + 1)]
    assert the_calendar().is_working_day(last)
    assert 10 == sum(map(the_calendar().is_working_day, days))


def test_what_is_not_confirmed_is_said() -> None:
    """
    No text of the twelfth term was read: the note gives the day, and sends the secretary to the upper union.
    """
    (note,) = deadline_notes(congress(first_conference=Conference(held_on=dt.date(2023, 2, 15))), XII)

    assert "chậm nhất ngày 02/03/2023: 15 ngày kể từ" in note[0]
    assert note[0].endswith("hãy hỏi lại công đoàn cấp trên.")
    assert note[1].endswith("ask the upper union.")


def test_a_year_without_its_days_off_is_not_guessed() -> None:
    """
    The limit is said, the last day is not.
    """
    (note,) = deadline_notes(congress(first_conference=Conference(held_on=dt.date(2022, 3, 1))), KH22)

    assert "chưa có lịch nghỉ lễ, Tết của năm 2022" in note[0]
    assert "the days off of 2022 are not entered" in note[1]


RECEIVED = dt.date(2025, 9, 5)
DECIDED = Decision(signer=Signer(full_name="Phan Văn Khoa"))


@pytest.mark.parametrize(
    ("recognition", "must"),
    [
        (None, "Hồ sơ đề nghị công nhận phải gửi"),
        (Recognition(), "Hồ sơ đề nghị công nhận phải gửi"),
        (Recognition(sent_on=RECEIVED), None),
        (Recognition(sent_on=RECEIVED, received_on=RECEIVED), "Công đoàn cấp trên phải quyết định"),
        (Recognition(received_on=RECEIVED, decision=DECIDED), None),
    ],
)
def test_a_limit_is_said_while_it_runs(recognition: Recognition | None, must: str | None) -> None:
    """
    Until the dossier is sent, then from its arrival until the decision.
    """
    data = congress(first_conference=Conference(held_on=HELD), recognition=recognition)
    notes = [vi for vi, _ in deadline_notes(data, KH22)]

    assert ([must] if must else []) == [note[: len(must or "")] for note in notes]


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"first_conference": Conference()},
        {
            "first_conference": Conference(held_on=HELD),
            "organisation": Organisation(name="Tổng Liên đoàn", level="national"),
        },
    ],
)
def test_nothing_is_said_where_nothing_runs(known: dict[str, Any]) -> None:
    """
    Before the conference, and at the top, where nobody recognises anybody.
    """
    assert [] == list(deadline_notes(congress(**known), KH22))
    assert [] == list(deadline_notes(congress(**known), XI))


def test_the_plan_holds_the_note_by_the_rule_set_of_the_edition(book: TemplateBook) -> None:
    """
    Without one it is the set of the opening day.
    """
    data = congress(first_conference=Conference(held_on=HELD))

    assert set(deadline_notes(data, KH22)) <= set(plan(data, [], book, rule_set=KH22).notes)
    assert set(deadline_notes(data, XII)) <= set(plan(data, [], book, rule_set=XII).notes)
    assert set(plan(data, [], book).notes) & set(deadline_notes(data, load_rule_set("TLD-XIII")))
