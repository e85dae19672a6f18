"""
Congresses whose papers are looked at on their pages: of delegates and of all members, with 3 names and with 300, of a
union with a short and with a very long name, before and after numbers and days were given.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

Data = dict[str, Any]

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = {
    "short": "CĐCS Ia",
    "long": "Công đoàn cơ sở Trung tâm Nghiên cứu, Ứng dụng và Chuyển giao tiến bộ khoa học kỹ thuật nông nghiệp công "
    "nghệ cao vùng Bắc Tây Nguyên và duyên hải Nam Trung Bộ, Tổng công ty Phát triển Cao nguyên",
}
FORMS = {"delegates": "so-cong-thuong-2023-day-du.json", "plenary": "truong-hoa-sen-2023-toan-the.json"}
LENGTHS = range(0, 40, 8)
"""So many lines more in each long paper, so that its end falls on every height of a page."""


@dataclass(frozen=True, slots=True)
class Case:
    """One congress; `only` are the templates whose papers are looked at, all of them when empty."""

    name: str
    data: Data
    only: frozenset[str] = frozenset()


def cases() -> Iterator[Case]:
    """The examples as they are, the sixteen of the matrix, and those in which a paper ends on every height of a page."""
    for form in FORMS:
        yield Case(form, _example(form))
    for form, size, name, signed in product(FORMS, ("3 names", "300 names"), NAMES, ("blank", "signed")):
        data = (_three if size == "3 names" else _three_hundred)(_example(form))
        data["organisation"]["name"] = NAMES[name]
        if signed == "signed":
            _sign(data)
        yield Case(
            f"{form}, {size}, {name}, {signed}", data, _NUMBERED if signed == "signed" else frozenset()
        )
    yield Case("long person", _long_person(_example("delegates")))
    for form, extra in product(FORMS, LENGTHS):
        yield longer(form, extra)


def longer(form: str, extra: int) -> Case:
    """The example of that form with so many lines more in each of its long papers."""
    return Case(f"{form}, {extra} lines more", _longer(_example(form), extra), _LONG)


_NUMBERED = frozenset(
    (
        *("resolution", "minutes", "credentials_report", "membership_report", "election_result"),
        *("summons", "invitation", "programme"),
    )
)
"""Papers that look otherwise when they have a number and a day."""
_LONG = frozenset(
    (
        *("resolution", "minutes", "credentials_report", "membership_report", "election_result"),
        *("candidate_list", "programme"),
    )
)
_KINDS = ("resolution", "minutes", "credential", "summons", "invitation", "programme")


def _example(form: str) -> Data:
    loaded: Data = json.loads((EXAMPLES / FORMS[form]).read_text(encoding="utf-8"))
    return loaded


def _sign(data: Data) -> None:
    """Numbers and days were given after the papers were signed."""
    data["marks"] = [
        *(
            {"kind": kind, "number": number, "issued_on": "2023-02-16"}
            for number, kind in enumerate(_KINDS, 1)
        ),
        {"kind": "election_result", "election": 1, "round": 1, "number": 1_234, "issued_on": "2023-02-15"},
    ]


def _longer(data: Data, extra: int) -> Data:
    """The congress with so many more lines in each of its long papers."""
    data["minutes"]["steps"][0]["text"] = "\n".join(["Đại hội chào cờ."] * (1 + extra))
    data["resolution"]["tasks"] = ["Chăm lo đời sống đoàn viên, người lao động."] * (1 + extra)
    if data["form"] == "delegates":
        data["credentials"]["complaints"] = "\n".join(["Không có đơn thư."] * (1 + extra))
    else:
        data["membership"]["complaints"] = "\n".join(["Không có đơn thư."] * (1 + extra))
    for election in data["elections"]:
        election["rounds"][0]["candidates"] += [{**_person(n), "votes": 0} for n in range(extra)]
    return data


def _three(data: Data) -> Data:
    """Three people on every list."""
    for election in data["elections"]:
        election["rounds"][0]["candidates"] = election["rounds"][0]["candidates"][:3]
        election["rounds"][0]["elected"] = None
    data["executive_committee"] |= {"size": 3, "members": data["executive_committee"]["members"][:3]}
    if data["form"] == "delegates":
        data["delegates"] = data["delegates"][:3]
    return data


def _person(number: int) -> Data:
    return {
        "full_name": f"Trần Thị Thiên {chr(65 + number // 26)}{chr(97 + number % 26)}",
        "gender": "female",
        "birth_year": 1980,
        "ethnicity": "Kinh",
        "hometown": "Gia Lai",
        "specialty": "Cử nhân",
        "position": "Chuyên viên",
        "unit": "Phòng Tổ chức",
    }


def _three_hundred(data: Data) -> Data:
    """Three hundred people on every list."""
    people = [_person(number) for number in range(300)]
    for election in data["elections"]:
        election["rounds"][0]["candidates"] += [{**one, "votes": 0} for one in people[:290]]
    data["executive_committee"] |= {"size": 300, "members": people}
    if data["form"] == "delegates":
        data["delegates"] = [{**one, "number": n} for n, one in enumerate(people, 1)]
    data["guests"] = [{**one, "unit": NAMES["long"]} for one in people[:3]]
    return data


def _long_person(data: Data) -> Data:
    """Fifty letters, the most a name may have, and a unit of a hundred."""
    person = {
        "full_name": "Nguyễn Phước Bảo Quốc Tường Vĩnh Hoàng Thiên Phúc"[:50],
        "unit": "Tổ công đoàn Trung tâm Khuyến công và Tư vấn phát triển công nghiệp, thương mại, dịch vụ tỉnh Gia Lai",
    }
    before = {data["delegates"][number]["full_name"] for number in range(4)}
    for number in range(4):
        data["delegates"][number] |= person
    renamed: Data = copy.deepcopy(data)
    for organ in ("presidium", "secretariat"):
        for one in (renamed.get(organ) or {}).get("members", []):
            if one["full_name"] in before:
                one["full_name"] = person["full_name"]
    return renamed
