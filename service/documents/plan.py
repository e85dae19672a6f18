"""Which papers a congress owes, which of them can be made now, and what keeps the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.congress.finding import Finding
from service.congress.model import UNION, Congress
from service.congress.rules import RuleSet, rule_set_for
from service.documents.deadlines import deadline_notes
from service.documents.paper import Lack, PlannedPaper, State
from service.documents.papers import PAPERS, Types, file_name
from service.documents.papers.paper_type import Owed
from service.documents.requirements import comes_later, is_appointed
from service.documents.templates import TemplateBook, TemplateFile

__all__ = ["Lack", "Plan", "PlannedPaper", "State", "file_name", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every paper owed, always in the same order; `notes` say why a paper one may expect is not owed, and by when what is."""

    papers: tuple[PlannedPaper, ...]
    notes: tuple[tuple[str, str], ...] = ()

    def in_state(self, state: State) -> tuple[PlannedPaper, ...]:
        """The papers in that state, in order."""
        return tuple(paper for paper in self.papers if paper.state == state)

    def paper(self, template: str, subject: str = "") -> PlannedPaper:
        """The paper of that name; KeyError when it is not owed."""
        for paper in self.papers:
            if (paper.template, paper.subject) == (template, subject):
                return paper
        raise KeyError((template, subject))


_PLENARY = (
    "Đại hội toàn thể không bầu Ban Thẩm tra tư cách đại biểu nên không có báo cáo thẩm tra tư cách đại biểu; thay vào đó "
    "là báo cáo tình hình đoàn viên.",
    "A plenary congress has no credentials committee, so no report on credentials is owed; a report on the members takes "
    "its place.",
)


_APPOINTED = (
    "Đơn vị được chỉ định thì không bỏ phiếu nên không có biên bản kiểm phiếu, không có phiếu bầu.",
    "A union whose bodies are appointed does not vote, so no count and no ballot is owed.",
)


_LATER = (
    "Sau đại hội còn có biên bản hội nghị ban chấp hành lần thứ nhất, biên bản kiểm phiếu tại hội nghị, hồ sơ và tờ trình đề "
    "nghị công nhận, thông báo kết quả; các văn bản này được lập khi có dữ liệu của hội nghị đó.",
    "After the congress come the minutes of the first conference of the executive committee and of its counts, the dossier "
    "and the proposal for recognition, and the notice of the results; they are owed once that conference is in the data.",
)


def plan(
    congress: Congress,
    findings: Sequence[Finding],
    book: TemplateBook,
    types: Types = PAPERS,
    *,
    rule_set: RuleSet | None = None,
) -> Plan:
    """
    Every paper that this congress owes, of the `types` of its pack of which the book has the template.

    A paper is ready when its own data is complete and nothing it prints waits for a decision of the congress
    (`findings` of severity `wait`). Other findings are no business of the plan. Time limits are those of the `rule_set`,
    without one of that for the opening day.
    """
    waits = tuple(finding for finding in findings if finding.severity == "wait")
    papers = tuple(
        _planned(owed, book[one.template], waits)
        for one in types.values()
        if one.template in book
        for owed in one.owed(congress)
    )
    papers = tuple(_seeing(paper, papers, types) for paper in papers)
    of_union = congress.pack == UNION
    notes = {
        _PLENARY: of_union and congress.form == "plenary",
        _APPOINTED: of_union and is_appointed(congress),
        _LATER: of_union and comes_later(congress),
    }
    chosen = rule_set or rule_set_for(congress.opened_on, term_start=congress.term.start).rule_set
    limits = deadline_notes(congress, chosen) if of_union else ()
    return Plan(papers=papers, notes=(*(note for note, holds in notes.items() if holds), *limits))


def _seeing(paper: PlannedPaper, papers: tuple[PlannedPaper, ...], types: Types) -> PlannedPaper:
    """`paper` with the others beside it, when its type copies or lists them."""
    if not types[paper.template].looks_beside:
        return paper
    return replace(paper, beside=tuple(other for other in papers if other is not paper))


def _planned(owed: Owed, file: TemplateFile, waits: tuple[Finding, ...]) -> PlannedPaper:
    own = tuple(wait for wait in waits if any(_touches(wait, path) for path in owed.waits_at))
    state: State = "lacking" if owed.lacks else "waiting" if own else "ready"
    return PlannedPaper(
        template=file.id,
        kind=file.kind,
        subject=owed.subject,
        source=owed.source,
        title=file.title + owed.detail[0],
        title_en=file.title_en + owed.detail[1],
        symbol=file.symbol,
        originals=file.originals if owed.originals is None else owed.originals,
        state=state,
        lacks=owed.lacks,
        waits=own,
    )


def _touches(wait: Finding, path: str) -> bool:
    """Whether the finding lies at, under or over the place."""
    return f"{wait.pointer}/".startswith(f"{path}/") or f"{path}/".startswith(f"{wait.pointer}/")
