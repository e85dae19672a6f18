"""For every rule a change that breaks it in the sound congress: where it is found, and what is changed."""

from __future__ import annotations

from typing import Any

from service.congress.rules import RuleSet, load_rule_set
from service.congress.rules.provisions import Alternates, Requests, Surplus
from tests.congress.breaking_afterwards import BROKEN_AFTERWARDS
from tests.congress.breaking_course import BROKEN_IN_COURSE

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
    "ballots.names_left_sum": (
        f"{ROUND}/names_left",
        {f"{ROUND}/names_left": [{"names": 3, "ballots": 1}], f"{ROUND}/candidates/0/votes": None},
    ),
    "ballots.names_left_votes": (
        f"{ROUND}/names_left",
        {f"{ROUND}/names_left": [{"names": 1, "ballots": 58}]},
    ),
    "ballots.names_left_over_seats": (
        f"{ROUND}/names_left/0/names",
        {f"{ROUND}/names_left": [{"names": 9, "ballots": 58}]},
    ),
    "name.character": ("/delegates/1/full_name", {"/delegates/1/full_name": "Trần Văn Hùng *"}),
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
    "order.called_after_opening": (
        "/marks/1/issued_on",
        {"/marks/1": {"kind": "summons", "issued_on": "2023-03-14"}},
    ),
    "election.declared_order": (
        f"{ROUND}/elected",
        {f"{ROUND}/elected": ["Lê Thị Mai", "Ksor Hải", "Phạm Đức Dũng"]},
    ),
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
