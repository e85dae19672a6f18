"""The tables of the rule sets, written down once more by hand: up to which number of members which bound holds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from service.congress.people import Kind, Level
from service.congress.rules import RuleSet, load_rule_set
from service.congress.rules.table import Line

XII, XIII, KH22 = (load_rule_set(f"TLD-{name}") for name in ("XII", "XIII", "KH22"))
OPEN = 10_000_000
"""More members than there are."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: below so many members at most so many; of several lines the first is the one meant."""

    rule_set: RuleSet
    table: str
    level: Level
    kind: Kind | None = None
    most: dict[int, int]

    def line(self, members: int) -> Line:
        return next(getattr(self.rule_set, self.table).lines_for(self.level, members, self.kind))


GRASSROOTS = (150, 500, 1_000, 3_000, 7_000, 10_000, 15_000, 20_000, 25_000, OPEN)
COLUMNS = {
    "HD 03, 6.5, base": Column(
        rule_set=XII, table="delegate_caps", level="grassroots", most={5_001: 150, OPEN: 200}
    ),
    "HD 03, 6.5, province": Column(
        rule_set=XII,
        table="delegate_caps",
        level="provincial",
        most={80_000: 250, 100_000: 300, 300_001: 400, OPEN: 500},
    ),
    "HD 03, 6.5, intermediate, at most": Column(
        rule_set=XII, table="delegate_caps", level="intermediate", most={OPEN: 300}
    ),
    "HD 03, 9.1, base": Column(
        rule_set=XII, table="committee_sizes", level="grassroots", most={10: 1, 3_000: 15, OPEN: 19}
    ),
    "HD 03, 9.1, member": Column(
        rule_set=XII, table="committee_sizes", level="grassroots", kind="member", most={OPEN: 15}
    ),
    "HD 03, 9.1, section": Column(
        rule_set=XII, table="committee_sizes", level="grassroots", kind="section", most={OPEN: 7}
    ),
    "HD 03, 9.1, corporation": Column(
        rule_set=XII, table="committee_sizes", level="intermediate", kind="corporation", most={OPEN: 35}
    ),
    "HD 03, 9.1, province, the cities": Column(
        rule_set=XII, table="committee_sizes", level="provincial", most={100_000: 35, OPEN: 55}
    ),
    "HD 38, 10, base": Column(
        rule_set=XIII,
        table="committee_sizes",
        level="grassroots",
        most={30: 3, **dict(zip(GRASSROOTS, (7, 11, 13, 15, 17, 19, 21, 23, 25, 27), strict=True))},
    ),
    "HD 38, 10, intermediate": Column(
        rule_set=XIII,
        table="committee_sizes",
        level="intermediate",
        most={10_000: 15, 30_000: 19, 60_000: 23, OPEN: 27},
    ),
    "HD 38, 10, province": Column(
        rule_set=XIII,
        table="committee_sizes",
        level="provincial",
        most={50_000: 33, 100_000: 35, 150_000: 39, 200_000: 41, 300_000: 45, OPEN: 49},
    ),
    "KH 22, III.B.1, base": Column(
        rule_set=KH22,
        table="committee_sizes",
        level="grassroots",
        most={50: 3, **dict(zip(GRASSROOTS, (5, 9, 11, 13, 15, 17, 19, 21, 23, 25), strict=True))},
    ),
    "KH 22, III.B.1, commune, by the scale of the base": Column(
        rule_set=KH22,
        table="committee_sizes",
        level="intermediate",
        kind="commune",
        most={50: 3, **dict(zip(GRASSROOTS, (5, 9, 11, 13, 15, 17, 19, 21, 23, 25), strict=True))},
    ),
    "KH 22, III.B.1, corporation": Column(
        rule_set=KH22, table="committee_sizes", level="intermediate", kind="corporation", most={OPEN: 27}
    ),
    "KH 22, III.B.1, province": Column(
        rule_set=KH22,
        table="committee_sizes",
        level="provincial",
        most={
            10_000: 15,
            20_000: 19,
            35_000: 21,
            50_000: 23,
            70_000: 25,
            100_000: 27,
            200_000: 29,
            400_000: 39,
            500_000: 41,
            OPEN: 45,
        },
    ),
    "KH 22, III.B.3, base": Column(
        rule_set=KH22, table="inspection_sizes", level="grassroots", most={OPEN: 9}
    ),
    "KH 22, III.B.3, commune": Column(
        rule_set=KH22, table="inspection_sizes", level="intermediate", kind="commune", most={OPEN: 9}
    ),
    "KH 22, III.B.3, corporation": Column(
        rule_set=KH22, table="inspection_sizes", level="intermediate", kind="corporation", most={OPEN: 11}
    ),
    "KH 22, III.B.3, province": Column(
        rule_set=KH22,
        table="inspection_sizes",
        level="provincial",
        most={20_000: 5, 60_000: 7, 100_000: 9, 200_000: 11, 400_000: 13, OPEN: 15},
    ),
    "KH 22, III.B.3, the confederation": Column(
        rule_set=KH22, table="inspection_sizes", level="national", most={OPEN: 17}
    ),
    "KH 22, III.D.1, base": Column(
        rule_set=KH22, table="delegate_caps", level="grassroots", most={5_000: 150, OPEN: 200}
    ),
    "KH 22, III.D.1, commune": Column(
        rule_set=KH22,
        table="delegate_caps",
        level="intermediate",
        kind="commune",
        most={2_000: 100, 5_000: 150, OPEN: 200},
    ),
    "KH 22, III.D.1, corporation": Column(
        rule_set=KH22, table="delegate_caps", level="intermediate", kind="corporation", most={OPEN: 200}
    ),
    "KH 22, III.D.1, province, the cities last": Column(
        rule_set=KH22,
        table="delegate_caps",
        level="provincial",
        most={80_000: 150, 100_000: 200, 300_000: 300, 500_001: 400, OPEN: 650},
    ),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_bound_holds_to_the_last_member(name: str) -> None:
    """
    One member fewer than the next range begins with, and the first of it.
    """
    column = COLUMNS[name]
    edges = [below for below in column.most if below < OPEN]
    members = sorted({edge + step for edge in edges for step in (-1, 0)} | {OPEN - 1})
    wanted = [next(most for below, most in column.most.items() if number < below) for number in members]

    assert wanted == [column.line(number).most for number in members]


@pytest.mark.parametrize("rule_set", [XIII, KH22], ids=lambda one: one.key)
def test_sizes_above_the_base_may_be_raised_and_only_warn(rule_set: RuleSet) -> None:
    """
    A tenth more with consent, a merged union the sum before: facts outside the data, and each line says so.
    """
    assert rule_set.committee_sizes
    above = [line for line in rule_set.committee_sizes.lines if line.level != "grassroots"]

    assert {"warning"} == {line.severity for line in above}
    assert all(line.note for line in above)
