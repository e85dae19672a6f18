"""Corrections: data for a congress whose papers stand already take their place, and say why."""

from __future__ import annotations

from service.catalog import EditionRecord, SetRecord
from service.congress.finding import Finding
from service.congress.model import Congress

POINTER = "/reason"


def reason_missing(congress: Congress, standing: tuple[SetRecord, EditionRecord] | None) -> Finding | None:
    """
    What is asked of an edition that would take the place of the `standing` set without saying why.

    The reason stands in the new set's manifest, and beside the old set wherever it is shown, for as long as both are kept.
    """
    if standing is None or congress.reason is not None:
        return None
    record, edition = standing
    vi, en = _SEALED if record.state == "sealed" else _IN_HAND
    return Finding(
        code="correction.reason_missing",
        pointer=POINTER,
        severity="error",
        figures={"edition": edition.serial},
        vi=vi.format(edition=edition.serial),
        en=en.format(edition=edition.serial),
    )


_SEALED = (
    "Đại hội này đã có bộ văn kiện được chốt (lần nhập {edition}); gửi dữ liệu khác là sửa bộ ấy. Hãy ghi lý do sửa: lý do "
    "được giữ trong bộ mới và hiện bên bộ cũ.",
    "A sealed set of this congress stands already (edition {edition}); other data correct it. Say why in the reason: it is kept "
    "in the new set and shown beside the old one.",
)
_IN_HAND = (
    "Bộ văn kiện của đại hội này đang được dựng (lần nhập {edition}); gửi dữ liệu khác là sửa bộ ấy. Hãy ghi lý do sửa: lý do "
    "được giữ trong bộ mới và hiện bên bộ cũ.",
    "A set of this congress is being made (edition {edition}); other data correct it. Say why in the reason: it is kept in the "
    "new set and shown beside the old one.",
)
