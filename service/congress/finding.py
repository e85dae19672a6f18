"""A finding (lỗi, cảnh báo): one broken rule, said so that a secretary knows what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "wait", "warning"]
"""
`error`: the data contradict themselves or the charter; nothing is accepted until mended.
`wait`: the congress must decide (a tie); accepted, but the papers it touches wait.
`warning`: unusual or unverified; shown, never in the way.
"""

Figure = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One broken rule: where, which figures, which article, and a sentence in each language.

    `pointer` is a JSON pointer (RFC 6901) into the congress data. `article` is empty for faults of shape
    and of plain arithmetic, which rest on no article. `rule_set` is the key of the rule set that was asked. `cell` is
    where the value stands in the workbook it came in (`Đại biểu!C17`); empty for other data.
    """

    code: str
    pointer: str
    severity: Severity
    vi: str
    en: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    article: str = ""
    rule_set: str = ""
    cell: str = ""
