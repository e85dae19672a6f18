"""Terms, ordinals and the targets of the new term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.congress.letters import composed
from service.congress.people import Term
from service.congress.rules.case import Case
from service.congress.rules.rule import Fault, Figures, Rule
from service.congress.rules.rule_set import Words
from service.congress.wording import roman

_STRICTLY = re.compile(r"\b(?<!không )(?:trên|hơn|dưới) +(?=\d)")
_YEARS = re.compile(r"[Nn]hiệm kỳ (?:\w+ )?([12][0-9]{3}) ?[-‐‑‒–—] ?([12][0-9]{3})(?![0-9])")
_OR_EQUAL = re.compile(r"\b(?:trở lên|trở xuống|ít nhất|tối thiểu|tối đa|không quá)\b")


def _terms(case: Case) -> Iterator[tuple[str, Term | None]]:
    yield "/term", case.term
    yield "/outgoing_term", case.congress.outgoing_term
    if delegation := case.congress.upper_delegation:
        yield "/upper_delegation/term", delegation.term


def _reversed(case: Case) -> Iterator[Fault]:
    for pointer, term in _terms(case):
        if term and term.end <= term.start:
            yield Fault(pointer=pointer, figures={"start": str(term.start), "end": str(term.end)})


def _length(case: Case) -> Iterator[Fault]:
    length = case.rule_set.term_length
    if not length:
        return
    # The new term needs its reason now; the outgoing one had its own, and is doubted only beyond what may be shifted.
    for pointer, term, months in (
        ("/term", case.term, 0),
        ("/outgoing_term", case.congress.outgoing_term, length.shift_months),
    ):
        years = term.end - term.start if term else 0
        if months is not None and years > 0 and 12 * abs(years - length.years) > months:
            figures: Figures = {"term": str(term), "years": years, "usual": length.years}
            if length.shift_months is not None:
                figures["months"] = length.shift_months
            yield Fault(pointer=pointer, figures=figures, words={"limit": _limit(length.shift_months)})


def _limit(months: int | None) -> Words:
    if months is None:
        return Words(vi="", en="")
    return Words(vi=f" (không quá {months} tháng)", en=f" (by at most {months} months)")


def _upper_term(case: Case) -> Iterator[Fault]:
    rule, term, congress = case.rule_set.term_length, case.term, case.congress
    upper = congress.upper_term or (congress.upper_delegation.term if congress.upper_delegation else None)
    if not rule or not term or not upper or upper.end <= upper.start:
        return
    if not rule.follows_upper and not _is_first(case):
        return
    # A lower union holds its congress before the upper one, so the years of their terms may differ by one.
    fitting = {upper.end - 1, upper.end, upper.end + 1} | _joined(case, term, upper)
    if term.end not in fitting:
        yield Fault(pointer="/term", figures={"term": str(term), "upper": str(upper)})


def _joined(case: Case, term: Term, upper: Term) -> set[int]:
    """The end of the next upper term, where a first term is short enough to take it in; years are all we know."""
    rule = case.rule_set.term_length
    if not rule or rule.joined_below_months is None or not _is_first(case):
        return set()
    fewest_months = 12 * (upper.end - term.start - 1)
    return {upper.end + rule.years} if fewest_months < rule.joined_below_months else set()


def _is_first(case: Case) -> bool:
    """Whether this is the first term of a new union."""
    return case.congress.ordinal == 1 or case.congress.formation in {"new", "merged_new_name"}


def _new_name(case: Case) -> Iterator[Fault]:
    ordinal = case.congress.ordinal
    if case.congress.formation in {"new", "merged_new_name"} and ordinal is not None and ordinal > 1:
        nth = roman(ordinal)
        yield Fault(pointer="/ordinal", figures={"ordinal": ordinal}, words={"nth": Words(vi=nth, en=nth)})


def _years_differ(case: Case) -> Iterator[Fault]:
    known = {(term.start, term.end) for _, term in (*_terms(case), ("", case.congress.upper_term)) if term}
    for pointer, text in _texts(case):
        found = ((int(match[1]), int(match[2])) for match in _YEARS.finditer(composed(text)))
        for years in dict.fromkeys(found):
            is_near = any(years[0] == start or years[1] == end for start, end in known)
            if case.term and is_near and years not in known:
                written = f"{years[0]}-{years[1]}"
                yield Fault(pointer=pointer, figures={"written": written, "term": str(case.term)})


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """The texts that are printed as they stand and may name a term."""
    congress = case.congress
    if congress.upper_delegation:
        yield "/upper_delegation/congress", congress.upper_delegation.congress
    lists: dict[str, tuple[str, ...]] = {
        "/assessment/limits": congress.assessment.limits,
        "/assessment/lessons": congress.assessment.lessons,
        "/assessment/results": tuple(one.text for one in congress.assessment.results),
        "/resolution/heard": congress.resolution.heard,
        "/resolution/goals": congress.resolution.goals,
        "/resolution/tasks": congress.resolution.tasks,
        "/minutes/steps": tuple(f"{step.title}\n{step.text or ''}" for step in congress.minutes.steps),
    }
    for pointer, held in lists.items():
        yield from ((f"{pointer}/{index}", text) for index, text in enumerate(held))


def _outgoing_after_term(case: Case) -> Iterator[Fault]:
    outgoing, term = case.congress.outgoing_term, case.term
    if outgoing and term and outgoing.end > term.start:
        yield Fault(pointer="/outgoing_term", figures={"outgoing": str(outgoing), "term": str(term)})


def _far_from_opening(case: Case) -> Iterator[Fault]:
    opened, term = case.congress.opened_on, case.term
    if opened and term and abs(opened.year - term.start) > 1:
        yield Fault(pointer="/term", figures={"opened": opened, "term": str(term)})


def _committee_ordinal(case: Case) -> Iterator[Fault]:
    ordinal, committee = case.congress.ordinal, case.congress.executive_committee
    if ordinal is not None and committee and committee.ordinal is not None and committee.ordinal != ordinal:
        figures = {"committee": committee.ordinal, "congress": ordinal}
        nth, other = roman(ordinal), roman(committee.ordinal)
        words = {"nth": Words(vi=nth, en=nth), "other": Words(vi=other, en=other)}
        yield Fault(pointer="/executive_committee/ordinal", figures=figures, words=words)


def _outgoing_ordinal(case: Case) -> Iterator[Fault]:
    ordinal, outgoing = case.congress.ordinal, case.congress.outgoing_ordinal
    if ordinal is not None and outgoing is not None and outgoing != ordinal - 1:
        nth, other = roman(ordinal), roman(outgoing)
        words = {"nth": Words(vi=nth, en=nth), "other": Words(vi=other, en=other)}
        yield Fault(
            pointer="/outgoing_ordinal",
            figures={"outgoing_ordinal": outgoing, "ordinal": ordinal},
            words=words,
        )


def _first_with_outgoing(case: Case) -> Iterator[Fault]:
    outgoing = case.congress.outgoing_term
    if case.congress.ordinal == 1 and outgoing:
        yield Fault(pointer="/ordinal", figures={"outgoing": str(outgoing)})


def _double_qualifier(case: Case) -> Iterator[Fault]:
    for index, target in enumerate(case.congress.resolution.targets):
        phrase = composed(target.phrase or "").casefold()
        if _STRICTLY.search(phrase) and _OR_EQUAL.search(phrase):
            yield Fault(
                pointer=f"/resolution/targets/{index}/phrase",
                figures={"number": index + 1, "phrase": target.phrase or ""},
            )


def _part_of_unknown(case: Case) -> Iterator[Fault]:
    targets = case.congress.resolution.targets
    for index, target in enumerate(targets):
        if target.part_of is not None and (target.part_of > len(targets) or target.part_of == index + 1):
            figures = {"number": index + 1, "part_of": target.part_of, "targets": len(targets)}
            yield Fault(pointer=f"/resolution/targets/{index}/part_of", figures=figures)


RULES = (
    Rule(
        code="term.reversed",
        find=_reversed,
        vi="Nhiệm kỳ bắt đầu năm {start} nhưng kết thúc năm {end}. Xem lại hai năm này.",
        en="The term begins in {start} but ends in {end}. Look at both years.",
    ),
    Rule(
        code="term.length",
        find=_length,
        provision=lambda rule_set: rule_set.term_length,
        vi="Nhiệm kỳ {term} dài {years} năm thay vì {usual} năm. Kiểm tra xem công đoàn cấp trên có văn bản cho điều chỉnh "
        "nhiệm kỳ không{limit}.",
        en="The term {term} is {years} years long instead of {usual}. Check that the upper union has agreed to shift "
        "it{limit}.",
    ),
    Rule(
        code="term.unlike_upper",
        find=_upper_term,
        provision=lambda rule_set: rule_set.term_length,
        vi="Nhiệm kỳ {term} không kết thúc cùng nhiệm kỳ {upper} của công đoàn cấp trên. Nhiệm kỳ của cấp dưới được điều "
        "chỉnh theo cấp trên; kiểm tra các năm hoặc văn bản cho phép.",
        en="The term {term} does not end with the term {upper} of the upper union, to which it is adjusted. Check the years, "
        "or what allows it.",
    ),
    Rule(
        code="term.years_differ",
        find=_years_differ,
        severity="warning",
        vi="Lời văn ghi nhiệm kỳ {written}, không phải nhiệm kỳ mới {term}, nhiệm kỳ trước hay nhiệm kỳ của cấp trên. Xem lại "
        "các năm.",
        en="The text says the term {written}, which is not the new term {term}, nor the outgoing one, nor that of the upper "
        "union. Look at the years.",
    ),
    Rule(
        code="term.far_from_opening",
        find=_far_from_opening,
        severity="warning",
        vi="Đại hội khai mạc ngày {opened}, cách xa năm đầu của nhiệm kỳ {term}. Xem lại ngày khai mạc và nhiệm kỳ.",
        en="The congress opens on {opened}, far from the first year of the term {term}. Look at the day and the term.",
    ),
    Rule(
        code="outgoing_term.after_term",
        find=_outgoing_after_term,
        vi="Nhiệm kỳ trước {outgoing} không kết thúc trước khi nhiệm kỳ mới {term} bắt đầu. Xem lại các năm.",
        en="The outgoing term {outgoing} does not end before the new term {term} begins. Look at the years.",
    ),
    Rule(
        code="ordinal.committee_differs",
        find=_committee_ordinal,
        vi="Đại hội lần thứ {nth} bầu ban chấp hành khóa {nth}, ở đây ghi khóa {other}. Xem lại số khóa và số "
        "lần đại hội.",
        en="Congress number {nth} elects committee number {nth}, but {other} is given. Look at both.",
    ),
    Rule(
        code="ordinal.outgoing_differs",
        find=_outgoing_ordinal,
        vi="Tại đại hội lần thứ {nth} báo cáo là của ban chấp hành khóa ngay trước đó, ở đây ghi khóa {other}. Xem lại số "
        "khóa và số lần đại hội.",
        en="At congress number {nth} the committee just before it reports, but number {other} is given. Look at both.",
    ),
    Rule(
        code="ordinal.new_name",
        find=_new_name,
        provision=lambda rule_set: rule_set.ordinals,
        vi="Đơn vị mới thành lập hoặc hợp nhất với tên mới thì đại hội là lần thứ nhất, ở đây ghi lần thứ {nth}. Xem lại số "
        "lần đại hội, hoặc nguồn gốc của đơn vị.",
        en="The congress of a new union, or of a merged one with a new name, is the first, but {nth} is given. Look at the "
        "ordinal, or at what the union came from.",
    ),
    Rule(
        code="ordinal.first_with_outgoing",
        find=_first_with_outgoing,
        severity="warning",
        vi="Đại hội lần thứ nhất nhưng lại có nhiệm kỳ trước {outgoing}. Xem lại số lần đại hội hoặc bỏ nhiệm kỳ trước.",
        en="This is the first congress, yet there is an outgoing term {outgoing}. Look at the ordinal, or remove the term.",
    ),
    Rule(
        code="target.double_qualifier",
        find=_double_qualifier,
        severity="warning",
        vi="Chỉ tiêu {number}: “{phrase}” dùng hai cách nói trái nhau: một cách tính cả mức đó, một cách không tính. Chọn một, ví "
        "dụ “trên …” hoặc “từ … trở lên”.",
        en="Target {number}: “{phrase}” says at once that this amount counts and that it does not. Choose one, such as "
        "“trên …” or “từ … trở lên”.",
    ),
    Rule(
        code="target.part_of_unknown",
        find=_part_of_unknown,
        vi="Chỉ tiêu {number} là một phần của chỉ tiêu {part_of}, nhưng không có chỉ tiêu đó (có {targets} chỉ tiêu) hoặc đó "
        "là chính nó. Xem lại số của chỉ tiêu.",
        en="Target {number} is a part of target {part_of}, which does not exist (there are {targets}) or is itself. Look "
        "at the number.",
    ),
)
