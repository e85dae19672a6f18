"""What the report on delegates or members counts: breakdowns that add up to a named base, and percents as somebody wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.congress.attending import Breakdown
from service.congress.rules.case import Case
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Rule

_WRITTEN = re.compile(r"([0-9]{1,3})(?:,([0-9]{1,2}))? ?%?")

BASES = {
    "members": Words(vi="số đoàn viên của công đoàn", en="number of members of the union"),
    "present": Words(vi="số có mặt", en="number present"),
    "summoned": Words(vi="số được triệu tập", en="number summoned"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trait:
    """One breakdown, where it stands, and what it is counted on."""

    pointer: str
    breakdown: Breakdown
    of: int | None
    base: Words


def _traits(case: Case) -> Iterator[_Trait]:
    """Every breakdown of the credentials report and of the report on the members."""
    attendance = case.congress.attendance
    counts = {
        "members": case.congress.organisation.members,
        "summoned": attendance.summoned,
        "present": attendance.present,
    }
    for name, report in (
        ("credentials", case.congress.credentials),
        ("membership", case.congress.membership),
    ):
        for index, breakdown in enumerate(report.breakdowns if report else ()):
            base = report.base if report else "present"
            yield _Trait(
                pointer=f"/{name}/breakdowns/{index}",
                breakdown=breakdown,
                of=counts[base],
                base=BASES[base],
            )


def _breakdown(case: Case) -> Iterator[Fault]:
    for trait in _traits(case):
        total = sum(group.count for group in trait.breakdown.groups)
        if trait.breakdown.whole and trait.of is not None and total != trait.of:
            yield Fault(
                pointer=trait.pointer,
                figures={"title": trait.breakdown.title, "sum": total, "of": trait.of},
                words={"base": trait.base},
            )


def _group_over_base(case: Case) -> Iterator[Fault]:
    for trait in _traits(case):
        title, of = trait.breakdown.title, trait.of
        for place, group in enumerate(trait.breakdown.groups):
            if not trait.breakdown.whole and of is not None and group.count > of:
                yield Fault(
                    pointer=f"{trait.pointer}/groups/{place}/count",
                    figures={"title": title, "label": group.label, "count": group.count, "of": of},
                    words={"base": trait.base},
                )


def _percent_differs(case: Case) -> Iterator[Fault]:
    for trait in _traits(case):
        of = trait.of
        for place, group in enumerate(trait.breakdown.groups):
            # Without a base, or with a group above it, another rule speaks, and there is no percent to compare.
            if group.percent is None or not of or group.count > of:
                continue
            right = percent_as(group.percent, group.count, of)
            if right is not None:
                yield Fault(
                    pointer=f"{trait.pointer}/groups/{place}/percent",
                    figures={"label": group.label, "written": group.percent, "count": group.count, "of": of},
                    words={"base": trait.base, "right": Words(vi=right, en=right)},
                )


def percent_as(written: str, part: int, of: int) -> str | None:
    """
    What the percent should have been, with as many decimals as are written; nothing when it is right.

    Rounded half up, in whole numbers; what is not a percent with at most two decimals should have had two.

        >>> percent_as("55,48%", 602, 1085), percent_as("55,48%", 602, 1100), percent_as("55 %", 602, 1085)
        (None, '54,73%', None)
    """
    match = _WRITTEN.fullmatch(written.strip().replace("\N{NO-BREAK SPACE}", " "))
    decimals = len(match[2] or "") if match else 2
    scale = 10**decimals
    units = (2 * 100 * scale * part + of) // (2 * of)
    if match and int(match[1] + (match[2] or "")) == units:
        return None
    whole, rest = divmod(units, scale)
    return f"{whole},{rest:0{decimals}d}%" if decimals else f"{whole}%"


RULES = (
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
        code="credentials.percent_differs",
        find=_percent_differs,
        vi="Nhóm “{label}” ghi {written}, nhưng {count} trên {of} ({base}) là {right}. Xem lại tỷ lệ, số của nhóm và cơ sở "
        "tính.",
        en="The group “{label}” is given as {written}, but {count} of {of} ({base}) is {right}. Look at the percent, at "
        "the count and at the base.",
    ),
)
