"""A congress in which nothing is wrong, to be broken in one place at a time."""

from __future__ import annotations

from typing import Any

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
