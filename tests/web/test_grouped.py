"""Papers for each person or vote are one line with a number."""

from __future__ import annotations

from dataclasses import dataclass

from service.web.grouped import FEW, grouped


@dataclass(frozen=True)
class Titled:
    template: str
    title: str
    title_en: str = "Voting card: x"


def test_many_of_one_template_are_one_line() -> None:
    """
    Cards of any pack are told by what their titles have alike; the few minutes of the votes stay one by one.
    """
    cards = [Titled("voting_card", f"Thẻ biểu quyết: Lê {number}") for number in range(FEW + 1)]
    counts = [Titled("count", f"Biên bản {number}") for number in range(FEW)]
    found = grouped([*counts, *cards, Titled("summons", "Giấy triệu tập: Lê An")])

    assert counts == found.single
    assert [("voting_card", "Thẻ biểu quyết", FEW + 1), ("summons", "Giấy triệu tập", 1)] == [
        (one.template, one.title[0], len(one.papers)) for one in found.groups
    ]
