"""
Questions with known answers, the same on every database: whole lists in their order, not only their first.

The papers are listed oldest first; an answer names them best first.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any, cast

import pytest

from service.archive import Archive, SearchRequest
from service.catalog import AccountRecord, Catalog
from service.storage import OcflRoot
from tests.archive.corpus import Held, Paper, plant

GIA_LAI, DA_NANG = "Liên đoàn Lao động tỉnh Gia Lai", "Liên đoàn Lao động thành phố Đà Nẵng"
VIEN_CHUC = "Công đoàn Viên chức tỉnh"
SO, TRUONG, CONG_TY = (
    "Công đoàn cơ sở Sở Công thương",
    "Công đoàn Trường Lý Tự Trọng",
    "Công đoàn Công ty Hòa Thuý",
)
NUOC = "Công đoàn Công ty Thoát nước"

CONGRESSES = (
    Held(
        chain=(GIA_LAI, VIEN_CHUC, SO),
        term="2017-2023",
        papers=(
            Paper(name="so-cu", kind="resolution", title="Nghị quyết Đại hội", number="01/NQ-ĐH",
                  issued_on=dt.date(2017, 9, 12), people=("Ksor Phước",), body="Đổi mới nội dung và phương pháp hoạt động"),
        ),
    ),
    Held(
        chain=(GIA_LAI, VIEN_CHUC, SO),
        term="2023-2028",
        papers=(
            Paper(name="so-nq", kind="resolution", title="Nghị quyết Đại hội", number="05/NQ-ĐH",
                  issued_on=dt.date(2023, 2, 15), people=("Rcom Jen", "H'Hen Niê", "Trần Thị Lan Anh"),
                  body="Đổi mới, dân chủ, đoàn kết, phát triển. Trên 90% đoàn viên học tập nâng cao trình độ"),
            Paper(name="so-bb", kind="minutes", title="Biên bản Đại hội", number="06/BB-ĐH",
                  people=("Rcom Jen", "Vũ Thị Giang"), body="Chào cờ, tuyên bố lý do, giới thiệu đại biểu. Thảo luận về quỹ thi đua"),
            Paper(name="so-kp", kind="election_result", title="Biên bản kiểm phiếu bầu Ban Chấp hành, vòng 1",
                  people=("Rcom Jen", "Trần Lan Anh", "Hoàng Văn Đạt", "Nguyễn Hoà"), body="Số phiếu phát ra 31, thu về 31"),
            Paper(name="so-the-1", kind="credential", title="Thẻ đại biểu số 001, Rcom Jen", people=("RCOM JEN",)),
            Paper(name="so-the-2", kind="credential", title="Thẻ đại biểu số 002, Nguyễn Hoà", people=("NGUYỄN HOÀ",)),
            Paper(name="so-the-3", kind="credential", title="Thẻ đại biểu số 003, Lý Kỳ", people=("LÝ KỲ",)),
        ),
    ),
    Held(
        chain=(GIA_LAI, VIEN_CHUC, TRUONG),
        term="2023-2028",
        papers=(
            Paper(name="tr-nq", kind="resolution", title="Nghị quyết Đại hội", number="01/NQ-ĐH",
                  issued_on=dt.date(2023, 3, 20), people=("Y Ngông Niê Kdăm",), body="Dạy tốt, học tốt; đại hội quyết nghị các chỉ tiêu"),
            Paper(name="tr-bc", kind="credential", title="Báo cáo thẩm tra tư cách đại biểu", number="02/BC-ĐH",
                  people=("Đỗ Hải Yến",), body="Đại biểu nữ chiếm 62,50%"),
            Paper(name="tr-the", kind="credential", title="Thẻ đại biểu số 001, Đỗ Hải Yến", people=("ĐỖ HẢI YẾN",)),
        ),
    ),
    Held(
        chain=(DA_NANG, "Công đoàn ngành Công Thương", CONG_TY),
        term="2023-2028",
        papers=(
            Paper(name="ct-nq", kind="resolution", title="Nghị quyết Đại hội", number="12/2023/NQ-CĐCS",
                  issued_on=dt.date(2023, 5, 4), people=("Đạt Văn Hoàng", "Trần Anh Lan"), body="Hoạt động công ty mỹ nghệ"),
            Paper(name="ct-kp", kind="election_result", title="Biên bản kiểm phiếu bầu Chủ tịch, vòng 1",
                  people=("Nguyễn Hóa", "Dạt Bùi"), body="Phiếu không hợp lệ: 2"),
        ),
    ),
    Held(
        chain=(DA_NANG, "Công đoàn ngành Công Thương", NUOC),
        term="2023-2028",
        papers=(
            Paper(name="nu-nq", kind="resolution", title="Nghị quyết Đại hội", number="05/NQ-ĐH",
                  issued_on=dt.date(2023, 6, 1), people=("Ksor H'Lan",), body="Xây dựng hệ thống thoát nước; quý đoàn viên thi đua"),
            Paper(name="nu-bb", kind="minutes", title="Biên bản Đại hội", people=("Quý Thị Nguyệt",), body="Đoàn viên phát biểu về lương"),
        ),
    ),
    # The congress of the office once more: what stood there is superseded.
    Held(
        chain=(GIA_LAI, VIEN_CHUC, SO),
        term="2017-2023",
        papers=(
            Paper(name="so-moi", kind="resolution", title="Nghị quyết Đại hội (đính chính)", number="02/NQ-ĐH",
                  issued_on=dt.date(2017, 9, 20), people=("Ksor Phước",), body="Đổi mới nội dung"),
        ),
    ),
)  # fmt: skip

NQ = ["so-moi", "nu-nq", "ct-nq", "tr-nq", "so-nq"]
TELLERS = ["ct-kp", "so-kp"]

WORDS: dict[str, list[str]] = {
    # Accents, case, composition, order.
    "nghi quyet": NQ,
    "Nghị quyết": NQ,
    "NGHỊ QUYẾT": NQ,
    "quyết nghị": NQ,
    "kiem phieu": TELLERS,
    "kiểm phiếu": TELLERS,
    "phiếu kiểm": TELLERS,
    "biên bản": ["nu-bb", "ct-kp", "so-kp", "so-bb"],
    "đính chính": ["so-moi"],
    "dinh chinh": ["so-moi"],
    # People: exact accents first, then folded, then text; side by side first.
    "Rcom Jen": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "rcom jen": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "jen rcom": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "Lan Anh": ["so-kp", "so-nq", "ct-nq"],
    "lan anh": ["so-kp", "so-nq", "ct-nq"],
    '"lan anh"': ["so-kp", "so-nq"],
    '"Anh Lan"': ["ct-nq"],
    "tran lan anh": ["so-kp", "ct-nq", "so-nq"],
    '"Trần Lan Anh"': ["so-kp"],
    "Hoàng Văn Đạt": ["so-kp", "ct-nq"],
    '"Hoàng Văn Đạt"': ["so-kp"],
    "hoang van dat": ["so-kp", "ct-nq"],
    "đạt": ["ct-nq", "so-kp", "ct-kp"],
    "dạt": ["ct-kp", "ct-nq", "so-kp"],
    '"đạt"': ["ct-nq", "so-kp"],
    '"dạt"': ["ct-kp"],
    '"dat"': ["ct-kp", "ct-nq", "so-kp"],
    # Tone placement, and words that only accents tell apart.
    "Nguyễn Hòa": ["so-the-2", "so-kp", "ct-kp"],
    "Nguyễn Hoà": ["so-the-2", "so-kp", "ct-kp"],
    '"Nguyễn Hòa"': ["so-the-2", "so-kp"],
    '"Nguyễn Hóa"': ["ct-kp"],
    "Hòa Thúy": ["ct-kp", "ct-nq"],
    '"Hoà Thúy"': ["ct-kp", "ct-nq"],
    "quý": ["nu-bb", "nu-nq", "so-bb"],
    '"quý"': ["nu-bb"],
    # Names of the Central Highlands and their apostrophes.
    "H'Hen Niê": ["so-nq"],
    "H’Hen": ["so-nq"],
    "HHen": ["so-nq"],
    "h hen": ["so-nq"],
    "hhen nie": ["so-nq"],
    "Ksor H'Lan": ["nu-nq"],
    "ksor hlan": ["nu-nq"],
    '"Ksor H\'Lan"': ["nu-nq"],
    '"Rcom H\'Lan"': [],
    '"ksor h\'lan"': ["nu-nq"],
    '"rcom h\'lan"': [],
    "ksor": ["so-moi", "nu-nq"],
    "R'com": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "Niê Kdăm": ["tr-nq"],
    "nie": ["tr-nq", "so-nq"],
    # i and y.
    "Lý Kỳ": ["so-the-3"],
    "Lí Kì": ["so-the-3"],
    "ly ky": ["so-the-3"],
    "trường lí tự trọng": ["tr-the", "tr-bc", "tr-nq"],
    "công ti": ["nu-bb", "nu-nq", "ct-kp", "ct-nq"],
    "mĩ nghệ": ["ct-nq"],
    # Đ.
    "đỗ hải yến": ["tr-the", "tr-bc"],
    "do hai yen": ["tr-the", "tr-bc"],
    "Đỗ": ["tr-the", "tr-bc", "so-bb", "so-nq"],
    "ĐỔI MỚI": ["so-moi", "so-nq"],
    "doi moi": ["so-moi", "so-nq"],
    # Bodies come behind heads.
    "thi đua": ["nu-nq", "so-bb"],
    "đại biểu": ["tr-the", "tr-bc", "so-the-3", "so-the-2", "so-the-1", "nu-bb", "so-bb"],
    "thoát nước": ["nu-bb", "nu-nq"],
    '"thoát nước"': ["nu-bb", "nu-nq"],
    "chào cờ": ["so-bb"],
    "thu ve": ["so-kp"],
    "dân chủ đoàn kết": ["so-nq"],
    '"dan chu doan ket"': ["so-nq"],
    '"đoàn kết dân chủ"': [],
    "học tập": ["so-nq"],
    # Prefixes.
    "nghi*": NQ,
    "quy*": [*NQ[:1], "nu-bb", *NQ[1:], "so-bb"],
    "thoa*": ["nu-bb", "nu-nq"],
    "rco*": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "kiểm phi*": TELLERS,
    "zz*": [],
    "r*": [],
    # Numbers, however typed; and what only looks like one.
    "01/NQ-ĐH": ["tr-nq"],
    "1/nq-dh": ["tr-nq"],
    "001 / NQ-DH": ["tr-nq"],
    "Số: 05/NQ-ĐH": ["nu-nq", "so-nq"],
    "12/2023/NQ-CĐCS": ["ct-nq"],
    "06/BB-ĐH": ["so-bb"],
    "99/NQ-ĐH": [],
    "NQ-ĐH": ["so-moi", "nu-nq", "tr-nq", "so-nq"],
    "nq dh": ["so-moi", "nu-nq", "tr-nq", "so-nq"],
    "05": ["nu-nq", "so-nq"],
    "62,50%": ["tr-bc"],
    "31": ["so-kp"],
    # Nothing typed is syntax.
    '"': [],
    "*": [],
    "AND": [],
    "nghị OR quyết": [],
    "head:rcom": [],
    "(rcom)": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "-rcom": ["so-the-1", "so-kp", "so-bb", "so-nq"],
    "không có từ này": [],
}  # fmt: skip

FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"words": "nghị quyết", "term": "2017-2023"}, ["so-moi"]),
    ({"words": "nghị quyết", "term": "2017-2023", "superseded": True}, ["so-moi", "so-cu"]),
    ({"words": "rcom jen", "kind": "minutes"}, ["so-bb"]),
    ({"words": "rcom jen", "term": "2017-2023"}, []),
    ({"words": "01/NQ-ĐH", "term": "2017-2023", "superseded": True}, ["so-cu"]),
    ({"person": "Trần Lan Anh"}, ["so-kp"]),
    ({"person": "lan anh"}, ["so-kp", "so-nq"]),
    ({"person": "Rcom Jen", "words": "nghị quyết"}, ["so-nq"]),
    ({"since": dt.date(2023, 3, 1), "kind": "resolution"}, ["nu-nq", "ct-nq", "tr-nq"]),
    (
        {"words": "nghị quyết", "since": dt.date(2023, 3, 20), "until": dt.date(2023, 5, 4)},
        ["ct-nq", "tr-nq"],
    ),
    ({"until": dt.date(2017, 12, 31)}, ["so-moi"]),
    ({"organisation": DA_NANG, "kind": "resolution"}, ["nu-nq", "ct-nq"]),
    ({"organisation": DA_NANG, "words": "nghị quyết"}, ["nu-nq", "ct-nq"]),
    ({"organisation": VIEN_CHUC, "words": "nghi quyet", "term": "2023-2028"}, ["tr-nq", "so-nq"]),
    ({"organisation": TRUONG}, ["tr-the", "tr-bc", "tr-nq"]),
    ({"organisation": TRUONG, "words": "đại biểu"}, ["tr-the", "tr-bc"]),
    ({"organisation": CONG_TY, "words": "rcom"}, []),
]


@dataclass(frozen=True, kw_only=True)
class Asker:
    """The account at the root, asking an archive that holds the known papers."""

    archive: Archive
    account: AccountRecord

    def __call__(self, *, limit: int = 50, organisation: str | None = None, **asked: Any) -> list[str]:
        """The whole answer, page by page."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            request = SearchRequest(**asked, organisation=self._id(organisation), cursor=cursor, limit=limit)
            page = self.archive.search(request, account=self.account)
            found += [paper.document.id for paper in page.papers]
            cursor = page.cursor
            if cursor is None:
                return found

    def _id(self, name: str | None) -> str | None:
        with self.archive.catalog.read() as work:
            below = work.organisations.subtree(self.account.organisation)
        return next((one.id for one in below if one.name == name), None)


@pytest.fixture
def ask(catalog: Catalog) -> Asker:
    # Questions read the catalog alone.
    return Asker(
        archive=Archive(catalog=catalog, root=cast("OcflRoot", None)), account=plant(catalog, CONGRESSES)
    )


def test_every_question_has_its_answer(ask: Asker) -> None:
    """
    Which papers, in which order, for each of the questions.
    """
    assert WORDS == {words: ask(words=words) for words in WORDS}


def test_decomposed_questions_have_the_same_answers(ask: Asker) -> None:
    """
    A Mac sends letters and marks apart.
    """
    assert WORDS == {words: ask(words=unicodedata.normalize("NFD", words)) for words in WORDS}


def test_every_filter_narrows(ask: Asker) -> None:
    """
    Term, kind, organisation, person, days and supersession, alone and together.
    """
    assert [answer for _, answer in FILTERS] == [ask(**asked) for asked, _ in FILTERS]


def test_pages_of_any_size_give_the_same_answer(ask: Asker) -> None:
    """
    Following the cursor shows each paper once, in the order of the whole.
    """
    several = [words for words, answer in WORDS.items() if len(answer) > 3]

    assert {words: WORDS[words] for words in several} == {
        words: ask(words=words, limit=2) for words in several
    }


def test_pages_go_on_behind_the_window(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The closer look ends somewhere; nothing is lost or shown twice at its end.
    """
    monkeypatch.setattr("service.archive.shelves.WINDOW", 3)

    assert {words: set(answer) for words, answer in WORDS.items()} == {
        words: set(ask(words=words, limit=2)) for words in WORDS
    }
    assert all(len(answer) == len(ask(words=words, limit=2)) for words, answer in WORDS.items())


def test_the_first_page_counts(ask: Asker) -> None:
    """
    How many there are in all, and of which term and kind.
    """
    page = ask.archive.search(SearchRequest(words="rcom jen", limit=1), account=ask.account)

    assert 4 == page.total
    assert (
        ("2023-2028", "credential", 1),
        ("2023-2028", "election_result", 1),
        ("2023-2028", "minutes", 1),
        ("2023-2028", "resolution", 1),
    ) == page.facets


def test_there_are_eighty_questions() -> None:
    """
    Fewer would not show that both databases mean the same.
    """
    assert 80 <= len(WORDS) + len(FILTERS)
