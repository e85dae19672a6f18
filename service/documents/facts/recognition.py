"""What the papers about recognition print: proposal, list of the dossier, decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from service.congress.afterwards import Enclosure
from service.congress.model import Congress
from service.congress.rules.dossier import missing_enclosures, required_enclosures, sending_ends
from service.congress.rules.recognition import ENCLOSED
from service.congress.rules.rule_set import RuleSet
from service.congress.rules.working_days import UnknownYear
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.officers import body_facts
from service.documents.facts.readers import rows_under, said
from service.documents.facts.reading import LONG_DAY, NUMBER, TERM, day, long_day, roman_number
from service.documents.paper import PlannedPaper

_TITLE, _ORIGINALS, _PAGES = ("ten tai lieu",), ("so ban chinh",), ("so trang",)
_OTHERS = {"resolution": "Nghị quyết đại hội", "other": "Tài liệu khác"}


def recognition_proposal_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Whom it asks to recognise, on what days they were elected, what is enclosed."""
    yield from _recognised(congress)
    last = congress.closed_on or congress.opened_on
    days = (
        ("/closed_on", "ngày đại hội", "day of the congress", "Đại hội", last),
        *_conference_days(congress),
    )
    for key, vi, en, what, held in days:
        if held:
            read = said(rf"^Căn cứ kết quả {what}.* {LONG_DAY}[;.]$", long_day)
            yield one(key, (vi, en), day(held), read)
    yield from body_facts(congress, rule_set)
    yield from _enclosures(congress)


def _conference_days(congress: Congress) -> Iterator[tuple[str, str, str, str, dt.date | None]]:
    held = (
        ("/first_conference/held_on", "Ban Chấp hành", congress.first_conference),
        ("/inspection_conference/held_on", "Ủy ban Kiểm tra", congress.inspection_conference),
    )
    for key, body, conference in held:
        names = (f"ngày hội nghị {body}", f"day of the conference ({key.split('/')[1]})")
        yield key, *names, f"Hội nghị lần thứ nhất {body}", conference.held_on if conference else None


def recognition_dossier_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Until when there is time, what is enclosed, what is missing."""
    yield from _recognised(congress)
    held = congress.first_conference.held_on if congress.first_conference else None
    try:
        last = sending_ends(congress, rule_set)
    except UnknownYear:
        last = None
    if last and held:
        names = ("hạn gửi hồ sơ", "last day for sending the dossier")
        read = said(rf"chậm nhất {LONG_DAY}", long_day)
        yield one("/recognition/sent_on/last", names, day(last.day), read)
        names = ("ngày hội nghị Ban Chấp hành", "day of the conference (first_conference)")
        read = said(rf"kể từ Hội nghị {LONG_DAY}", long_day)
        yield one("/first_conference/held_on", names, day(held), read)
    yield from _enclosures(congress)
    names = ("tình trạng của từng tài liệu", "whether each paper is there")
    states = [
        f"{title}: {'Đã có' if paper and paper.enclosed else 'Còn thiếu'}"
        for title, paper in _enclosed(congress)
    ]
    yield series("/recognition/dossier/states", names, states, rows_under(None, _TITLE, ("tinh trang",)))
    missing = len(missing_enclosures(congress))
    names = ("số loại tài liệu còn thiếu", "how many papers are missing")
    read = said(rf"^Còn thiếu ({NUMBER}) loại tài liệu")
    yield series("/recognition/dossier/missing", names, [missing] if missing else [], read)


def recognition_decision_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """Whom it recognises, for which term, from when."""
    yield from _recognised(congress)
    yield from body_facts(congress, rule_set)
    names = ("nhiệm kỳ hoạt động", "term of those recognised")
    read = said(rf"hoạt động trong nhiệm kỳ {TERM}", "{}-{}".format)
    yield one("/term/of_office", names, str(congress.term), read)
    decision = congress.recognition.decision if congress.recognition else None
    if decision:
        start = day(decision.effective_on) if decision.effective_on else "ngày ký"
        names = ("ngày có hiệu lực", "from when the decision holds")
        read = said(rf"có hiệu lực kể từ (?:{LONG_DAY}|ngày ký)", _start)
        yield one("/recognition/decision/effective_on", names, start, read)
    proposed = next((mark.issued_on for mark in congress.marks if mark.kind == "recognition_proposal"), None)
    if proposed:
        names = ("ngày của tờ trình", "day of the proposal")
        yield one(
            "/recognition/proposed_on", names, day(proposed), said(rf"tại Tờ trình {LONG_DAY}", long_day)
        )


def _start(*found: str | None) -> str:
    return long_day(*map(str, found)) if found[0] else "ngày ký"


def _recognised(congress: Congress) -> Iterator[Fact]:
    """The committee with its number and its term, wherever it is said to be recognised."""
    ordinal = congress.executive_committee.ordinal if congress.executive_committee else None
    if ordinal:
        names = ("khóa và nhiệm kỳ được công nhận", "ordinal and term that are recognised")
        read = said(
            rf"công nhận Ban Chấp hành .+? khóa ([IVXLC]+)\b[^;\n]*?nhiệm kỳ {TERM}",
            lambda nth, start, end: f"{roman_number(nth)}, {start}-{end}",
        )
        yield one("recognised", names, f"{ordinal}, {congress.term}", read)


def _enclosures(congress: Congress) -> Iterator[Fact]:
    """Every paper of the dossier with its originals and sheets, blanks where nobody knows."""
    names = ("tài liệu trong hồ sơ, số bản, số trang", "papers of the dossier, originals, sheets")
    expected = [f"{title}: {_figures(paper)}" for title, paper in _enclosed(congress)]
    yield series("/recognition/dossier", names, expected, rows_under(None, _TITLE, _ORIGINALS, _PAGES))


def _enclosed(congress: Congress) -> Iterator[tuple[str, Enclosure | None]]:
    """What belongs into the dossier, in its order, then what else is in it."""
    recorded = congress.recognition.dossier if congress.recognition else ()
    required = list(required_enclosures(congress))
    for kind in required:
        words = ENCLOSED[kind].vi
        yield words[0].upper() + words[1:], next((paper for paper in recorded if paper.kind == kind), None)
    for paper in recorded:
        if paper.enclosed and paper.kind not in required:
            yield paper.title or _OTHERS.get(paper.kind, _OTHERS["other"]), paper


def _figures(paper: Enclosure | None) -> str:
    if not paper or not paper.enclosed:
        return ": "
    originals = f"{paper.originals:02d}" if paper.originals else ""
    pages = f"{paper.pages:,}".replace(",", ".") if paper.pages else ""
    return f"{originals}: {pages}"
