"""What breaks the rules about the course of the congress, in a congress that is otherwise sound."""

from __future__ import annotations

from typing import Any

BROKEN_IN_COURSE: dict[str, tuple[str, dict[str, Any]]] = {
    "presidium.not_delegates": (
        "/presidium/members",
        {"/attendance/summoned": 2, "/presidium/members": [{"full_name": "Vũ Đức"}]},
    ),
    "credentials_committee.plenary": (
        "/credentials_committee",
        {"/form": "plenary", "/credentials_committee": {"members": [{"full_name": "Lê An"}]}},
    ),
    "sessions.over_cap": (
        "/sessions",
        {"/sessions/0/closed_at": "16:30:00"},
    ),
    "minutes.out_of_order": (
        "/minutes/steps/2/title",
        {
            "/minutes/steps/1/title": "Thông qua Nghị quyết Đại hội",
            "/minutes/steps/2": {"title": "Thảo luận tại Đại hội"},
        },
    ),
    "credentials.refused_stands": (
        "/elections/0/rounds/0/candidates/3/full_name",
        {"/credentials/not_qualified": [{"full_name": "VŨ ĐỨC", "reason": "Đang bị kỷ luật cảnh cáo"}]},
    ),
}
