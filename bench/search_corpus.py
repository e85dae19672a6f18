"""
A made-up archive of any size, the same each time: congress `i` depends on `i` alone.

Like one of the real thing: 63 provinces, 20 upper unions in each, 100 unions below each of those; five terms, the newest the
largest; of each congress its fourteen papers and a card for every delegate, so that six papers of seven are cards. Names are
those people have; the words of papers are the few hundred that such papers are made of, which is harder than real prose:
every paper holds "công" and "đoàn".
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.catalog.organisations import ROOT_ID
from service.congress.text import apostrophe_joined, exact, fold, number_key

PROVINCES, UPPER, BASE = 63, 20, 100
TERMS = ("2003-2008", "2008-2013", "2013-2018", "2018-2023", "2023-2028")
_WEIGHTS = (8, 12, 18, 25, 37)
SHA = "0" * 64
NOON = dt.datetime(2023, 2, 24, 12, tzinfo=dt.UTC)

_FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Ksor",
    "Rcom",
    "Siu",
    "Nay",
]
_SHARES = (38, 11, 10, 7, 5, 5, 5, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 0.3, 0.3)
_MIDDLES = [
    "Văn",
    "Thị",
    "Đức",
    "Hữu",
    "Ngọc",
    "Thanh",
    "Minh",
    "Quốc",
    "Xuân",
    "Thu",
    "Kim",
    "Hồng",
    "Bảo",
    "Anh",
    "Gia",
    "Đình",
    "Công",
    "Mạnh",
]
_GIVEN = [
    "An",
    "Anh",
    "Ánh",
    "Bình",
    "Châu",
    "Chi",
    "Cường",
    "Dung",
    "Dũng",
    "Duy",
    "Đạt",
    "Đức",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hằng",
    "Hiếu",
    "Hoa",
    "Hòa",
    "Hùng",
    "Hương",
    "Huyền",
    "Khoa",
    "Lan",
    "Linh",
    "Long",
    "Ly",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngân",
    "Nhung",
    "Oanh",
    "Phong",
    "Phúc",
    "Phương",
    "Quang",
    "Quý",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thúy",
    "Tiến",
    "Trang",
    "Trinh",
    "Tuấn",
    "Tuyết",
    "Vân",
    "Việt",
    "Vinh",
    "Xuân",
    "Yến",
    "H'Hen",
    "H'Lan",
    "Jen",
]
_PLACES = [
    "Sở",
    "Trường",
    "Công",
    "ty",
    "Bệnh",
    "viện",
    "Xí",
    "nghiệp",
    "Phòng",
    "Trung",
    "tâm",
    "Nhà",
    "máy",
    "Chi",
    "cục",
    "Ban",
    "quản",
    "lý",
]
_NAMES = [
    "Công",
    "thương",
    "Nông",
    "nghiệp",
    "Giáo",
    "dục",
    "Y",
    "tế",
    "Xây",
    "dựng",
    "Giao",
    "thông",
    "Tài",
    "chính",
    "Cấp",
    "nước",
    "Thoát",
    "nước",
    "Điện",
    "lực",
    "Cao",
    "su",
    "Cà",
    "phê",
    "May",
    "mặc",
    "Dệt",
    "Bưu",
    "điện",
    "Đường",
    "sắt",
    "Môi",
    "trường",
    "Lê",
    "Lợi",
    "Quang",
    "Trung",
    "Hùng",
    "Vương",
    "Lý",
    "Tự",
    "Trọng",
    "Phù",
    "Đổng",
]
_PROSE = [
    "đại",
    "hội",
    "đã",
    "thảo",
    "luận",
    "và",
    "quyết",
    "nghị",
    "các",
    "chỉ",
    "tiêu",
    "nhiệm",
    "vụ",
    "giải",
    "pháp",
    "chủ",
    "yếu",
    "trong",
    "nhiệm",
    "kỳ",
    "tới",
    "tập",
    "trung",
    "chăm",
    "lo",
    "bảo",
    "vệ",
    "quyền",
    "lợi",
    "ích",
    "hợp",
    "pháp",
    "chính",
    "đáng",
    "của",
    "đoàn",
    "viên",
    "người",
    "lao",
    "động",
    "xây",
    "dựng",
    "tổ",
    "chức",
    "công",
    "đoàn",
    "vững",
    "mạnh",
    "đổi",
    "mới",
    "nội",
    "dung",
    "phương",
    "thức",
    "hoạt",
    "động",
    "nâng",
    "cao",
    "trình",
    "độ",
    "học",
    "tập",
    "thi",
    "đua",
    "sản",
    "xuất",
    "kinh",
    "doanh",
    "an",
    "toàn",
    "vệ",
    "sinh",
    "lao",
    "động",
    "tiền",
    "lương",
    "thoát",
    "nước",
    "môi",
    "trường",
    "văn",
    "hóa",
    "thể",
    "thao",
    "từ",
    "thiện",
    "nhân",
    "đạo",
    "kiểm",
    "tra",
    "giám",
    "sát",
    "tài",
    "chính",
    "nữ",
    "công",
    "tuyên",
    "truyền",
    "giáo",
    "dục",
]
_PAPERS = (
    ("resolution", "Nghị quyết Đại hội", "NQ-ĐH", 500),
    ("minutes", "Biên bản Đại hội", "BB-ĐH", 900),
    ("credential", "Báo cáo thẩm tra tư cách đại biểu", "BC-ĐH", 300),
    ("election_result", "Biên bản kiểm phiếu bầu Ban Chấp hành, vòng 1", "BB-ĐH", 250),
    ("election_result", "Biên bản kiểm phiếu bầu Chủ tịch, vòng 1", "BB-ĐH", 200),
    ("election_result", "Biên bản kiểm phiếu bầu đại biểu dự đại hội cấp trên, vòng 1", "BB-ĐH", 200),
    ("minutes", "Biên bản Hội nghị Ban Chấp hành lần thứ nhất", "BB-BCH", 400),
    ("election_result", "Biên bản kiểm phiếu bầu Phó Chủ tịch, vòng 1", "BB-BCH", 200),
    ("election_result", "Biên bản kiểm phiếu bầu Ủy ban Kiểm tra, vòng 1", "BB-BCH", 200),
    ("minutes", "Biên bản Hội nghị Ủy ban Kiểm tra lần thứ nhất", "BB-UBKT", 300),
    ("resolution", "Tờ trình đề nghị công nhận Ban Chấp hành", "TTr-CĐCS", 250),
    ("resolution", "Quyết định công nhận Ban Chấp hành", "QĐ-LĐLĐ", 200),
    ("resolution", "Thông báo kết quả Đại hội", "TB-CĐCS", 150),
    ("resolution", "Trích sao Nghị quyết Đại hội", "TrS-CĐCS", 150),
)


def uuid_of(*parts: object) -> str:
    """An identifier that depends on the parts alone."""
    held = hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()
    return f"{held[:8]}-{held[8:12]}-4{held[13:16]}-8{held[17:20]}-{held[20:32]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An organisation of the made-up tree."""

    id: str
    parent_id: str
    name: str
    lineage: str


def tree() -> Iterator[Place]:
    """Every organisation below the root, parents first."""
    for p in range(PROVINCES):
        yield (province := _place(ROOT_ID, f"/{ROOT_ID}/", f"Liên đoàn Lao động tỉnh {_name(p)}", p))
        for u in range(UPPER):
            yield (
                upper := _place(province.id, province.lineage, f"Công đoàn ngành {_name(u)} {_name(p)}", p, u)
            )
            for b in range(BASE):
                name = f"Công đoàn {_PLACES[b % len(_PLACES)]} {_name(b * 7 + u)} {b}"
                yield _place(upper.id, upper.lineage, name, p, u, b)


def _place(parent: str, lineage: str, name: str, *key: int) -> Place:
    own = uuid_of("place", *key)
    return Place(id=own, parent_id=parent, name=name, lineage=f"{lineage}{own}/")


def _name(number: int) -> str:
    return f"{_NAMES[number % len(_NAMES)]} {_NAMES[(number * 5 + 3) % len(_NAMES)]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One congress: where, which term, and the rows of its papers."""

    number: int
    place: Place
    term: str
    papers: list[dict[str, Any]]


def congress(number: int, places: list[Place]) -> Sample:
    """Congress `number`; `places` are the unions at the base."""
    dice = random.Random(number)
    place = places[(number * 7_919) % len(places)]
    term = TERMS[number // len(places) % len(TERMS)] if number >= len(places) else _term(dice)
    people = [person(dice) for _ in range(dice.randrange(60, 110))]
    papers = [_paper(number, place, one, *what, dice, people) for one, what in enumerate(_PAPERS)]
    papers += [_card(number, place, len(_PAPERS) + one, name) for one, name in enumerate(people)]
    return Sample(number=number, place=place, term=term, papers=papers)


def _term(dice: random.Random) -> str:
    return dice.choices(TERMS, _WEIGHTS)[0]


def person(dice: random.Random) -> str:
    """A name as people have them."""
    return f"{dice.choices(_FAMILIES, _SHARES)[0]} {dice.choice(_MIDDLES)} {dice.choice(_GIVEN)}"


def _paper(
    number: int, place: Place, position: int, kind: str, title: str, symbol: str, length: int,
    dice: random.Random, people: list[str],
) -> dict[str, Any]:  # fmt: skip
    given = f"{position + 1:02d}/{symbol}"
    named = dice.sample(people, 12)
    body = " ".join(dice.choices(_PROSE, k=length))
    return _row(number, place, position, kind, title, given, [given, *named], body)


def _card(number: int, place: Place, position: int, name: str) -> dict[str, Any]:
    card = position - len(_PAPERS) + 1
    return _row(
        number, place, position, "credential", f"Thẻ đại biểu số {card:03d}, {name}", None, [name.upper()], ""
    )


def _row(
    number: int,
    place: Place,
    position: int,
    kind: str,
    title: str,
    given: str | None,
    said: list[str],
    body: str,
) -> dict[str, Any]:
    head = "\n".join([title, place.name, *said])
    return {
        "id": uuid_of("document", number, position),
        "position": position,
        "kind": kind,
        "title": title,
        "number": given,
        "key": number_key(given) if given else None,
        "head": apostrophe_joined(head),
        "accented": exact(head),
        "body": fold(body),
    }
