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
from service.congress.rules import RULES, RuleSet, check, load_rule_set, rule_set_for
from service.congress.rules.provisions import Alternates, Requests, Surplus
from tests.congress.breaking_afterwards import BROKEN_AFTERWARDS, SOUND_AFTERWARDS
from tests.congress.breaking_course import BROKEN_IN_COURSE

SOUND: dict[str, Any] = {
    "format": "vankien/congress/1",
    "organisation": {"name": "Công đoàn cơ sở Sở Xây dựng", "members": 120},
    "term": {"start": 2023, "end": 2028},
    "outgoing_term": {"start": 2018, "end": 2023},
    "ordinal": 5,
    "form": "delegates",
    "opened_on": "2023-03-13",
    "closed_on": "2023-03-13",
    "sessions": [{"held_on": "2023-03-13", "opened_at": "08:00:00", "closed_at": "11:30:00"}],
    "attendance": {"summoned": 60, "present": 60, "absent_with_leave": 0, "absent_without_leave": 0},
    "delegates": [
        {"full_name": "Ksor Hải", "number": 1, "standing": "ex_officio", "born_on": "1980-05-01"},
        {"full_name": "Trần Văn Hùng", "number": 2, "standing": "elected", "born_on": "1985-07-09"},
    ],
    "presidium": {"members": [{"full_name": "Ksor Hải"}], "vote": {"in_favour": 60}},
    "tellers": {"members": [{"full_name": "Mai Thị Hoa"}], "vote": {"in_favour": 60}},
    "credentials": {
        "reported_on": "2023-03-13",
        "reported_at": "08:30:00",
        "ex_officio": 5,
        "elected": 52,
        "appointed": 3,
        "qualified": 60,
        "breakdowns": [
            {
                "title": "Giới tính",
                "whole": True,
                "groups": [{"label": "Nam", "count": 33}, {"label": "Nữ", "count": 27}],
            },
            {"title": "Khác", "whole": False, "groups": [{"label": "Đảng viên", "count": 41}]},
        ],
        "adopted": {"in_favour": 60},
    },
    "elections": [
        {
            "office": "executive_committee",
            "seats": 3,
            "seats_vote": {"in_favour": 60},
            "rounds": [
                {
                    "held_on": "2023-03-13",
                    "opened_at": "09:30:00",
                    "closed_at": "10:00:00",
                    "candidates": [
                        {"full_name": "Ksor Hải", "votes": 55},
                        {"full_name": "Lê Thị Mai", "votes": 50},
                        {"full_name": "Phạm Đức Dũng", "votes": 40},
                        {"full_name": "Vũ Đức", "votes": 20},
                    ],
                    "issued": 60,
                    "collected": 60,
                    "valid": 58,
                    "invalid": 2,
                    "elected": ["Ksor Hải", "Lê Thị Mai", "Phạm Đức Dũng"],
                }
            ],
        },
        {
            "office": "chair",
            "seats": 1,
            "rounds": [
                {
                    "candidates": [{"full_name": "Ksor Hải", "votes": 57}],
                    "issued": 60,
                    "collected": 60,
                    "valid": 60,
                    "invalid": 0,
                    "elected": ["Ksor Hải"],
                }
            ],
        },
        {
            "office": "upper_delegates",
            "seats": 1,
            "seats_vote": {"in_favour": 60},
            "rounds": [
                {
                    "held_on": "2023-03-13",
                    "opened_at": "10:15:00",
                    "closed_at": "10:30:00",
                    "candidates": [
                        {"full_name": "Ksor Hải", "votes": 35},
                        {"full_name": "Lê Thị Mai", "votes": 25},
                    ],
                    "issued": 60,
                    "collected": 60,
                    "valid": 60,
                    "invalid": 0,
                    "elected": ["Ksor Hải"],
                    "alternates": [],
                }
            ],
        },
        {
            "office": "upper_alternates",
            "seats": 1,
            "seats_vote": {"in_favour": 60},
            "rounds": [
                {
                    "held_on": "2023-03-13",
                    "opened_at": "10:45:00",
                    "closed_at": "11:00:00",
                    "candidates": [
                        {"full_name": "Lê Thị Mai", "votes": 40},
                        {"full_name": "Vũ Đức", "votes": 20},
                    ],
                    "issued": 60,
                    "collected": 60,
                    "valid": 60,
                    "invalid": 0,
                    "elected": ["Lê Thị Mai"],
                }
            ],
        },
    ],
    "executive_committee": {
        "ordinal": 5,
        "size": 3,
        "members": [{"full_name": "Ksor Hải"}, {"full_name": "Lê Thị Mai"}, {"full_name": "Phạm Đức Dũng"}],
        "chair": {"full_name": "Ksor Hải"},
        "chair_elected_by": "congress",
    },
    "upper_delegation": {
        "congress": "Đại hội Công đoàn Viên chức tỉnh",
        "term": {"start": 2023, "end": 2028},
        "official": 1,
        "alternates": 1,
    },
    "resolution": {
        "targets": [
            {"subject": "Hoàn thành nhiệm vụ", "comparator": "=", "value": 100, "unit": "%"},
            {"subject": "Lao động tiên tiến", "comparator": ">", "value": 90, "unit": "%", "part_of": 1},
        ],
        "adopted": {"in_favour": 59, "abstained": 1},
        "adopted_on": "2023-03-13",
    },
    "minutes": {"steps": [{"title": "Chào cờ"}, {"title": "Quy chế", "vote": {"in_favour": 60}}]},
    "marks": [{"kind": "resolution", "number": 1, "issued_on": "2023-03-14"}],
}

ROUND = "/elections/0/rounds/0"
UPPER = "/elections/2/rounds/0"
SECOND_ROUND = {"candidates": [{"full_name": "Vũ Đức"}]}
LATE_ROUND = {"candidates": [{"full_name": "Vũ Đức"}], "held_on": "2023-03-13", "opened_at": "09:45:00"}
VACANT = {f"{ROUND}/candidates/2/votes": 30, f"{ROUND}/elected": None}
ASKED = {"full_name": "Vũ Đức", "decided_by": "presidium", "decided_on": "2023-03-13"}
STOOD = {**ASKED, "origin": "self_nominated"}
APPOINTED = {"/elections": [], "/executive_committee/chair_elected_by": None, "/establishment": "appointed"}
TWICE = {"full_name": "Ksor  Hải", "born_on": "1980-05-01"}

XII, XIII, KH22 = load_rule_set("TLD-XII"), load_rule_set("TLD-XIII"), load_rule_set("TLD-KH22")
WITH_SURPLUS = XII.model_copy(
    update={
        "surplus": Surplus(article="Điều 1", evidence="M", severity="warning", least=(0, 100), most=(30, 100))
    }
)
ONE_WAY = XII.model_copy(
    update={
        "alternates": Alternates(article="Điều 1", evidence="M", severity="warning", ways=("next_highest",))
    }
)
BY_PRESIDIUM = XII.model_copy(
    update={
        "requests": Requests(article="Điều 1", evidence="M", severity="warning", decided_by=("presidium",))
    }
)
UNDER: dict[str, RuleSet] = {
    "attendance.guests_over_cap": KH22,
    "delegates.under_floor": KH22,
    "form.delegates_needed": KH22,
    "form.plenary_usual": KH22,
    "standing_committee.not_allowed": KH22,
    "standing_committee.over_share": KH22,
    "inspection_committee.outside_sizes": KH22,
    "chair.above_grassroots": KH22,
    "election.surplus": WITH_SURPLUS,
    "alternates.way_unknown": ONE_WAY,
    "list.wrong_decider": BY_PRESIDIUM,
    "chair.consent": KH22,
    "term.unlike_upper": XIII,
    "credentials_committee.plenary": XIII,
    "minutes.out_of_order": XIII,
    "sessions.over_cap": KH22,
    "ordinal.new_name": XIII,
    "recognition.decided_late": XIII,
}
"""The rule sets of the examples that break what the set of 2020 does not say."""
STANDING = {"/elections": [], "/executive_committee/members": [], "/executive_committee/chair": None}

BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "quorum.not_met": ("/attendance/present", {"/attendance/present": 39}),
    "attendance.present_over_summoned": ("/attendance/present", {"/attendance/present": 61}),
    "attendance.sum": ("/attendance/summoned", {"/attendance/absent_with_leave": 1}),
    "vote.over_present": ("/resolution/adopted", {"/resolution/adopted": {"in_favour": 60, "against": 1}}),
    "vote.not_carried": ("/presidium/vote", {"/presidium/vote": {"in_favour": 30, "against": 30}}),
    "delegates.composition": ("/credentials", {"/credentials/elected": 51}),
    "delegates.appointed_share": (
        "/credentials/appointed",
        {"/credentials/appointed": 4, "/credentials/elected": 51},
    ),
    "delegates.over_cap": ("/attendance/summoned", {"/attendance/summoned": 151}),
    "delegates.more_than_summoned": ("/delegates", {"/attendance/summoned": 1}),
    "delegates.present_differs": (
        "/attendance/present",
        {"/attendance/present": 1, "/delegates/0/present": True, "/delegates/1/present": True},
    ),
    "delegates.standing_differs": ("/credentials/elected", {"/attendance/summoned": 2}),
    "delegates.number_twice": ("/delegates/1/number", {"/delegates/1/number": 1}),
    "delegates.twice": ("/delegates/1", {"/delegates/1": TWICE}),
    "delegates.same_name": ("/delegates/1", {"/delegates/1": {"full_name": "Ksor Hải"}}),
    "credentials.breakdown": (
        "/credentials/breakdowns/0",
        {"/credentials/breakdowns/0/groups/1/count": 26},
    ),
    "credentials.group_over_base": (
        "/credentials/breakdowns/1/groups/0/count",
        {"/credentials/breakdowns/1/groups/0/count": 61},
    ),
    "attendance.guests_over_cap": ("/attendance/guests", {"/attendance/guests": 10}),
    "form.delegates_needed": ("/form", {"/form": "plenary", "/organisation/members": 200}),
    "form.plenary_usual": ("/form", {}),
    "delegates.under_floor": ("/attendance/summoned", {"/organisation/members": 300}),
    "standing_committee.not_allowed": (
        "/executive_committee/standing_committee",
        {"/executive_committee/standing_committee": {"size": 2}},
    ),
    "standing_committee.over_share": (
        "/executive_committee/standing_committee",
        {
            **STANDING,
            "/executive_committee/size": 11,
            "/executive_committee/standing_committee": {"size": 4},
        },
    ),
    "inspection_committee.outside_sizes": ("/inspection_committee", {"/inspection_committee": {"size": 10}}),
    "inspection_committee.over_share": (
        "/inspection_committee",
        {"/inspection_committee": {"size": 5, "from_committee": 2}},
    ),
    "inspection_committee.not_needed": (
        "/inspection_committee",
        {"/organisation/members": 29, "/inspection_committee": {"size": 3}},
    ),
    "body.wrong_elector": (
        "/inspection_committee/elected_by",
        {"/inspection_committee": {"size": 3, "elected_by": "congress"}},
    ),
    "chair.above_grassroots": (
        "/elections/1",
        {"/organisation": {"name": "Công đoàn phường", "level": "intermediate", "kind": "commune"}},
    ),
    "establishment.ballots": ("/elections/0", {"/establishment": "appointed"}),
    "establishment.elected_by": (
        "/executive_committee/chair_elected_by",
        {**APPOINTED, "/executive_committee/chair_elected_by": "congress"},
    ),
    "appointment.undocumented": ("/executive_committee", APPOINTED),
    "appointment.incomplete": (
        "/appointments/0",
        {**APPOINTED, "/appointments": [{"body": "executive_committee", "number": "15/QĐ-LĐLĐ"}]},
    ),
    "appointment.not_appointed": (
        "/appointments",
        {"/establishment": "congress", "/appointments": [{"body": "executive_committee"}]},
    ),
    "appointment.after_closing": (
        "/appointments/0/decided_on",
        {**APPOINTED, "/appointments": [{"body": "executive_committee", "decided_on": "2023-03-14"}]},
    ),
    "committee.goal_missed": (
        "/executive_committee/members",
        {f"/executive_committee/members/{index}/gender": "male" for index in range(3)},
    ),
    "election.surplus": (f"{ROUND}/candidates", {}),
    "credentials.percent_differs": (
        "/credentials/breakdowns/0/groups/0/percent",
        {"/credentials/breakdowns/0/groups/0/percent": "54,99%"},
    ),
    "ordinal.outgoing_differs": ("/outgoing_ordinal", {"/outgoing_ordinal": 5}),
    "credentials.qualified_over_summoned": (
        "/credentials/qualified",
        {"/credentials/not_qualified": [{"full_name": "Đỗ Hải", "reason": "Đang bị kỷ luật khiển trách"}]},
    ),
    "candidate.twice": (
        f"{ROUND}/candidates/3",
        {
            f"{ROUND}/candidates/2": {"full_name": "Lý An", "votes": 40, "birth_year": 1980, "unit": "Tổ 1"},
            f"{ROUND}/candidates/3": {"full_name": "Lý An", "votes": 20, "birth_year": 1980, "unit": "Tổ 1"},
        },
    ),
    "candidate.same_name": (
        f"{ROUND}/candidates/3",
        {f"{ROUND}/candidates/3": {"full_name": "Lê Thị Mai", "votes": 20}},
    ),
    "age.unlikely": ("/delegates/0/born_on", {"/delegates/0/born_on": "2019-05-01"}),
    "birth.differs": ("/delegates/0/birth_year", {"/delegates/0/birth_year": 1981}),
    "name.script": ("/delegates/1/full_name", {"/delegates/1/full_name": "Trần V\u0430n Hùng"}),
    "name.tone": ("/delegates/1/full_name", {"/delegates/1/full_name": "Trần Thị Tuyểt"}),
    "ballots.issued_over_present": (f"{ROUND}/issued", {f"{ROUND}/issued": 61}),
    "ballots.collected_over_issued": (f"{ROUND}/collected", {f"{ROUND}/issued": 59}),
    "ballots.valid_and_invalid": (f"{ROUND}/collected", {f"{ROUND}/invalid": 1}),
    "ballots.votes_over_valid": (
        f"{ROUND}/candidates/0/votes",
        {f"{ROUND}/candidates/0/votes": 59},
    ),
    "ballots.sum_over_seats": (
        f"{ROUND}/candidates",
        {f"{ROUND}/candidates/{index}/votes": 58 for index in range(4)},
    ),
    "ballots.sum_under_valid": (
        f"{ROUND}/candidates",
        {f"{ROUND}/candidates/{index}/votes": 14 for index in range(4)},
    ),
    "election.declared_differs": (f"{ROUND}/elected", {f"{ROUND}/elected/2": "Vũ Đức"}),
    "election.alternates_differ": (
        f"{UPPER}/alternates",
        {"/elections/2/alternate_seats": 1, f"{UPPER}/candidates/1/votes": 31},
    ),
    "election.too_many_elected": (
        f"{ROUND}/elected",
        {f"{ROUND}/elected": ["Ksor Hải", "Lê Thị Mai", "Phạm Đức Dũng", "Vũ Đức"]},
    ),
    "election.not_a_candidate": (f"{ROUND}/elected/1", {f"{ROUND}/elected/1": "Lê Thị May"}),
    "election.tie": (
        f"{ROUND}/decision",
        {f"{ROUND}/candidates/2/votes": 34, f"{ROUND}/candidates/3/votes": 34},
    ),
    "election.decision_unfit": (
        f"{ROUND}/decision/chosen/0",
        {f"{ROUND}/decision": {"kind": "chosen", "ground": "Biểu quyết", "chosen": ["Vũ Đức"]}},
    ),
    "seats.not_voted": ("/elections/0/seats_vote", {"/elections/0/seats_vote": None}),
    "list.undecided": (
        f"{ROUND}/withdrawals/0",
        {f"{ROUND}/withdrawals": [{"full_name": "Vũ Đức"}]},
    ),
    "list.withdrawn_stands": (
        f"{ROUND}/candidates/3",
        {f"{ROUND}/withdrawals": [{**ASKED, "accepted": True}]},
    ),
    "list.refused_stands": (
        f"{ROUND}/candidates/3",
        {f"{ROUND}/nominations": [{**STOOD, "accepted": False}]},
    ),
    "list.nominated_missing": (
        f"{ROUND}/nominations/0",
        {f"{ROUND}/nominations": [{**STOOD, "full_name": "Mai Anh", "accepted": True}]},
    ),
    "list.not_nominated": (
        f"{ROUND}/candidates/3/origin",
        {f"{ROUND}/candidates/3/origin": "self_nominated"},
    ),
    "list.wrong_decider": (
        f"{ROUND}/withdrawals/0/decided_by",
        {f"{ROUND}/withdrawals": [{**ASKED, "accepted": False, "decided_by": "congress"}]},
    ),
    "list.decided_by_nobody": (
        f"{ROUND}/withdrawals/0",
        {f"{ROUND}/withdrawals": [{"full_name": "Vũ Hà", "accepted": True}]},
    ),
    "election.seats_vacant": (f"{ROUND}/decision", VACANT),
    "election.revote_missing": (
        "/elections/0/rounds/1",
        {**VACANT, f"{ROUND}/decision": {"kind": "revote", "ground": "Biểu quyết"}},
    ),
    "election.tied_left_out": (
        "/elections/0/rounds/1/candidates",
        {
            f"{ROUND}/candidates/2/votes": 34,
            f"{ROUND}/candidates/3/votes": 34,
            f"{ROUND}/decision": {"kind": "revote", "ground": "Biểu quyết"},
            "/elections/0/rounds/1": SECOND_ROUND,
        },
    ),
    "election.decision_contradicted": (
        f"{ROUND}/decision/kind",
        {
            **VACANT,
            f"{ROUND}/decision": {"kind": "leave_vacant", "ground": "Biểu quyết"},
            "/elections/0/rounds/1": SECOND_ROUND,
        },
    ),
    "election.nothing_to_decide": (
        f"{ROUND}/decision",
        {f"{ROUND}/decision": {"kind": "leave_vacant", "ground": "Biểu quyết"}},
    ),
    "candidate.already_elected": (
        "/elections/0/rounds/1/candidates/0",
        {**VACANT, "/elections/0/rounds/1": {"candidates": [{"full_name": "Ksor Hải"}]}},
    ),
    "election.nothing_left": ("/elections/0/rounds/1", {"/elections/0/rounds/1": SECOND_ROUND}),
    "election.rounds_over_cap": ("/elections/0/rounds", {"/elections/0/rounds": [SECOND_ROUND] * 3}),
    "election.too_few_candidates": (f"{ROUND}/candidates", {"/elections/0/seats": 5}),
    "tellers.candidate": (
        f"{ROUND}/candidates/3/full_name",
        {f"{ROUND}/candidates/3/full_name": "Mai Thị Hoa"},
    ),
    "seats.outside_sizes": ("/elections/0/seats", {"/elections/0/seats": 16}),
    "seats.chair_not_one": ("/elections/1/seats", {"/elections/1/seats": 2}),
    "chair.not_in_committee": ("/elections/1", {"/executive_committee/members/0": {"full_name": "Vũ Đức"}}),
    "chair.lost_and_stands": (
        "/elections/1/rounds/0/candidates/0",
        {"/elections/1/rounds/0/candidates/0/full_name": "Vũ Đức"},
    ),
    "chair.mixed_lists": (
        "/elections/1/rounds/0/candidates",
        {"/elections/1/rounds/0/candidates/1": {"full_name": "Mai Anh", "votes": 0}},
    ),
    "chair.consent": ("/elections/1", {}),
    "chair.differs": (
        "/executive_committee/chair",
        {"/executive_committee/chair": {"full_name": "Lê Thị Mai"}},
    ),
    "alternates.out_of_order": (
        "/elections/3/rounds/0/elected/1",
        {
            "/elections/3/seats": 2,
            "/elections/3/rounds/0/candidates/1/votes": 35,
            "/elections/3/rounds/0/elected": ["Vũ Đức", "Lê Thị Mai"],
        },
    ),
    "alternates.two_ways": ("/elections/2/alternate_seats", {"/elections/2/alternate_seats": 1}),
    "alternates.way_unknown": ("/elections/3/office", {}),
    "conversion.not_alternate": (
        "/upper_delegation/conversions/0/alternate",
        {"/upper_delegation/conversions": [{"alternate": "Vũ Đức"}]},
    ),
    "conversion.replaces_nobody": (
        "/upper_delegation/conversions/0/replaces",
        {"/upper_delegation/conversions": [{"alternate": "Lê Thị Mai", "replaces": "Vũ Đức"}]},
    ),
    "conversion.twice": (
        "/upper_delegation/conversions/1/alternate",
        {"/upper_delegation/conversions": [{"alternate": "Lê Thị Mai"}, {"alternate": "LÊ THỊ MAI"}]},
    ),
    "conversion.out_of_turn": (
        "/upper_delegation/conversions/0/alternate",
        {
            "/elections/3/seats": 2,
            "/elections/3/rounds/0/candidates/1/votes": 35,
            "/upper_delegation/conversions": [{"alternate": "Vũ Đức"}],
        },
    ),
    "conversion.undecided": (
        "/upper_delegation/conversions/0",
        {"/upper_delegation/conversions": [{"alternate": "Lê Thị Mai", "decided_by": "Ban Thường vụ"}]},
    ),
    "alternates.also_official": (f"{UPPER}/alternates/0", {f"{UPPER}/alternates": ["Ksor Hải"]}),
    "committee.size_differs": ("/executive_committee/size", {"/executive_committee/size": 5}),
    "committee.more_than_size": ("/executive_committee/members", {"/executive_committee/size": 2}),
    "committee.not_elected": (
        "/executive_committee/members/2",
        {"/executive_committee/members/2": {"full_name": "Vũ Đức"}},
    ),
    "delegation.differs": ("/upper_delegation/official", {"/upper_delegation/official": 2}),
    "order.closed_before_opened": ("/closed_on", {"/closed_on": "2023-03-12"}),
    "order.session_outside": ("/sessions/0/held_on", {"/sessions/0/held_on": "2023-03-12"}),
    "order.session_reversed": ("/sessions/0/closed_at", {"/sessions/0/closed_at": "07:30:00"}),
    "order.round_reversed": (f"{ROUND}/closed_at", {f"{ROUND}/closed_at": "09:00:00"}),
    "order.election_outside": (f"{ROUND}/held_on", {f"{ROUND}/held_on": "2023-03-14"}),
    "order.credentials_after_election": (
        "/credentials/reported_at",
        {"/credentials/reported_at": "10:00:00"},
    ),
    "order.rounds": (
        "/elections/0/rounds/1/opened_at",
        {"/elections/0/rounds/1": LATE_ROUND},
    ),
    "order.alternates_before_officials": (
        "/elections/3",
        {"/elections/3/rounds/0/opened_at": "10:20:00"},
    ),
    "order.seats_after_vote": (
        "/elections/0/seats_vote",
        {"/elections/0/seats_vote": {"in_favour": 60, "held_at": "09:31:00"}},
    ),
    "order.list_after_vote": (
        f"{ROUND}/list_vote",
        {f"{ROUND}/list_vote": {"in_favour": 60, "held_on": "2023-03-14"}},
    ),
    "order.request_after_vote": (
        f"{ROUND}/withdrawals/0/decided_on",
        {f"{ROUND}/withdrawals": [{**ASKED, "accepted": False, "decided_at": "09:31:00"}]},
    ),
    "order.adopted_outside": ("/resolution/adopted_on", {"/resolution/adopted_on": "2023-03-14"}),
    "order.issued_before_opening": ("/marks/0/issued_on", {"/marks/0/issued_on": "2023-03-10"}),
    "term.reversed": ("/term", {"/term": {"start": 2028, "end": 2023}}),
    "term.length": ("/term", {"/term/end": 2029}),
    "term.unlike_upper": ("/term", {"/upper_term": {"start": 2025, "end": 2030}}),
    "term.years_differ": (
        "/minutes/steps/0",
        {"/minutes/steps/0/title": "Báo cáo tổng kết nhiệm kỳ 2017 - 2023"},
    ),
    "ordinal.new_name": ("/ordinal", {"/formation": "merged_new_name"}),
    "term.far_from_opening": ("/term", {"/term": {"start": 2025, "end": 2030}}),
    "outgoing_term.after_term": ("/outgoing_term", {"/outgoing_term/end": 2024}),
    "ordinal.committee_differs": ("/executive_committee/ordinal", {"/executive_committee/ordinal": 4}),
    "ordinal.first_with_outgoing": ("/ordinal", {"/ordinal": 1, "/executive_committee/ordinal": 1}),
    "target.double_qualifier": (
        "/resolution/targets/1/phrase",
        {"/resolution/targets/1/phrase": "trên 90% trở lên"},
    ),
    "target.part_of_unknown": ("/resolution/targets/1/part_of", {"/resolution/targets/1/part_of": 3}),
    **BROKEN_AFTERWARDS,
    **BROKEN_IN_COURSE,
}


SOFTENED = {"form.plenary_usual"}
"""Rules that weigh less than their provision: a fact outside the data may allow what they find."""


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
