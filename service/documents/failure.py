"""Why a set was given up, in a code and a sentence of each language."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """`document_id` names the paper that could not be made, where one is to blame."""

    code: str
    vi: str
    en: str
    document_id: str | None = None

    def encode(self) -> str:
        """The form kept in the catalog."""
        return json.dumps(asdict(self), ensure_ascii=False)


def decode(text: str) -> Failure:
    """The failure that `encode` wrote."""
    return Failure(**json.loads(text))


POISON = Failure(
    code="work.killed_its_process",
    vi="Việc dựng văn kiện làm tiến trình dừng đột ngột nhiều lần nên đã thôi. Hãy báo người quản trị.",
    en="Making the papers ended its process several times, so it was given up. Tell the administrator.",
)


def render_failed(document_id: str, title: str, error: Exception) -> Failure:
    """A template and its fields do not fit; the engine's message names fields, never their values."""
    return Failure(
        code="work.render_failed",
        vi=f"Không dựng được “{title}”: {error}",
        en=f"“{title}” could not be made: {error}",
        document_id=document_id,
    )


def storage_failed(error: Exception) -> Failure:
    """The storage holds something else than what was put there, or lost it."""
    return Failure(
        code="work.storage_failed",
        vi=f"Kho lưu trữ không nhận bộ văn kiện: {error}. Hãy báo người quản trị.",
        en=f"The storage does not take the papers: {error}. Tell the administrator.",
    )
