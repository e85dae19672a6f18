"""What an administrator says of one organisation, in a row of the list or in the form for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Column = Literal["code", "name", "level", "parent", "state"]

HEADINGS: Mapping[Column, str] = {
    "code": "Mã",
    "name": "Tên tổ chức công đoàn",
    "level": "Cấp",
    "parent": "Mã cấp trên",
    "state": "Trạng thái",
}
ACTIVE, CLOSED = "Đang hoạt động", "Đã đóng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    Texts as they stand; `number` is the row of the sheet, and `cells` names the cell of each column (empty for a form).

    In a list the `code` says which organisation is meant, and may be the id of one that has none. The form for one says so
    by `unit`, its id; the `code` is then the one it is to have.
    """

    number: int
    unit: str = ""
    code: str = ""
    name: str = ""
    level: str = ""
    parent: str = ""
    """The code or id of the organisation above; empty for the administrator's own."""
    state: str = ""
    cells: Mapping[Column, str] = field(default_factory=dict)
