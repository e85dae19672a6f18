"""The fields of the resolution of the congress (nghị quyết đại hội)."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped, long_date, roman
from service.documents.fields.directions import directions
from service.documents.fields.letterhead import (
    Fields,
    annexed_to,
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
from service.documents.offices import NBSP, committee, term_words, upper_congress
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed


def resolution_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the resolution. Raises NotReady when its data is not complete."""
    return {
        **letterhead(paper, congress),
        "date_line": date_line(paper, congress),
        "subject": full_name(congress, spaced=True),
        "opening": _opening(congress),
        "heard": listed(congress.resolution.heard),
        **directions(congress),
        **_elected(congress, rule_set),
        "annexed_to": annexed_to("Nghị quyết", paper, congress),
        "adoption": _adoption(congress),
        "receivers": resolution_receivers(congress),
        "signer": known(congress.presidium).head.full_name,
    }


def resolution_receivers(congress: Congress) -> list[str]:
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


def _elected(congress: Congress, rule_set: RuleSet) -> Fields:
    members = committee_members(congress, rule_set)
    chair = direct_chair(congress, rule_set)
    official, reserve = elected_to(congress, rule_set, "upper_delegates"), alternates(congress, rule_set)
    is_sent, upper = bool(official or reserve), upper_congress(congress)
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
        "delegation_list": f"Danh sách đại biểu dự {upper_congress(congress, spaced=True)}".upper()
        if is_sent
        else "",
        "official": people(official),
        "delegation_line": f"Đại hội đã bầu {grouped(len(official))} đại biểu chính thức dự {upper}:"
        if official
        else "",
        "alternates": people(reserve),
        "alternates_line": f"Đại hội đã bầu {grouped(len(reserve))} đại biểu dự khuyết dự {upper}{order}:"
        if reserve
        else "",
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
