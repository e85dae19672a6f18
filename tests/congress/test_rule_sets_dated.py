"""The rule sets by date: each congress under its own, an overlay over its base, a new set by adding a file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.attending import Attendance, Breakdown, Credentials, Group
from service.congress.bodies import ExecutiveCommittee
from service.congress.model import Congress
from service.congress.people import Level, Organisation, Person, Term
from service.congress.rules import (
    RuleSet,
    UnknownRuleSet,
    check,
    load_rule_set,
    read_folder,
    read_rule_set,
    rule_set_for,
    rule_sets,
)
from service.congress.rules.breakdowns import percent_as
from service.congress.rules.table import Table
from service.congress.wording import percent, percent_value

XI, XII, XIII, KH22, XIV = (load_rule_set(f"TLD-{name}") for name in ("XI", "XII", "XIII", "KH22", "XIV"))
LOGIC = ("tie", "vacancy")


def congress(opened_on: dt.date | None = None, *, members: int | None = None, **known: object) -> Congress:
    return Congress.model_validate(
        {
            "format": "vankien/congress/1",
            "organisation": Organisation(name="Công đoàn Sở", members=members),
            "term": Term(start=2023, end=2028),
            "opened_on": opened_on,
            **known,
        }
    )


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (dt.date(2014, 5, 10), "TLD-XI"),
        (dt.date(2019, 3, 1), "TLD-XI"),
        (dt.date(2020, 2, 2), "TLD-XI"),
        (dt.date(2020, 2, 3), "TLD-XII"),
        (dt.date(2021, 6, 1), "TLD-XII"),
        (dt.date(2023, 3, 13), "TLD-XII"),
        (dt.date(2024, 12, 26), "TLD-XII"),
        (dt.date(2024, 12, 27), "TLD-XIII"),
        (dt.date(2025, 8, 28), "TLD-XIII"),
        (dt.date(2025, 8, 29), "TLD-KH22"),
        (dt.date(2025, 9, 20), "TLD-KH22"),
    ],
)
def test_a_congress_is_checked_by_the_set_of_its_day(day: dt.date, key: str) -> None:
    """
    An old congress is judged by the charter of its time, and every finding says by which.
    """
    present = Attendance(summoned=60, present=61)
    found = check(congress(day, attendance=present))

    assert key == rule_set_for(day).rule_set.key
    assert rule_set_for(day).finding is None
    assert {key} == {finding.rule_set for finding in found}


def test_before_every_set_the_check_says_so() -> None:
    """
    What governed the unions before 2013 is not on file.
    """
    assert "rule_set.none_in_force" in {finding.code for finding in check(congress(dt.date(2013, 7, 29)))}


@pytest.mark.parametrize("day", [dt.date(2026, 7, 1), dt.date(2029, 1, 1)])
def test_what_the_charter_of_2026_says_is_unknown_and_said_so(day: dt.date) -> None:
    """
    The congress is checked by the charter before; nobody is refused by it, and everybody is told.
    """
    data = congress(
        day,
        members=120,
        executive_committee={"size": 20},
        establishment="appointed",
        elections=({"office": "chair", "seats": 1},),
        attendance=Attendance(summoned=60, present=39),
    )
    found = {finding.code: finding for finding in check(data)}

    assert {"TLD-XIV"} == {finding.rule_set for finding in found.values()}
    assert {"warning"} == {finding.severity for finding in found.values()}
    assert {"rule_set.unconfirmed", "quorum.not_met", "seats.outside_sizes", "establishment.ballots"} <= set(
        found
    )
    assert "Chưa xác minh" in found["seats.outside_sizes"].article


def test_nothing_unread_refuses_and_a_tie_still_waits() -> None:
    """
    What rests on no article, that nobody wins by equal votes, holds under every charter.
    """
    assert XIV.unconfirmed
    assert {"warning"} == {held.severity for name, held in XIV.provisions.items() if name not in LOGIC}
    assert {"M"} == {held.evidence for name, held in XIV.provisions.items() if name not in LOGIC}
    assert {"wait"} == {XIV.provisions[name].severity for name in LOGIC}
    assert XIV == read_rule_set(XIV.source)


def test_an_edition_that_was_checked_by_a_set_keeps_it() -> None:
    """
    A frozen set is asked again as it was, with its warning, whatever is in force by now.
    """
    data = congress(dt.date(2026, 8, 1), attendance=Attendance(summoned=60, present=39))

    assert check(data) == check(data, rule_set=read_rule_set(XIV.source))


@pytest.mark.parametrize(
    ("day", "code", "severity"),
    [
        (None, "seats.outside_sizes", "warning"),
        (dt.date(2012, 1, 1), "establishment.ballots", "warning"),
        (dt.date(2025, 9, 1), "seats.outside_sizes", "error"),
        (dt.date(2025, 9, 1), "establishment.ballots", "error"),
    ],
)
def test_a_set_chosen_for_want_of_another_refuses_nothing(
    day: dt.date | None, code: str, severity: str
) -> None:
    """
    What rests on its articles warns; arithmetic, which holds under every charter, still refuses.
    """
    data = congress(
        day,
        members=120,
        executive_committee={"size": 20},
        establishment="appointed",
        elections=({"office": "upper_delegates"},),
        attendance=Attendance(summoned=9, present=10),
    )
    found = {finding.code: finding.severity for finding in check(data)}

    assert severity == found[code]
    assert "error" == found["attendance.present_over_summoned"]


def test_the_same_committee_is_right_in_one_cycle_and_wrong_in_the_next() -> None:
    """
    Fifteen for 120 members: allowed in 2023, seven at most under the guidance of 2024, five under the plan of 2025.
    """
    committee = ExecutiveCommittee(size=15)

    def most(day: dt.date) -> list[object]:
        found = check(congress(day, members=120, executive_committee=committee))
        return [one.figures["most"] for one in found if one.code == "seats.outside_sizes"]

    assert [] == most(dt.date(2023, 3, 13))
    assert [7] == most(dt.date(2025, 3, 13))
    assert [5] == most(dt.date(2025, 9, 13))


def test_adding_a_set_is_adding_a_file(tmp_path: Path) -> None:
    """
    A file in the folder is a rule set: chosen by its dates, asked like the others, with nothing else to change.
    """
    for rule_set in (XII, XIII):
        (tmp_path / f"{rule_set.key}.toml").write_bytes(rule_set.source)
    overlay = """
key = "TLD-KH99"
base = "TLD-XIII"
valid_from = 2030-01-01
[title]
vi = "Kế hoạch 99"
en = "Plan 99"
[quorum]
base = "summoned"
ratio = [3, 4]
strict = false
article = "Mục 1"
evidence = "V"
severity = "error"
"""
    (tmp_path / "kh99.toml").write_text(overlay, "utf-8")
    known = read_folder(tmp_path)
    chosen = rule_set_for(dt.date(2030, 5, 1), among=known).rule_set
    found = check(congress(attendance=Attendance(summoned=60, present=44)), rule_set=chosen)

    assert ["TLD-XII", "TLD-XIII", "TLD-KH99"] == [rule_set.key for rule_set in known]
    assert [("quorum.not_met", "TLD-KH99", "Mục 1")] == [(f.code, f.rule_set, f.article) for f in found]


def test_an_overlay_changes_what_it_names_and_nothing_else() -> None:
    """
    What the plan does not say follows the charter and its guidance.
    """
    changed = {
        "form",
        "guests",
        "direct_chair",
        "sessions",
        "delegate_caps",
        "committee_sizes",
        "standing_committee",
        "inspection_sizes",
        "appointment",
    }
    for name, provision in KH22.provisions.items():
        assert (provision != XIII.provisions.get(name)) == (name in changed)
    assert "TLD-XIII" == KH22.base


def test_the_source_of_an_overlay_can_be_read_alone() -> None:
    """
    What is archived beside the papers says everything, and begins with the overlay as people wrote it.
    """
    assert KH22 == read_rule_set(KH22.source)
    assert KH22.source.startswith(b"# Rule set TLD-KH22")


def test_an_overlay_without_its_base_is_refused() -> None:
    """
    Half a rule set is none; nor is a circle of overlays a base.
    """
    half = KH22.source.split(b"#: ", 1)[0]

    with pytest.raises(UnknownRuleSet, match="TLD-XIII"):
        read_rule_set(half)
    with pytest.raises(UnknownRuleSet):
        read_rule_set(half, bases={"TLD-XIII": half.replace(b"TLD-KH22", b"TLD-XIII", 2)})


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda rule_set: rule_set.key)
def test_only_what_was_read_or_follows_by_logic_may_refuse(rule_set: RuleSet) -> None:
    """
    Secondary texts, practice and memory warn; a tie waits, whatever the charter.
    """
    for name, provision in rule_set.provisions.items():
        assert provision.severity == "warning" or provision.evidence in {"V", "D"}, name
    assert "wait" == rule_set.tie.severity


def tables() -> list[tuple[str, Table]]:
    found = [(f"{one.key} {name}", held) for one in rule_sets() for name, held in one.provisions.items()]
    return [(name, held) for name, held in found if isinstance(held, Table)]


@given(members=st.integers(0, 700_000), table=st.sampled_from([table for _, table in tables()]))
def test_at_most_one_line_of_a_table_refuses(members: int, table: Table) -> None:
    """
    Ranges do not overlap: whatever the members, one line binds, beside softer ones.
    """
    for level in ("grassroots", "intermediate", "provincial"):
        for kind in (None, "member", "section", "commune", "corporation"):
            lines = list(table.lines_for(level, members, kind))  # type: ignore[arg-type]  # words of the types
            assert 1 >= sum((line.severity or table.severity) == "error" for line in lines)


def test_the_floor_of_a_delegate_congress_is_half_its_cap() -> None:
    """
    KH 22, III.D.1; where one line stands for several caps, its floor is half of the lowest.
    """
    assert KH22.delegate_caps
    floors = {(line.level, line.kind, line.most): line.least for line in KH22.delegate_caps.lines}

    assert 50 == floors.pop(("intermediate", None, 200))
    assert 250 == floors.pop(("provincial", None, 650))
    assert all(2 * least == most for (_, _, most), least in floors.items())


@pytest.mark.parametrize(
    ("summoned", "severity"), [(150, None), (151, "warning"), (165, "warning"), (166, "error"), (74, "error")]
)
def test_a_cap_may_be_raised_by_a_tenth_with_consent(summoned: int, severity: str | None) -> None:
    """
    KH 22 III.D.1: the consent is not in the data, so up to a tenth more only warns.
    """
    data = congress(
        dt.date(2025, 9, 20), members=600, form="delegates", attendance=Attendance(summoned=summoned)
    )

    found = [finding.severity for finding in check(data) if finding.code.startswith("delegates.")]
    assert ([severity] if severity else []) == found


@pytest.mark.parametrize(("members", "severity"), [(199, "warning"), (200, "error")])
def test_the_floor_refuses_only_where_delegates_are_the_rule(members: int, severity: str) -> None:
    """
    A scattered union of few members, which meets by consent, may have fewer people than the floor.
    """
    data = congress(
        dt.date(2025, 9, 20), members=members, form="delegates", attendance=Attendance(summoned=60)
    )

    assert [severity] == [f.severity for f in check(data) if f.code == "delegates.under_floor"]


NATIONAL = {
    "Nữ": (402, "37,05%"),
    "Dân tộc thiểu số": (68, "6,27%"),
    "Đảng viên": (851, "78,43%"),
    "Cán bộ chuyên trách": (590, "54,38%"),
    "Hành chính sự nghiệp": (602, "55,48%"),
    "Sản xuất kinh doanh": (483, "44,52%"),
    "Sau đại học": (384, "35,39%"),
    "Đại học, cao đẳng": (554, "51,06%"),
    "Trung cấp trở xuống": (147, "13,55%"),
}


def national(base: int) -> Congress:
    groups = tuple(Group(label=label, count=n, percent=written) for label, (n, written) in NATIONAL.items())
    breakdown = Breakdown(title="Cơ cấu đại biểu", whole=False, groups=groups)
    return congress(
        dt.date(2023, 12, 1),
        attendance=Attendance(present=base),
        credentials=Credentials(base="present", breakdowns=(breakdown,)),
    )


def test_the_percents_of_the_national_congress_fit_one_base() -> None:
    """
    All nine come out exactly of 1,085 delegates; of the 1,100 summoned not one of these counts gives them.
    """
    refused = [finding for finding in check(national(1_100)) if finding.code == "credentials.percent_differs"]

    assert [] == check(national(1_085))
    assert [written for _, written in NATIONAL.values()] == [percent(n, 1_085) for n, _ in NATIONAL.values()]
    assert len(NATIONAL) == len(refused)
    assert {"error"} == {finding.severity for finding in refused}


@pytest.mark.parametrize("counts", [(1, 1, 1), (1, 5, 1), (333, 334, 333), (1, 1, 1, 1, 1, 1)])
def test_percents_that_do_not_make_a_hundred_are_left_alone(counts: tuple[int, ...]) -> None:
    """
    Rounded each for itself they may make 99,99% or 100,02%; who changes one to fit is told so.
    """
    of = sum(counts)
    groups = tuple(
        Group(label=f"Nhóm {place}", count=n, percent=percent(n, of)) for place, n in enumerate(counts)
    )
    fitted = (
        groups[0].model_copy(
            update={"percent": f"{percent_value(counts[0], of) + Decimal('0.01')}%".replace(".", ",")}
        ),
        *groups[1:],
    )

    def codes(held: tuple[Group, ...]) -> list[str]:
        report = Credentials(breakdowns=(Breakdown(title="Cơ cấu", whole=True, groups=held),))
        found = check(congress(dt.date(2023, 3, 13), attendance=Attendance(present=of), credentials=report))
        return [finding.code for finding in found]

    assert [] == codes(groups)
    assert ["credentials.percent_differs"] == codes(fitted)


@given(part=st.integers(0, 4_999), rest=st.integers(1, 5_000))
def test_a_percent_as_it_is_printed_is_right(part: int, rest: int) -> None:
    """
    What the papers print is never doubted; that of one head more always is.
    """
    of = part + rest

    assert percent_as(percent(part, of), part, of) is None
    assert percent_as(f"{percent_value(part + 1, of)}%".replace(".", ","), part, of) is not None


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("12,5%", None),
        ("12,50 %", None),
        ("12,5", None),
        ("13%", None),
        ("12%", "13%"),
        ("12.5%", "12,50%"),
        ("khoảng 12%", "12,50%"),
    ],
)
def test_a_percent_is_compared_with_as_many_decimals_as_are_written(written: str, right: str | None) -> None:
    """
    One of eight, rounded half up.
    """
    assert right == percent_as(written, 1, 8)


def test_members_of_unknown_gender_or_age_miss_no_goal() -> None:
    """
    What is missing is never a fault; a year of birth alone counts for the younger age.
    """
    day = dt.date(2023, 3, 13)

    def missed(members: tuple[Person, ...]) -> int:
        committee = ExecutiveCommittee(size=len(members), members=members)
        found = check(congress(day, executive_committee=committee))
        return sum(finding.code == "committee.goal_missed" for finding in found)

    assert 0 == missed((Person(full_name="Lê An"), Person(full_name="Vũ Đức", gender="male")))
    assert 0 == missed((Person(full_name="Lê An", birth_year=1983),))
    assert 1 == missed((Person(full_name="Lê An", birth_year=1982),))
    assert 0 == missed((Person(full_name="Lê An", born_on=dt.date(1983, 3, 14)),))
    assert 1 == missed((Person(full_name="Lê An", born_on=dt.date(1983, 3, 13)),))


@pytest.mark.parametrize("day", [dt.date(2014, 5, 1), dt.date(2023, 3, 13), dt.date(2025, 9, 13)])
def test_an_appointed_union_holds_no_ballot(day: dt.date) -> None:
    """
    Under every set: a new or merged union announces decisions, and counts nothing.
    """
    elections = ({"office": "executive_committee", "seats": 3}, {"office": "upper_delegates", "seats": 1})

    def found(establishment: str) -> list[tuple[str, str]]:
        data = congress(day, establishment=establishment, elections=elections)
        return [(one.pointer, one.severity) for one in check(data) if one.code == "establishment.ballots"]

    assert [("/elections/0", "error"), ("/elections/1", "error")] == found("appointed")
    assert [] == found("congress")


@pytest.mark.parametrize(
    ("level", "elector", "is_doubted"),
    [
        ("grassroots", "congress", False),
        ("intermediate", "congress", True),
        ("provincial", "congress", True),
        ("provincial", "committee", False),
    ],
)
def test_only_a_grassroots_congress_elects_its_chair(level: Level, elector: str, is_doubted: bool) -> None:
    """
    XIII 10.1: directly, at the base; above it the committee elects its chair.
    """
    data = congress(dt.date(2025, 9, 20), executive_committee={"chair_elected_by": elector})
    data = data.model_copy(update={"organisation": Organisation(name="Công đoàn", level=level)})

    assert is_doubted == ("chair.above_grassroots" in {finding.code for finding in check(data)})


def test_committee_members_are_found_by_name_in_the_inspection_committee() -> None:
    """
    Where the number is not given the names count, and only warn: two people may bear one name.
    """
    names = [Person(full_name=name) for name in ("Lê An", "Vũ Đức", "Mai Hoa")]
    data = congress(
        dt.date(2023, 3, 13),
        executive_committee={"members": tuple(names)},
        inspection_committee={"size": 3, "members": (*names[:2], Person(full_name="Đỗ Hải"))},
    )

    assert [("inspection_committee.over_share", "warning")] == [(f.code, f.severity) for f in check(data)]


@pytest.mark.parametrize(("start", "key"), [(2014, "TLD-XI"), (2023, "TLD-XII"), (2025, "TLD-XIII")])
def test_without_a_day_the_start_of_the_term_tells_and_a_warning_says_so(start: int, key: str) -> None:
    """
    A congress whose day is not known yet is looked at under the rules of its year, for now.
    """
    chosen = rule_set_for(None, term_start=start)

    assert key == chosen.rule_set.key
    assert chosen.finding is not None
    assert "rule_set.no_date" == chosen.finding.code
