"""The delegates as a body: how they came to be delegates, how many they may be, and how many qualified."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.rules.breakdowns import BASES
from service.congress.rules.case import Case
from service.congress.rules.provisions import Provision, Words
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.rule_set import RuleSet
from service.congress.rules.seats import in_brackets
from service.congress.rules.table import Line
from service.congress.wording import percent


def _composition(case: Case) -> Iterator[Fault]:
    credentials, summoned = case.congress.credentials, case.congress.attendance.summoned
    if not credentials or summoned is None:
        return
    ex_officio, elected, appointed = credentials.ex_officio, credentials.elected, credentials.appointed
    if ex_officio is None or elected is None or appointed is None:
        return
    total = ex_officio + elected + appointed
    if total != summoned:
        figures = {"ex_officio": ex_officio, "elected": elected, "appointed": appointed}
        yield Fault(pointer="/credentials", figures={**figures, "sum": total, "summoned": summoned})


def _appointed(case: Case) -> Iterator[tuple[str, int]]:
    """How many delegates are appointed, as reported and as listed."""
    credentials = case.congress.credentials
    if credentials and credentials.appointed is not None:
        yield "/credentials/appointed", credentials.appointed
    yield "/delegates", sum(delegate.standing == "appointed" for delegate in case.congress.delegates)


def _appointed_share(case: Case) -> Iterator[Fault]:
    share, attendance = case.rule_set.appointed_share, case.congress.attendance
    counts = {"summoned": attendance.summoned, "present": attendance.present}
    bases = {name: count for name, count in counts.items() if count is not None}
    if not share or share.base not in bases:
        return
    (part, whole), base = share.ratio, BASES[share.base]
    words = Words(vi=f"{percent(part, whole)} {base.vi}", en=f"{percent(part, whole)} of the {base.en}")
    for pointer, appointed in _appointed(case):
        if appointed > share.most(bases):
            figures = {"appointed": appointed, "most": share.most(bases), share.base: bases[share.base]}
            yield Fault(pointer=pointer, figures=figures, words={"share": words})


def _cap_lines(case: Case) -> Iterator[tuple[int, int, Line]]:
    """How many are summoned of how many members, and each line of the caps that binds a congress of delegates."""
    caps, organisation = case.rule_set.delegate_caps, case.congress.organisation
    summoned, members = case.congress.attendance.summoned, organisation.members
    if caps and summoned is not None and members is not None and case.congress.form == "delegates":
        for line in caps.lines_for(organisation.level, members, organisation.kind):
            yield summoned, members, line


def _over_cap(case: Case) -> Iterator[Fault]:
    caps = case.rule_set.delegate_caps
    for summoned, members, line in _cap_lines(case):
        if caps and summoned > line.most:
            by_consent = line.most < summoned <= caps.with_consent(line)
            yield Fault(
                pointer="/attendance/summoned",
                figures={"summoned": summoned, "most": line.most, "members": members},
                words={"note": in_brackets(RAISED if by_consent and not line.note else line.note)},
                severity="warning" if by_consent else line.severity,
            )
            return


RAISED = Words(
    vi="chỉ được tăng khi công đoàn cấp trên đồng ý", en="more only with the consent of the upper union"
)


def _under_floor(case: Case) -> Iterator[Fault]:
    form, level = case.rule_set.form, case.congress.organisation.level
    for summoned, members, line in _cap_lines(case):
        if line.least > 1 and summoned < line.least:
            yield Fault(
                pointer="/attendance/summoned",
                figures={"summoned": summoned, "least": line.least, "members": members},
                # Where delegates meet by consent only, a small union may not have so many people to send.
                severity="warning"
                if form and level == form.level and members < form.delegates_from
                else line.severity,
            )
            return


def _floors(rule_set: RuleSet) -> Provision | None:
    caps = rule_set.delegate_caps
    return caps if caps and any(line.least > 1 for line in caps.lines) else None


def _is_whole(case: Case) -> bool:
    """Whether the list is known to hold everybody summoned; a list that is still being typed proves less."""
    return len(case.congress.delegates) == case.congress.attendance.summoned


def _more_than_summoned(case: Case) -> Iterator[Fault]:
    listed, summoned = len(case.congress.delegates), case.congress.attendance.summoned
    if summoned is not None and listed > summoned:
        yield Fault(pointer="/delegates", figures={"listed": listed, "summoned": summoned})


def _present_differs(case: Case) -> Iterator[Fault]:
    delegates, present = case.congress.delegates, case.congress.attendance.present
    if present is None or not delegates or any(delegate.present is None for delegate in delegates):
        return
    ticked = sum(bool(delegate.present) for delegate in delegates)
    if ticked > present or (ticked != present and _is_whole(case)):
        yield Fault(pointer="/attendance/present", figures={"ticked": ticked, "present": present})


def _standing_differs(case: Case) -> Iterator[Fault]:
    delegates, credentials = case.congress.delegates, case.congress.credentials
    if not credentials or not delegates or any(delegate.standing is None for delegate in delegates):
        return
    reported = {
        "ex_officio": credentials.ex_officio,
        "elected": credentials.elected,
        "appointed": credentials.appointed,
    }
    for standing, count in reported.items():
        listed = sum(delegate.standing == standing for delegate in delegates)
        if count is not None and (listed > count or (listed < count and _is_whole(case))):
            yield Fault(
                pointer=f"/credentials/{standing}",
                figures={"reported": count, "listed": listed},
                words={"standing": STANDINGS[standing]},
            )


STANDINGS = {
    "ex_officio": Words(vi="đương nhiên", en="ex officio"),
    "elected": Words(vi="được bầu", en="elected"),
    "appointed": Words(vi="được chỉ định", en="appointed"),
}


def _qualified_over_summoned(case: Case) -> Iterator[Fault]:
    credentials, summoned = case.congress.credentials, case.congress.attendance.summoned
    if not credentials or credentials.qualified is None or summoned is None:
        return
    refused = len(credentials.not_qualified)
    if credentials.qualified + refused > summoned:
        figures = {"qualified": credentials.qualified, "refused": refused, "summoned": summoned}
        figures["sum"] = credentials.qualified + refused
        yield Fault(pointer="/credentials/qualified", figures=figures)


RULES = (
    Rule(
        code="delegates.composition",
        find=_composition,
        provision=lambda rule_set: rule_set.composition,
        vi="Đại biểu đương nhiên {ex_officio} + được bầu {elected} + được chỉ định {appointed} = {sum}, không bằng số được "
        "triệu tập là {summoned}. Xem lại bốn số này.",
        en="Delegates ex officio {ex_officio} + elected {elected} + appointed {appointed} = {sum}, not the {summoned} "
        "summoned. Look at these four numbers.",
    ),
    Rule(
        code="delegates.appointed_share",
        find=_appointed_share,
        provision=lambda rule_set: rule_set.appointed_share,
        vi="Có {appointed} đại biểu được chỉ định, trong khi chỉ được nhiều nhất {most} người ({share}). Xem lại số đại "
        "biểu chỉ định và số được triệu tập.",
        en="{appointed} delegates are appointed, at most {most} may be ({share}). Look at the numbers appointed and "
        "summoned.",
    ),
    Rule(
        code="delegates.over_cap",
        find=_over_cap,
        provision=lambda rule_set: rule_set.delegate_caps,
        vi="Triệu tập {summoned} đại biểu, nhiều hơn mức {most} đối với công đoàn có {members} đoàn viên{note}. Xem lại "
        "số được triệu tập và số đoàn viên.",
        en="{summoned} delegates are summoned, more than the {most} for a union of {members} members{note}. Look at the "
        "numbers summoned and of members.",
    ),
    Rule(
        code="delegates.under_floor",
        find=_under_floor,
        provision=_floors,
        vi="Triệu tập {summoned} đại biểu, ít hơn mức {least} (một nửa mức nhiều nhất) đối với công đoàn có {members} đoàn "
        "viên. Xem lại số được triệu tập và số đoàn viên.",
        en="{summoned} delegates are summoned, fewer than {least} (half of the cap) for a union of {members} members. Look "
        "at the numbers summoned and of members.",
    ),
    Rule(
        code="delegates.more_than_summoned",
        find=_more_than_summoned,
        vi="Danh sách có {listed} đại biểu, nhiều hơn số được triệu tập là {summoned}. Xem lại danh sách và số triệu tập.",
        en="The list has {listed} delegates, more than the {summoned} summoned. Look at the list and the number.",
    ),
    Rule(
        code="delegates.present_differs",
        find=_present_differs,
        vi="Danh sách điểm danh có {ticked} đại biểu có mặt, nhưng số có mặt ghi là {present}. Xem lại điểm danh và số có "
        "mặt.",
        en="The list marks {ticked} delegates present, but the number present is given as {present}. Look at both.",
    ),
    Rule(
        code="delegates.standing_differs",
        find=_standing_differs,
        vi="Báo cáo thẩm tra ghi {reported} đại biểu {standing}, nhưng danh sách có {listed}. Xem lại báo cáo và danh sách.",
        en="The credentials report counts {reported} {standing} delegates, the list has {listed}. Look at both.",
    ),
    Rule(
        code="credentials.qualified_over_summoned",
        find=_qualified_over_summoned,
        vi="{qualified} đại biểu đủ tư cách + {refused} không đủ tư cách = {sum}, nhiều hơn {summoned} người được triệu "
        "tập. Xem lại báo cáo thẩm tra.",
        en="{qualified} delegates qualified + {refused} refused = {sum}, more than the {summoned} summoned. Look at the "
        "credentials report.",
    ),
)
