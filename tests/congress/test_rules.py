"""Every rule has an example that breaks it, in a congress that is otherwise sound."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from typing import Any

import pytest

from service.congress.finding import Finding
from service.congress.model import Congress
from service.congress.rules import RULES, check, load_rule_set, rule_set_for
from tests.congress.breaking import ASKED, BROKEN, ROUND, STOOD, UNDER, UPPER, XII
from tests.congress.breaking_afterwards import SOUND_AFTERWARDS
from tests.congress.sound import SOUND

SOFTENED = {"form.plenary_usual", "election.declared_order"}
"""Rules that weigh less than their provision: a fact outside the data may allow what they find, or no paper
rests on it."""


def sound_but(changes: dict[str, Any]) -> Congress:
    data: Any = copy.deepcopy(SOUND)
    for pointer, value in changes.items():
        *path, last = pointer.split("/")[1:]
        place = data
        for step in path:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list) and int(last) == len(place):
            place.append(value)
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return Congress.model_validate_json(json.dumps(data))


def broken(code: str) -> tuple[Congress, Finding]:
    pointer, changes = BROKEN[code]
    congress = sound_but(changes)
    found = check(congress, rule_set=UNDER.get(code))
    return congress, next(f for f in found if (f.code, f.pointer) == (code, pointer))


def test_the_sound_congress_has_no_finding() -> None:
    """
    The table below breaks one thing at a time, so what it breaks must hold before.
    """
    assert [] == check(sound_but({}))


def test_what_comes_after_a_sound_congress_has_no_finding() -> None:
    """
    Conferences, dossier and decision as they should be are not in anybody's way.
    """
    assert [] == check(sound_but(SOUND_AFTERWARDS))


def test_every_rule_has_a_breaking_example() -> None:
    """
    Nobody adds a rule without showing when it speaks, and every code belongs to one rule.
    """
    assert sorted(rule.code for rule in RULES) == sorted(BROKEN)


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_broken_rule_is_found_in_its_place(code: str) -> None:
    """
    The finding points at the place to mend, with the weight and the article that the rule set gives.
    """
    _, finding = broken(code)
    rule = next(rule for rule in RULES if rule.code == code)
    rule_set = UNDER.get(code, XII)
    provision = rule.provision(rule_set) if rule.provision else None
    weight = provision.severity if provision else rule.severity

    assert finding.severity == ("warning" if code in SOFTENED else weight)
    assert finding.article == (provision.article if provision else "")
    assert finding.rule_set == rule_set.key


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_finding_is_said_in_both_languages(code: str) -> None:
    """
    Each sentence is whole, in NFC, ends like a sentence, and shows every count that the finding rests on.
    """
    _, finding = broken(code)

    for sentence in (finding.vi, finding.en):
        assert sentence.endswith(".")
        assert not re.search(r"[{}]|  |\bNone\b", sentence)
        assert unicodedata.is_normalized("NFC", sentence)
    assert re.search("[ăâđêôơưạảấầẩậắặẹẻếềểệịọỏốồộớờợụủứừửữựỳỵỷỹ]", finding.vi)
    assert not re.search("[ăđơư]", re.sub("“.*?”", "", re.sub("[A-ZĐ][^ ]*", "", finding.en)))


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_finding_about_a_skipped_section_is_not_made(code: str) -> None:
    """
    A section whose shape is faulty is not judged as well.
    """
    congress, finding = broken(code)
    section = re.match("/elections/[0-9]+|/[a-z_]+", finding.pointer)

    assert section
    under = UNDER.get(code)
    found = check(congress, skip=frozenset({section[0]}), rule_set=under)
    assert not [f for f in found if f.pointer == finding.pointer]
    assert [] == check(congress, skip=frozenset({""}), rule_set=under)


@pytest.mark.parametrize("code", ["delegates.twice", "delegates.same_name", "age.unlikely", "birth.differs"])
def test_a_finding_about_a_person_shows_no_birth(code: str) -> None:
    """
    Findings reach logs and error texts; births and names of delegates do not.
    """
    _, finding = broken(code)

    said = f"{finding.vi} {finding.en} {finding.figures}"
    assert not re.search("19[0-9]{2}|20[0-9]{2}|Ksor", said)


@pytest.mark.parametrize(
    ("members", "seats", "code"),
    [
        (120, 15, None),
        (120, 16, "error"),
        (3_000, 19, None),
        (3_000, 20, "error"),
        (9, 3, "error"),
        (10, 3, None),
    ],
)
def test_committee_sizes_follow_the_members(members: int, seats: int, code: str | None) -> None:
    """
    HD 03 9.1: under 10 only a chair, under 3,000 from 3 to 15, from 3,000 up to 19.
    """
    congress = sound_but(
        {
            "/organisation/members": members,
            "/elections": [{"office": "executive_committee", "seats": seats}],
            "/executive_committee": None,
        }
    )

    assert ([code] if code else []) == [f.severity for f in check(congress)]


def test_a_size_with_members_unknown_is_not_judged() -> None:
    """
    What is missing is never an error.
    """
    congress = sound_but({"/organisation/members": None, "/elections/0/seats": 16})

    assert "seats.outside_sizes" not in {finding.code for finding in check(congress)}


@pytest.mark.parametrize(("summoned", "severity"), [(200, None), (201, "warning"), (301, "error")])
def test_a_cap_that_a_missing_fact_may_lift_only_warns(summoned: int, severity: str | None) -> None:
    """
    With over 300 grassroots unions, which the data do not say, 300 delegates are allowed instead of 200.
    """
    organisation = {"name": "Công đoàn Viên chức tỉnh", "level": "intermediate", "members": 8_000}
    congress = sound_but({"/organisation": organisation, "/attendance/summoned": summoned})
    found = [finding.severity for finding in check(congress) if finding.code == "delegates.over_cap"]

    assert found == ([severity] if severity else [])


def test_a_plenary_congress_has_no_cap() -> None:
    """
    All members come to a plenary congress; the caps are those of delegates.
    """
    congress = sound_but({"/form": "plenary", "/attendance/summoned": 180})

    assert "delegates.over_cap" not in {finding.code for finding in check(congress)}


def test_a_chair_elected_beside_the_committee_is_not_on_its_list() -> None:
    """
    With both on one sheet (HD 28/2021, III) the committee's list leaves the chair out, and its seats too.
    """
    changes: dict[str, Any] = {
        "/elections/0/seats": 2,
        f"{ROUND}/candidates": SOUND["elections"][0]["rounds"][0]["candidates"][1:],
        f"{ROUND}/elected": ["Lê Thị Mai", "Phạm Đức Dũng"],
    }

    assert [] == check(sound_but(changes))


def test_a_chair_chosen_by_the_committee_must_be_elected_to_it() -> None:
    """
    A committee elects its chair from its own members.
    """
    changes: dict[str, Any] = {
        "/elections": SOUND["elections"][:1],
        "/executive_committee": {"chair": {"full_name": "Mai Thị Hoa"}, "chair_elected_by": "committee"},
    }

    assert ["chair.not_in_committee"] == [finding.code for finding in check(sound_but(changes))]


def test_a_tie_waits_and_does_not_refuse() -> None:
    """
    A congress that has still to decide is accepted; nothing says that the list of those elected is wrong.
    """
    congress, _ = broken("election.tie")

    assert ["wait"] == [finding.severity for finding in check(congress)]


def test_a_later_round_is_judged_by_the_seats_that_are_left() -> None:
    """
    The second round about one seat allows one name a ballot, and one person elected.
    """
    second = {
        "candidates": [{"full_name": "Phạm Đức Dũng", "votes": 40}, {"full_name": "Vũ Đức", "votes": 35}],
        "issued": 60,
        "collected": 60,
        "valid": 60,
        "invalid": 0,
        "elected": ["Phạm Đức Dũng", "Vũ Đức"],
    }
    first = SOUND["elections"][0]["rounds"][0] | {"elected": ["Ksor Hải", "Lê Thị Mai"]}
    first["decision"] = {"kind": "revote", "ground": "Biểu quyết bầu thêm vòng hai"}
    first["candidates"] = [
        *first["candidates"][:2],
        {"full_name": "Phạm Đức Dũng", "votes": 30},
        {"full_name": "Vũ Đức", "votes": 20},
    ]
    found = {finding.code for finding in check(sound_but({"/elections/0/rounds": [first, second]}))}

    assert {"ballots.sum_over_seats", "election.too_many_elected", "election.declared_differs"} == found


def test_a_rule_left_out_of_the_rule_set_is_off() -> None:
    """
    A charter that says nothing on a matter refuses nothing on it.
    """
    congress, _ = broken("quorum.not_met")
    silent = load_rule_set("TLD-XII").model_copy(update={"quorum": None})

    assert "quorum.not_met" not in {finding.code for finding in check(congress, rule_set=silent)}


def test_a_date_outside_every_rule_set_is_among_the_findings() -> None:
    """
    Who reads the findings learns that another charter was asked.
    """
    congress = sound_but({"/opened_on": "2012-01-01"})
    found = {finding.code for finding in check(congress)}

    assert rule_set_for(congress.opened_on).finding
    assert "rule_set.none_in_force" in found
    assert "rule_set.none_in_force" not in {f.code for f in check(congress, skip=frozenset({"/opened_on"}))}


def test_a_faulty_election_does_not_silence_the_others() -> None:
    """
    Skipping one election leaves the rest to be checked.
    """
    changes = {f"{ROUND}/invalid": 1, f"{UPPER}/invalid": 1}
    found = check(sound_but(changes), skip=frozenset({"/elections/0"}))

    assert [f"{UPPER}/collected"] == [finding.pointer for finding in found]


def test_findings_stand_in_the_order_of_the_data() -> None:
    """
    The tenth candidate comes after the second, and the same data always give the same list.
    """
    many = [{"full_name": f"Người {number}", "votes": 59} for number in range(12)]
    congress = sound_but({f"{ROUND}/candidates": many})
    places = [f.pointer for f in check(congress) if f.code == "ballots.votes_over_valid"]

    assert [f"{ROUND}/candidates/{index}/votes" for index in range(12)] == places
    assert check(congress) == check(congress)


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ({"born_on": "1980-05-01"}, {"born_on": "1980-05-01"}, "delegates.twice"),
        ({"born_on": "1980-05-01"}, {"born_on": "1980-06-01"}, None),
        ({"birth_year": 1980}, {"born_on": "1985-06-01"}, None),
        ({"birth_year": 1980, "unit": "Tổ 1"}, {"birth_year": 1980, "unit": "Tổ 1"}, "delegates.twice"),
        ({"birth_year": 1980, "unit": "Tổ 1"}, {"birth_year": 1980, "unit": "Tổ 2"}, "delegates.same_name"),
        ({"birth_year": 1980}, {"birth_year": 1980}, "delegates.same_name"),
        ({"birth_year": 1980}, {}, "delegates.same_name"),
    ],
)
def test_namesakes_are_told_apart_by_birth(
    one: dict[str, Any], other: dict[str, Any], code: str | None
) -> None:
    """
    The same birth is one person entered twice; another birth is another person; anything less only asks.
    """
    listed = [{"full_name": "Lê Thị Hoà", **one}, {"full_name": "Lê Thị Hòa", **other}]

    assert ([code] if code else []) == [finding.code for finding in check(sound_but({"/delegates": listed}))]


@pytest.mark.parametrize(
    ("opened", "is_far"), [("2022-12-30", False), ("2024-01-02", False), ("2021-12-31", True)]
)
def test_a_congress_opens_about_when_its_term_begins(opened: str, is_far: bool) -> None:
    """
    A year before or after is usual.
    """
    congress = sound_but({"/opened_on": opened})

    assert is_far == ("term.far_from_opening" in {finding.code for finding in check(congress)})


def test_without_the_elections_nobody_says_who_may_be_chair() -> None:
    """
    Among elections that cannot be read there may be that of the chair.
    """
    congress = sound_but({"/elections": [], "/executive_committee/chair": {"full_name": "Mai Thị Hoa"}})

    assert ["chair.not_in_committee"] == [finding.code for finding in check(congress)]
    assert [] == check(congress, skip=frozenset({"/elections"}))


def test_alternates_of_several_rounds_are_for_people_to_judge() -> None:
    """
    How the alternates of two rounds are ranked stands in no text that was read.
    """
    ballots = {"issued": 60, "collected": 60, "valid": 60, "invalid": 0}
    first = [
        {"full_name": "Lý An", "votes": 50},
        {"full_name": "Vũ Đức", "votes": 30},
        {"full_name": "Hồ Ban", "votes": 20},
    ]
    second = [{"full_name": "Vũ Đức", "votes": 35}, {"full_name": "Hồ Ban", "votes": 25}]
    again = {"kind": "revote", "ground": "Biểu quyết bầu thêm vòng hai"}
    rounds = [
        {"candidates": first, "decision": again, **ballots},
        {"candidates": second, "alternates": ["Hồ Ban"], **ballots},
    ]
    election = {"office": "upper_delegates", "seats": 2, "alternate_seats": 1, "rounds": rounds}
    election["seats_vote"] = {"in_favour": 60}

    assert [] == check(sound_but({"/elections": [election], "/upper_delegation": None}))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("list.refused_stands", {f"{ROUND}/nominations": [{**STOOD, "accepted": False}] * 2}),
        ("list.withdrawn_stands", {f"{ROUND}/withdrawals": [{**ASKED, "accepted": True}] * 2}),
        ("term.years_differ", {"/minutes/steps/0/text": "Nhiệm kỳ 2017-2023; nhiệm kỳ 2017 - 2023"}),
    ],
)
def test_what_is_wrong_at_one_place_is_told_once(code: str, changes: dict[str, Any]) -> None:
    """
    However often the data say it.
    """
    assert 1 == [finding.code for finding in check(sound_but(changes))].count(code)


def test_a_report_on_the_members_comes_before_the_vote_too() -> None:
    """
    A plenary congress hears it in the place of the credentials report.
    """
    changes = {
        "/form": "plenary",
        "/credentials": None,
        "/membership": {"reported_on": "2023-03-13", "reported_at": "11:00:00"},
    }
    found = [one for one in check(sound_but(changes)) if one.code == "order.credentials_after_election"]

    assert ["/membership/reported_at"] == [one.pointer for one in found]
    assert found[0].vi.startswith("Báo cáo tình hình đoàn viên")
