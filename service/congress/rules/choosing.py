"""Which rule set a congress is checked by: the one in force when it opened, or the nearest with a warning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.congress.finding import Finding
from service.congress.rules.rule_set import RuleSet, rule_sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The rule set for a congress, with a warning when it was chosen for want of a better one."""

    rule_set: RuleSet
    finding: Finding | None = None


def rule_set_for(
    opened_on: dt.date | None, *, term_start: int | None = None, among: tuple[RuleSet, ...] | None = None
) -> Chosen:
    """
    The rule set in force on the opening day; of several the youngest, so that an overlay goes before what it overlays.

    Without a day it is the set in force in the middle of the year the term starts in, without that the youngest;
    outside every validity it is the nearest one. Each of these comes with a warning that says so, and so does a set whose
    text is not on file.
    """
    known = rule_sets() if among is None else among
    if opened_on is None and term_start is None:
        return Chosen(rule_set=known[-1], finding=_no_date(known[-1]))
    day = opened_on or dt.date(term_start or dt.MAXYEAR, 6, 30)
    nearest = min(reversed(known), key=lambda rule_set: rule_set.days_from(day))
    if opened_on is None:
        return Chosen(rule_set=nearest, finding=_no_date(nearest))
    if nearest.is_in_force(day):
        return Chosen(rule_set=nearest, finding=unconfirmed(nearest))
    return Chosen(rule_set=nearest, finding=_none_in_force(nearest))


def unconfirmed(rule_set: RuleSet) -> Finding | None:
    """The warning that the text of a rule set is not on file; nothing when it is."""
    if not rule_set.unconfirmed:
        return None
    return Finding(
        code="rule_set.unconfirmed",
        pointer="/opened_on",
        severity="warning",
        vi=f"{rule_set.unconfirmed.vi}. Đã tạm kiểm tra theo quy định trước đó; chỗ nào không khớp chỉ là cảnh báo. Hãy đối "
        f"chiếu với văn bản đang có hiệu lực.",
        en=f"{rule_set.unconfirmed.en}. The check used the regulation before it, for now; what does not fit it is a warning "
        f"only. Compare with the text in force.",
        rule_set=rule_set.key,
    )


def _no_date(rule_set: RuleSet) -> Finding:
    return Finding(
        code="rule_set.no_date",
        pointer="/opened_on",
        severity="warning",
        vi=f"Chưa có ngày khai mạc nên tạm kiểm tra theo {rule_set.title.vi}; hãy nhập ngày khai mạc.",
        en=f"There is no opening date, so the check uses {rule_set.title.en} for now; enter the opening date.",
        rule_set=rule_set.key,
    )


def _none_in_force(rule_set: RuleSet) -> Finding:
    return Finding(
        code="rule_set.none_in_force",
        pointer="/opened_on",
        severity="warning",
        vi=f"Chưa có bộ quy định nào có hiệu lực vào ngày khai mạc; đã kiểm tra theo bộ gần nhất là "
        f"{rule_set.title.vi}. Hãy đối chiếu kết quả với quy định hiện hành.",
        en=f"No rule set on file was in force on the opening date; the nearest one was used: {rule_set.title.en}. "
        f"Compare the results with the regulation in force.",
        rule_set=rule_set.key,
    )
