"""Why a set was given up, in a code and a sentence of each language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from service.documents.agreement import Disagreement

_MOST_SAID = 5


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


def killed_its_process(document_id: str, title: str, title_en: str) -> Failure:
    """Making this paper ends the process that does it."""
    return Failure(
        code=POISON.code,
        vi=f"Dựng “{title}” làm tiến trình dừng đột ngột, thử vài lần đều vậy nên đã thôi. Hãy xem lại mẫu Word của văn bản này và báo"
        " người quản trị.",
        en=f"Making “{title_en}” ended its process each time, so it was given up after a few tries. Look at its Word template, and"
        " tell the administrator.",
        document_id=document_id,
    )


def took_too_much(document_id: str, title: str, title_en: str) -> Failure:
    """A paper needs more memory than a process that renders may take."""
    return Failure(
        code="work.took_too_much",
        vi=f"Dựng “{title}” cần quá nhiều bộ nhớ nên đã thôi sau vài lần. Hãy xem lại mẫu Word và dữ liệu của văn bản này.",
        en=f"Making “{title_en}” took too much memory, so it was given up after a few tries. Look at its Word template"
        " and its data.",
        document_id=document_id,
    )


def render_failed(document_id: str, title: str, error: Exception) -> Failure:
    """A template and its fields do not fit; the engine's message names fields, never their values."""
    return Failure(
        code="work.render_failed",
        vi=f"Không dựng được “{title}”: {error}",
        en=f"“{title}” could not be made: {error}",
        document_id=document_id,
    )


def paper_refused(document_id: str, title: str, title_en: str, error: BaseException) -> Failure:
    """A finished paper holds what no paper may: an active part, a link to outside, a field that fetches."""
    return Failure(
        code="work.paper_refused",
        vi=f"“{title}” có thành phần không được phép trong văn kiện ({error}). Hãy xem lại mẫu Word.",
        en=f"“{title_en}” holds what no paper may ({error}). Look at the Word template.",
        document_id=document_id,
    )


def storage_failed(error: Exception) -> Failure:
    """The storage holds something else than what was put there, or lost it."""
    return Failure(
        code="work.storage_failed",
        vi=f"Kho lưu trữ không nhận bộ văn kiện: {error}. Hãy báo người quản trị.",
        en=f"The storage does not take the papers: {error}. Tell the administrator.",
    )


def papers_disagree(found: Sequence[Disagreement]) -> Failure:
    """Finished papers are not as the data have it: each with its place, what stands there and what is right."""
    said = found[:_MOST_SAID]
    more = len(found) - len(said)
    vi = [*map(_said_vi, said), *([f"Còn {more} chỗ khác."] if more else [])]
    en = [*map(_said_en, said), *([f"There are {more} more."] if more else [])]
    return Failure(
        code="work.papers_disagree",
        vi=" ".join(
            ["Văn kiện in ra không khớp nên bộ văn kiện không được chốt.", *vi, "Hãy xem lại mẫu Word."]
        ),
        en=" ".join(
            ["The set is not sealed, since its papers do not agree.", *en, "Look at the Word template."]
        ),
        document_id=found[0].document_id,
    )


def _said_vi(one: Disagreement) -> str:
    place = f", {one.spot.vi}" if one.spot else ""
    found = f"ghi “{one.found}”" if one.found is not None else "không có"
    right = f"đúng ra là “{one.expected}”" if one.expected is not None else "dữ liệu không có điều này"
    also = f" (như ở “{one.also[0]}”)" if one.also else ""
    return f"“{one.title}”{place}: {one.vi}: {found}, {right}{also}."


def _said_en(one: Disagreement) -> str:
    place = f", {one.spot.en}" if one.spot else ""
    found = f"the paper has “{one.found}”" if one.found is not None else "it is not there"
    right = f"right is “{one.expected}”" if one.expected is not None else "the data have no such thing"
    also = f" (as in “{one.also[1]}”)" if one.also else ""
    return f"“{one.title_en}”{place}: {one.en}: {found}, {right}{also}."
