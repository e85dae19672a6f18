"""The congresses that are sent: a count, a small congress, a national one; each time one that nobody sent before."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json"

_OF_A_COUNT = (
    "format", "organisation", "term", "outgoing_term", "ordinal", "form", "opened_on", "closed_on", "venue", "attendance",
    "presidium", "elections", "executive_committee", "tellers",
)  # fmt: skip
_WITH_PEOPLE = ("convening", "programme", "delegates", "credentials", "guests", "staff")


@dataclass(slots=True)
class Kind:
    """Congresses that differ in the name of their organisation; `raw` is safe to call from several threads."""

    name: str
    data: Mapping[str, Any]
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def raw(self) -> bytes:
        """The JSON of the next one."""
        of = {**self.data["organisation"], "name": f"Công đoàn cơ sở {self.name} {next(self._numbers)}"}
        return json.dumps({**self.data, "organisation": of}, ensure_ascii=False).encode()


def _example() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(EXAMPLE.read_bytes())
    return read


def count_of_votes() -> Kind:
    """A count of votes: its minutes, and the list and ballot paper of that vote."""
    whole = _example()
    return Kind("Kiểm phiếu", {name: whole[name] for name in _OF_A_COUNT})


def small_congress() -> Kind:
    """A congress of fourteen papers, without one for each delegate."""
    data = {name: value for name, value in _example().items() if name not in _WITH_PEOPLE}
    return Kind("Nhỏ", data)


def national_congress(delegates: int = 1100) -> Kind:
    """So many delegates, each with a card, and the papers of a congress; every figure goes with their number."""
    whole = _example()
    for name in ("convening", "programme", "guests", "staff"):
        del whole[name]
    del whole["organisation"]["members"]  # their number limits that of the delegates
    listed = whole["delegates"]
    times, rest = divmod(delegates, len(listed))
    data: dict[str, Any] = _times(whole, times)
    absent = next(one for one in listed if not one["present"])
    more = [*listed * times, *[absent] * rest]
    data["delegates"] = [_another(one, number, len(listed)) for number, one in enumerate(more)]
    data["attendance"]["summoned"] += rest
    data["attendance"]["absent_with_leave"] += rest
    data["credentials"][absent["standing"]] += rest
    return Kind("Toàn quốc", data)


_COUNTED = {
    "summoned", "present", "absent_with_leave", "absent_without_leave", "members_represented", "votes", "in_favour", "against",
    "abstained", "issued", "collected", "valid", "invalid", "count", "qualified", "ex_officio", "elected", "appointed",
}  # fmt: skip


def _times(value: Any, times: int, name: str = "") -> Any:
    """The same with every number of people so many times as large."""
    if isinstance(value, dict):
        return {key: _times(one, times, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_times(one, times) for one in value]
    counted = name in _COUNTED and isinstance(value, int) and not isinstance(value, bool)
    return value * times if counted else value


_SYLLABLES = (
    "An",
    "Bình",
    "Châu",
    "Dung",
    "Đạt",
    "Giang",
    "Hà",
    "Khanh",
    "Lan",
    "Minh",
    "Nga",
    "Oanh",
    "Phúc",
)


def _another(one: Mapping[str, Any], index: int, known: int) -> dict[str, Any]:
    """A delegate like that one with another number and, behind the `known` first, another name."""
    named = one["full_name"]
    if index >= known:
        first, second = divmod(index, len(_SYLLABLES))
        rest, third = divmod(first, len(_SYLLABLES))
        family = named.split()[0]
        named = " ".join((family, *(_SYLLABLES[at % len(_SYLLABLES)] for at in (rest, third, second))))
    return {**one, "number": index + 1, "full_name": named}
