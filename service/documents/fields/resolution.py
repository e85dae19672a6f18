"""The fields of the resolution of the congress (nghị quyết đại hội)."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.resolution import Achievement, Target
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped, long_date, roman, target_phrase, term_range
from service.documents.fields.letterhead import (
    Fields,
    annexed_to,
    capital,
    date_line,
    days,
    full_name,
    hand_vote,
    known,
    letterhead,
    listed,
    people,
    voters,
)
from service.documents.fields.results import (
    alternates,
    committee_members,
    decision_of,
    direct_chair,
    elected_to,
)
from service.documents.offices import NBSP, committee, outgoing_term_name, term_words, upper_congress
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed

_CADENCES = {"yearly": "Hằng năm", "term": "Trong nhiệm kỳ", None: ""}


def resolution_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the resolution. Raises NotReady when its data is not complete."""
    assessment, resolved = congress.assessment, congress.resolution
    return {
        **letterhead(paper, congress),
        "date_line": date_line(paper, congress),
        "subject": full_name(congress, spaced=True),
        "opening": _opening(congress),
        "heard": listed(resolved.heard),
        "outgoing_term": outgoing_term_name(congress),
        "term": term_range(congress.term.start, congress.term.end),
        "results": listed([_achievement(result) for result in assessment.results]),
        "limits": listed(assessment.limits),
        "lessons": listed(assessment.lessons),
        "motto": _quoted(congress.motto),
        "goals": listed(resolved.goals),
        "targets": _targets(resolved.targets),
        "tasks": listed(resolved.tasks),
        **_elected(congress, rule_set),
        "annexed_to": annexed_to("Nghị quyết", paper, congress),
        "adoption": _adoption(congress),
        "receivers": _receivers(congress),
        "signer": known(congress.presidium).head.full_name,
    }


def _receivers(congress: Congress) -> list[str]:
    """The union above, the Party committee, the new committee and those below it."""
    organisation = congress.organisation
    ordinal = roman(known(known(congress.executive_committee).ordinal))
    at_base = organisation.level == "grassroots"
    receivers = [
        *([f"{organisation.upper.name} (để b/c)"] if organisation.upper else []),
        "Cấp ủy, lãnh đạo cơ quan (để b/c)" if at_base else "Cấp ủy cùng cấp (để b/c)",
        f"Ban Chấp hành khóa {ordinal} (để t/h)",
        "Các tổ công đoàn, đoàn viên (để t/h)" if at_base else "Các công đoàn cấp dưới (để t/h)",
    ]
    return [receiver.replace("(để ", f"(để{NBSP}") for receiver in receivers]


def _opening(congress: Congress) -> str:
    when = days(known(congress.opened_on), known(congress.closed_on))
    who = f"{grouped(known(congress.attendance.present))} {voters(congress)}"
    if congress.form == "delegates":
        who += f", đại diện cho {grouped(known(congress.attendance.members_represented))} đoàn viên"
    return f"{full_name(congress)} được tổ chức {when} tại {known(congress.venue)}, với sự tham dự của {who}."


def _quoted(motto: str | None) -> str:
    bare = (motto or "").strip('“”".')
    return f"“{bare}”" if bare else ""


def _achievement(result: Achievement) -> str:
    if result.comparator in (None, "grade") or result.value is None:
        return result.text
    text = result.text.rstrip(" .;:")
    return f"{text}: {target_phrase(known(result.comparator), result.value, result.unit or '')}"


def _targets(targets: tuple[Target, ...]) -> list[Fields]:
    """Rows of the table; a share of another target is numbered under it (3.1, 3.2)."""
    numbers: list[str] = []
    parts = [0] * len(targets)
    whole = 0
    for place, target in enumerate(targets):
        parent = target.part_of - 1 if target.part_of and target.part_of <= place else None
        if parent is None:
            whole += 1
            numbers.append(str(whole))
        else:
            parts[parent] += 1
            numbers.append(f"{numbers[parent]}.{parts[parent]}")
    return [_row(number, target) for number, target in zip(numbers, targets, strict=True)]


def target_words(targets: tuple[Target, ...]) -> list[tuple[str, str]]:
    """What is to be reached and how much of it, for each target, as the table of the resolution says it."""
    return [(_of_its_base(target), capital(_phrase(target))) for target in targets]


def _row(number: str, target: Target) -> Fields:
    return {
        "number": number,
        "subject": f"Trong đó: {_subject(target)}" if "." in number else _of_its_base(target),
        "phrase": capital(_phrase(target)),
        "cadence": _CADENCES[target.cadence],
    }


def _subject(target: Target) -> str:
    return " ".join(target.subject.split())


def _of_its_base(target: Target) -> str:
    """The subject; with what the percent is of, when its own words do not say so."""
    subject, base = _subject(target), target.base
    if not base or target.unit != "%" or base.casefold() in subject.casefold():
        return subject
    return f"{subject} (tính trên {base})"


def _phrase(target: Target) -> str:
    """The writer's own words, else those of comparator and figure; a target without either is a dash."""
    if target.phrase:
        return target.phrase
    if target.comparator is None:
        return "–"
    if target.comparator == "grade":
        return target_phrase(">=", known(target.grade), "")
    return target_phrase(target.comparator, known(target.value), target.unit or "")


def _elected(congress: Congress, rule_set: RuleSet) -> Fields:
    members = committee_members(congress, rule_set)
    chair = direct_chair(congress, rule_set)
    official, reserve = elected_to(congress, rule_set, "upper_delegates"), alternates(congress, rule_set)
    is_sent = bool(official or reserve)
    direct = f"Đại hội đã bầu trực tiếp đồng chí {chair.full_name} giữ chức vụ Chủ tịch" if chair else ""
    order = ", xếp theo thứ tự" if len(reserve) > 1 else ""
    return {
        **_committee_lines(congress),
        "committee_annex": "Phụ lục I" if is_sent else "Phụ lục",
        "committee_list": f"Danh sách {committee(congress)}, {term_words(congress.term, spaced=True)}".upper(),
        "committee": committee(congress),
        "members": people(members),
        "members_count": grouped(len(members)),
        "chair_line": f"{direct} {congress.organisation.name}." if chair else "",
        "delegation": _delegation(len(official), len(reserve), congress),
        "delegation_annex": "Phụ lục II" if is_sent else "",
        "delegation_list": f"Danh sách đại biểu dự {upper_congress(congress, spaced=True)}".upper(),
        "official": people(official),
        "delegation_line": f"Đại hội đã bầu {grouped(len(official))} đại biểu chính thức dự {upper_congress(congress)}:",
        "alternates": people(reserve),
        "alternates_line": f"Đại hội đã bầu {grouped(len(reserve))} đại biểu dự khuyết dự {upper_congress(congress)}{order}:",
    }


def _delegation(official: int, reserve: int, congress: Congress) -> str:
    """How many are sent to the upper congress, without full stop; nothing when nobody is."""
    counts = ((official, "đại biểu chính thức"), (reserve, "đại biểu dự khuyết"))
    sent = ", ".join(f"{grouped(count)} {who}" for count, who in counts if count)
    return f"Đại hội đã bầu {sent} dự {upper_congress(congress)}" if sent else ""


def _committee_lines(congress: Congress) -> Fields:
    """Who leads in the new term: as the congress voted, or as the decisions that were announced say."""
    whole = f"{committee(congress)}, {term_words(congress.term)}"
    if not is_appointed(congress):
        return {"committee_part": "Kết quả bầu cử", "committee_line": f"Đại hội đã bầu {whole}"}
    decisions = [decision_of(one) for one in congress.appointments if one.body == "executive_committee"]
    ground = f" theo {decisions[0][0].lower()}{decisions[0][1:]}" if decisions else ""
    line = f"{whole}, được chỉ định{ground}"
    return {"committee_part": "Công bố quyết định chỉ định", "committee_line": line}


def _adoption(congress: Congress) -> str:
    day = long_date(known(congress.resolution.adopted_on))
    vote = hand_vote(known(congress.resolution.adopted), voters(congress))
    return f"Nghị quyết này đã được {full_name(congress)} thông qua {day}, với {vote}"
