"""What breaks the rules about the time after a congress: a place, and the changes of the sound congress that do it."""

from __future__ import annotations

from typing import Any


def vote(office: str, seats: int, votes: dict[str, int], *, present: int = 3) -> dict[str, Any]:
    """An election of one round in which everybody present voted."""
    round_ = {
        "candidates": [{"full_name": name, "votes": count} for name, count in votes.items()],
        "issued": present,
        "collected": present,
        "valid": present,
        "invalid": 0,
        "opened_at": "14:10:00",
        "closed_at": "14:20:00",
    }
    return {"office": office, "seats": seats, "rounds": [round_]}


DEPUTY = vote("deputy_chair", 1, {"Lê Thị Mai": 3})
INSPECTION = vote("inspection_committee", 3, {"Phạm Đức Dũng": 3, "Trần Văn Hùng": 3, "Mai Thị Hoa": 2})
INSPECTION_CHAIR = vote("inspection_chair", 1, {"Phạm Đức Dũng": 3})


def conference(**changed: Any) -> dict[str, Any]:
    """A sound first conference of the executive committee of three, two hours after the congress."""
    sound = {
        "held_on": "2023-03-13",
        "opened_at": "14:00:00",
        "closed_at": "15:00:00",
        "summoned": 3,
        "present": 3,
        "programme_adopted": {"in_favour": 3},
        "tellers": {"members": [{"full_name": "Vũ Đức"}], "vote": {"in_favour": 3}},
        "steps": [{"title": "Phân công nhiệm vụ", "vote": {"in_favour": 3}}],
        "elections": [DEPUTY, INSPECTION, INSPECTION_CHAIR],
    }
    return sound | changed


FULL = [{"kind": kind} for kind in ("minutes", "election_result", "biographies", "conference_minutes")]
FULL += [{"kind": "conference_count"}]


def dossier(**changed: Any) -> dict[str, Any]:
    """A sound dossier, sent ten days after the conference."""
    return {"sent_on": "2023-03-23", "dossier": FULL} | changed


DECIDED = [{"kind": "recognition_decision", "number": 3, "issued_on": "2023-04-20"}]


def extract(source: str, *parts: str) -> dict[str, Any]:
    """An extract of these parts, for the union above."""
    return {"source": source, "parts": parts, "receivers": ["Công đoàn cấp trên"]}


SOUND_AFTERWARDS: dict[str, Any] = {
    "/first_conference": conference(),
    "/inspection_conference": {
        "held_on": "2023-03-14",
        "summoned": 3,
        "present": 3,
        "elections": [vote("inspection_deputy_chair", 1, {"Mai Thị Hoa": 2})],
    },
    "/recognition": dossier(
        received_on="2023-03-24",
        dossier=[*FULL, {"kind": "inspection_minutes"}, {"kind": "inspection_count"}],
    ),
    "/marks": DECIDED,
    "/extracts": [
        extract("resolution", "assessment", "directions", "elections"),
        extract("minutes", "attendance", "organs", "steps", "elections", "adoption"),
    ],
}
"""Everything that may come after the congress, without a fault."""

BROKEN_AFTERWARDS: dict[str, tuple[str, dict[str, Any]]] = {
    "election.wrong_elector": (
        "/first_conference/elections/0/office",
        {"/first_conference": conference(elections=[vote("upper_delegates", 1, {"Lê Thị Mai": 3})])},
    ),
    "conference.not_from_body": (
        "/first_conference/elections/0",
        {"/first_conference": conference(elections=[vote("deputy_chair", 1, {"Vũ Đức": 3})])},
    ),
    "chair.elected_twice": (
        "/first_conference/elections/0",
        {"/first_conference": conference(elections=[vote("chair", 1, {"Ksor Hải": 3})])},
    ),
    "conference.officer_differs": (
        "/executive_committee/deputy_chairs/0",
        {
            "/first_conference": conference(),
            "/executive_committee/deputy_chairs": [{"full_name": "Phạm Đức Dũng"}],
        },
    ),
    "conference.summoned_differs": (
        "/first_conference/summoned",
        {"/first_conference": conference(summoned=4)},
    ),
    "conference.too_early": (
        "/first_conference/held_on",
        {"/first_conference": conference(held_on="2023-03-12")},
    ),
    "conference.reversed": (
        "/first_conference/closed_at",
        {"/first_conference": conference(closed_at="13:00:00")},
    ),
    "conference.vote_on_another_day": (
        "/first_conference/elections/0/rounds/0/held_on",
        {
            "/first_conference": conference(
                elections=[DEPUTY | {"rounds": [DEPUTY["rounds"][0] | {"held_on": "2023-03-14"}]}]
            )
        },
    ),
    "conference.vote_over_present": (
        "/first_conference/steps/0/vote",
        {"/first_conference": conference(steps=[{"title": "Phân công", "vote": {"in_favour": 4}}])},
    ),
    "conference.office_twice": (
        "/first_conference/elections/1",
        {"/first_conference": conference(elections=[DEPUTY, DEPUTY])},
    ),
    "recognition.sent_late": (
        "/recognition/sent_on",
        {"/first_conference": conference(), "/recognition": dossier(sent_on="2023-03-29")},
    ),
    "recognition.decided_late": (
        "/marks/0/issued_on",
        {"/recognition": {"received_on": "2023-03-24"}, "/marks": DECIDED},
    ),
    "recognition.year_unknown": (
        "/first_conference/held_on",
        {
            "/opened_on": "2022-03-13",
            "/closed_on": None,
            "/first_conference": {"held_on": "2022-03-14"},
        },
    ),
    "recognition.dossier_incomplete": (
        "/recognition/dossier",
        {"/first_conference": conference(), "/recognition": dossier(dossier=FULL[:3])},
    ),
    "extract.not_in_source": (
        "/extracts/0/parts/1",
        {"/extracts": [extract("resolution", "elections", "steps")]},
    ),
    "recognition.order": (
        "/recognition/received_on",
        {"/recognition": dossier(received_on="2023-03-22", dossier=[*FULL, {"kind": "conference_count"}])},
    ),
}
