"""The papers of a vote before it is held: the ballot, and the list of candidates in the hall."""

from __future__ import annotations

from docx.document import Document
from letterhead import (
    HEADING,
    add,
    grid,
    heading,
    nation,
    optional,
    p,
    pair,
    row,
    row_tag,
    sheet,
    signed_by_one,
    tag,
    title,
)

_NAMES = (("TT", 750), ("Họ và tên", 3300), ("Năm sinh, chức vụ, đơn vị công tác", 4737))
_CHOICES = (
    ("TT", 750),
    ("Họ và tên", 2700),
    ("Năm sinh, chức vụ, đơn vị công tác", 3237),
    ("Đồng ý", 950),
    ("Không đồng ý", 1150),
)


def ballot() -> Document:
    document = sheet("Phiếu bầu cử")
    left = p("VKIssuer", "{{ congress_caps }}") + p("VKIssuer", "{{ ordinal_term_caps }}") + p("VKIssuerRule")
    left += p("VKSeal", "(Đóng dấu của Ban Chấp hành)")
    right = p("VKNation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("VKMotto", "Độc lập - Tự do - Hạnh phúc")
    right += p("VKMottoRule") + p("VKDate", "{{ date_line }}")
    add(document, pair(HEADING, left, right), title("PHIẾU BẦU CỬ"))
    add(
        document,
        tag("{%p for part in parts %}"),
        optional("part.title", p("VKBallotPart", "{{ part.title }}")),
        p("VKLead", "**{{ part.asked }}**"),
        p("VKLead", "{{ part.how }}"),
        optional("part.names", _listed("part.names", _NAMES)),
        optional("part.choices", _listed("part.choices", _CHOICES)),
        tag("{%p endfor %}"),
        tag("{%p for line in notes %}"),
        p("VKBallotNote", "{{ line }}"),
        tag("{%p endfor %}"),
    )
    return document


def conference_ballot() -> Document:
    document = sheet("Phiếu bầu cử tại hội nghị lần thứ nhất")
    left = optional("upper_caps", p("VKAbove", "{{ upper_caps }}"))
    left += p("VKIssuer", "{{ union_caps }}") + p("VKIssuerRule")
    left += p("VKSeal", "(Đóng dấu của Ban Chấp hành)")
    add(document, pair(HEADING, left, nation() + p("VKDate", "{{ date_line }}")))
    add(document, title("PHIẾU BẦU CỬ"), p("VKAnnexOf", "{{ meeting }}"))
    add(
        document,
        tag("{%p for part in parts %}"),
        p("VKLead", "**{{ part.asked }}**"),
        p("VKLead", "{{ part.how }}"),
        optional("part.names", _listed("part.names", _NAMES)),
        optional("part.choices", _listed("part.choices", _CHOICES)),
        tag("{%p endfor %}"),
        tag("{%p for line in notes %}"),
        p("VKBallotNote", "{{ line }}"),
        tag("{%p endfor %}"),
    )
    return document


def candidate_list() -> Document:
    document = sheet("Danh sách bầu cử")
    add(document, heading(organ=True, dated=True, numbered=False), title("DANH SÁCH BẦU CỬ"))
    add(
        document,
        p("VKLead", "{{ asked }}"),
        _listed("candidates", _NAMES),
        p("VKLast", "{{ closing }}./."),
        signed_by_one(("TM. ĐOÀN CHỦ TỊCH",), "{{ president }}"),
    )
    return document


def _listed(name: str, heads: tuple[tuple[str, int], ...]) -> str:
    widths = [width for _, width in heads]
    cells = [
        ("VKFigure", "{{ person.number }}"),
        ("VKCell", "**{{ person.name }}**"),
        ("VKCell", "{{ person.about }}"),
    ]
    cells += [("VKFigure", "")] * (len(heads) - 3)
    start, end = row_tag(widths, f"{{%tr for person in {name} %}}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)
