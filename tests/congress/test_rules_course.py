"""Who presides, how long the congress takes, and in which order it goes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.people import Delegate, Organ, Organisation, Person, Term
from service.congress.proceedings import Minutes, Session, Step
from service.congress.rules import check, load_rule_set

XIII, KH22 = load_rule_set("TLD-XIII"), load_rule_set("TLD-KH22")
DAY = dt.date(2025, 9, 20)
WHOLE = [
    "Chào cờ",
    "Tuyên bố lý do, giới thiệu đại biểu",
    "Bầu Đoàn Chủ tịch, Đoàn Thư ký, Ban Thẩm tra tư cách đại biểu",
    "Thông qua chương trình, quy chế làm việc",
    "Báo cáo thẩm tra tư cách đại biểu",
    "Diễn văn khai mạc",
    "Báo cáo tổng kết nhiệm kỳ 2020-2025 và phương hướng nhiệm kỳ 2025-2030",
    "Báo cáo kiểm điểm của Ban Chấp hành khóa IV",
    "Thảo luận",
    "Phát biểu chỉ đạo của Công đoàn cấp trên",
    "Bầu cử",
    "Thông qua Nghị quyết Đại hội",
    "Bế mạc",
    "Chào cờ",
]
"""The fourteen steps of HD 38, 7.6."""


def congress(**known: Any) -> Congress:
    about = {
        "format": "vankien/congress/1",
        "organisation": Organisation(name="Công đoàn Sở"),
        "term": Term(start=2025, end=2030),
    }
    return Congress(**(about | known))  # type: ignore[arg-type]  # fields of many types by name


def out_of_order(titles: list[str], **known: Any) -> list[str]:
    steps = tuple(Step(title=title) for title in titles)
    found = check(congress(minutes=Minutes(steps=steps), **known), rule_set=XIII)
    return [finding.pointer for finding in found if finding.code == "minutes.out_of_order"]


def test_the_fourteen_steps_are_in_order() -> None:
    """
    The salute comes first and last, and any step may be missing.
    """
    assert [] == out_of_order(WHOLE)
    assert all([] == out_of_order(WHOLE[:left_out] + WHOLE[left_out + 1 :]) for left_out in range(len(WHOLE)))


@pytest.mark.parametrize("place", range(1, 12))
def test_two_steps_that_change_places_are_noticed(place: int) -> None:
    """
    Whichever two follow one another, but for those that no salute is between.
    """
    changed = [*WHOLE[:place], WHOLE[place + 1], WHOLE[place], *WHOLE[place + 2 :]]

    assert [f"/minutes/steps/{place + 1}/title"] == out_of_order(changed)


def test_what_nobody_knows_and_what_was_prepared_has_no_place() -> None:
    """
    A step of its own name is left alone; so is a preparatory session.
    """
    backwards = WHOLE[::-1]
    preparatory = (Session(kind="preparatory", held_on=DAY),)

    assert [] == out_of_order(["Bế mạc", "Tặng hoa", "Văn nghệ"])
    assert [] == out_of_order(backwards, sessions=preparatory)
    assert [] != out_of_order(backwards)


@pytest.mark.parametrize(
    ("times", "taken"),
    [
        ([(8, 11)], 1),
        ([(7, 8), (8, 11)], 1),
        ([(8, 11), (13, 16)], 2),
        ([(8, 16)], 2),
        ([(None, None)], 1),
    ],
)
def test_sessions_are_counted_in_mornings_and_afternoons(
    times: list[tuple[int | None, int | None]], taken: int
) -> None:
    """
    A preparatory sitting on the same morning is the same session; a day without times counts once.
    """
    sessions = tuple(Session(held_on=DAY, opened_at=at(start), closed_at=at(end)) for start, end in times)
    found = [
        f.figures["sessions"]
        for f in check(congress(sessions=sessions), rule_set=KH22)
        if f.code == "sessions.over_cap"
    ]

    assert found == ([taken] if taken > 1 else [])


def at(hour: int | None) -> dt.time | None:
    return None if hour is None else dt.time(hour)


@pytest.mark.parametrize(("outside", "is_doubted"), [(0, False), (1, False), (2, True)])
def test_a_fifth_of_the_presidium_may_be_honorary(outside: int, is_doubted: bool) -> None:
    """
    HD 238, part 8: one of five.
    """
    delegates = tuple(Delegate(full_name=f"Đại biểu {n}") for n in range(5))
    members = tuple(Person(full_name=f"ĐẠI BIỂU {n + outside}") for n in range(5))
    data = congress(
        form="delegates",
        delegates=delegates,
        attendance={"summoned": 5},
        presidium=Organ(members=members),
    )

    assert is_doubted == (
        "presidium.not_delegates" in {finding.code for finding in check(data, rule_set=XIII)}
    )
