"""The fields of the register (sổ đăng ký văn bản; ten columns of NĐ 30/2020/NĐ-CP, Phụ lục IV)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.congress.model import Congress, Mark
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped, number_line
from service.documents.fields.letterhead import Fields, full_name, known
from service.documents.fields.ordinary import issued_by
from service.documents.marks import mark_of
from service.documents.paper import PlannedPaper

Signed = Callable[[PlannedPaper, Congress], str]
"""Who signed a paper, as one line."""

_RECEIVERS = {
    "resolution": "Công đoàn cấp trên; cấp ủy; Ban Chấp hành; các tổ công đoàn",
    "recognition_proposal": "Công đoàn cấp trên",
    "notice": "Công đoàn cấp trên; cấp ủy; các tổ công đoàn",
}
"""Where papers go that leave the congress; the others stay in its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFields:
    """Makes the fields of the register; `signed` says who signed a paper."""

    signed: Signed

    def __call__(self, paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
        """A line for each paper that has a number, in the order of days, then of numbers."""
        entered = sorted(_entered(paper, congress), key=_order)
        return {
            **issued_by(congress.organisation),
            "subject": f"Văn bản của {full_name(congress, spaced=True)} và của Ban Chấp hành sau Đại hội",
            "documents": [self._line(one, mark, congress) for one, mark in entered],
            "closing": f"Sổ có {grouped(len(entered))} văn bản đã được cấp số",
            "signer": keeper(congress),
        }

    def _line(self, paper: PlannedPaper, mark: Mark, congress: Congress) -> Fields:
        day = mark.issued_on
        return {
            "number": number_line(mark.number, paper.symbol).removeprefix("Số: "),
            "day": f"{day.day:02d}/{day.month:02d}/{day.year}" if day else "",
            "subject": paper.title,
            "signer": self.signed(paper, congress),
            "receivers": _receivers(paper, congress),
            "keeper": "Văn thư; hồ sơ Đại hội",
            "copies": f"{paper.originals:02d}",
            "note": "" if day else "Chưa ghi ngày",
        }


def _receivers(paper: PlannedPaper, congress: Congress) -> str:
    if paper.template == "extract":
        return "; ".join(congress.extracts[int(paper.source.rpartition("/")[2])].receivers)
    return _RECEIVERS.get(paper.template, "Hồ sơ Đại hội")


def _entered(paper: PlannedPaper, congress: Congress) -> Iterator[tuple[PlannedPaper, Mark]]:
    for other in paper.beside:
        if other.template == "recognition_decision":
            continue  # the upper union numbers it in a register of its own
        mark = mark_of(other, congress)
        if mark and mark.number is not None:
            yield other, mark


def _order(entry: tuple[PlannedPaper, Mark]) -> tuple[str, int]:
    _, mark = entry
    return (mark.issued_on.isoformat() if mark.issued_on else "9999", mark.number or 0)


def keeper(congress: Congress) -> str:
    """Who keeps the register: the head of the secretariat."""
    return known(congress.secretariat).head.full_name
