"""The delegates as a body: how they came to be delegates, how many they may be, and what the credentials report counts."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.rules.case import Case
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.rule_set import Words
from service.congress.rules.seats import in_brackets
from service.congress.wording import percent

BASES = {
    "present": Words(vi="số có mặt", en="number present"),
    "summoned": Words(vi="số được triệu tập", en="number summoned"),
}


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


def _over_cap(case: Case) -> Iterator[Fault]:
    caps, organisation = case.rule_set.delegate_caps, case.congress.organisation
    summoned, members = case.congress.attendance.summoned, organisation.members
    if not caps or summoned is None or members is None or case.congress.form != "delegates":
        return
    for line in caps.lines_for(organisation.level, members):
        if summoned > line.most:
            yield Fault(
                pointer="/attendance/summoned",
                figures={"summoned": summoned, "most": line.most, "members": members},
                words={"note": in_brackets(line.note)},
                severity=line.severity,
            )
            return


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


def _breakdown_base(case: Case) -> tuple[int | None, Words]:
    credentials, attendance = case.congress.credentials, case.congress.attendance
    base = credentials.base if credentials else "present"
    return (attendance.present if base == "present" else attendance.summoned), BASES[base]


def _breakdown(case: Case) -> Iterator[Fault]:
    credentials = case.congress.credentials
    of, base = _breakdown_base(case)
    for index, breakdown in enumerate(credentials.breakdowns if credentials else ()):
        total = sum(group.count for group in breakdown.groups)
        if breakdown.whole and of is not None and total != of:
            yield Fault(
                pointer=f"/credentials/breakdowns/{index}",
                figures={"title": breakdown.title, "sum": total, "of": of},
                words={"base": base},
            )


def _group_over_base(case: Case) -> Iterator[Fault]:
    credentials = case.congress.credentials
    of, base = _breakdown_base(case)
    for index, breakdown in enumerate(credentials.breakdowns if credentials else ()):
        for place, group in enumerate(breakdown.groups):
            if not breakdown.whole and of is not None and group.count > of:
                yield Fault(
                    pointer=f"/credentials/breakdowns/{index}/groups/{place}/count",
                    figures={"title": breakdown.title, "label": group.label, "count": group.count, "of": of},
                    words={"base": base},
                )


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
        code="credentials.breakdown",
        find=_breakdown,
        vi="Cơ cấu “{title}”: cộng các nhóm được {sum}, không bằng {base} là {of}. Xem lại số của từng nhóm.",
        en="Breakdown “{title}”: the groups add up to {sum}, not the {base}, {of}. Look at each group.",
    ),
    Rule(
        code="credentials.group_over_base",
        find=_group_over_base,
        vi="Cơ cấu “{title}”: nhóm “{label}” có {count} người, nhiều hơn {base} là {of}. Xem lại số của nhóm này.",
        en="Breakdown “{title}”: the group “{label}” has {count}, more than the {base}, {of}. Look at this group.",
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
