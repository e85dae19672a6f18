"""The papers on who takes part: the delegates' cards, the credentials report, the report on the members."""

from __future__ import annotations

from docx.document import Document
from letterhead import (
    add,
    foot,
    grid,
    heading,
    lines,
    optional,
    p,
    row,
    row_tag,
    sheet,
    signed_by_body,
    signed_with_receivers,
    tag,
    title,
)
from wordstyles import CARD_STYLES

_SIDES = ("top", "left", "bottom", "right")
_FRAME = "".join(f'<w:{side} w:val="double" w:sz="6" w:space="6" w:color="B00000"/>' for side in _SIDES)
CARD = (
    '<w:pgSz w:w="5103" w:h="7371"/>'
    '<w:pgMar w:top="454" w:right="397" w:bottom="1060" w:left="397" w:header="0" w:footer="454" w:gutter="0"/>'
    f'<w:pgBorders w:offsetFrom="text">{_FRAME}</w:pgBorders>'
)
"""90 x 130 mm; no regulation sets the form of a card."""

PHOTO = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="VKGrid"/><w:tblW w:w="1701" w:type="dxa"/><w:jc w:val="center"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1701"/></w:tblGrid>'
    '<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="2268" w:hRule="exact"/><w:jc w:val="center"/></w:trPr>'
    '<w:tc><w:tcPr><w:tcW w:w="1701" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{}</w:tc></w:tr></w:tbl>'
)
"""A photograph of 3 x 4 cm is glued in."""


def credential_card() -> Document:
    document = sheet("Thẻ đại biểu", styles=CARD_STYLES, page=CARD, numbered=False)
    add(
        document,
        p("VKCardCongress", "{{ form_caps }}"),
        organisation_on_a_card(),
        p("VKCardCongress", "{{ ordinal_term_caps }}"),
        p("VKCardRule"),
        p("VKCardTitle", "THẺ ĐẠI BIỂU"),
        PHOTO.format(p("VKCardPhoto", "Ảnh 3 x 4")),
        p("VKCardName", "{{ name_caps }}"),
        p("VKCardLine", "{{ unit }}"),
    )
    foot(document, p("VKCardNumber", "Số: {{ card_number }}"), p("VKCardPlace", "{{ place_date }}"))
    return document


def organisation_on_a_card() -> str:
    """The name of the union, in smaller letters where it would push the rest off the card."""
    long = "organisation_caps | length > 90"
    small = optional(long, p("VKCardSmall", "{{ organisation_caps }}"))
    return small + optional(f"not ({long})", p("VKCardCongress", "{{ organisation_caps }}"))


def credentials_report() -> Document:
    document = sheet("Báo cáo thẩm tra tư cách đại biểu")
    add(document, heading(organ=True, dated=True), title("BÁO CÁO"))
    add(
        document,
        tag("{%p for line in grounds %}"),
        p("VKGround", "{{ line }}"),
        tag("{%p endfor %}"),
        p("VKBody", "{{ opening }}"),
        p("VKPart", "Tình hình đại biểu"),
        _figures("attendance", "Đại biểu"),
        tag("{%p for line in absences %}"),
        p("VKBody", "{{ line }}"),
        tag("{%p endfor %}"),
        p("VKPart", "Thành phần đại biểu"),
        p("VKLead", "Trong số {{ summoned }} đại biểu được triệu tập (tỷ lệ tính trên số được triệu tập):"),
        _figures("composition", "Thành phần"),
        p("VKPart", "Cơ cấu, chất lượng đại biểu"),
        p("VKLead", "Tỷ lệ tính trên {{ base_count }} đại biểu {{ base_name }}:"),
        _breakdowns(),
        tag("{%p for line in ages %}"),
        p("VKBody", "{{ line }}"),
        tag("{%p endfor %}"),
        p("VKPart", "Đơn thư, khiếu nại, tố cáo về tư cách đại biểu"),
        tag("{%p for line in complaints %}"),
        p("VKBody", "{{ line }}"),
        tag("{%p endfor %}"),
        p("VKPart", "Kết luận"),
        p("VKBody", "{{ conclusion }}"),
        tag("{%p for line in refused %}"),
        p("VKBody", "- {{ line }}"),
        tag("{%p endfor %}"),
        p("VKLast", "{{ closing }}./."),
    )
    receivers = (
        p("VKTo", "- Đoàn Chủ tịch Đại hội;") + p("VKTo", "- Đại hội;") + p("VKTo", "- Lưu: hồ sơ Đại hội.")
    )
    capacity = ("TM. BAN THẨM TRA TƯ CÁCH ĐẠI BIỂU", "TRƯỞNG BAN")
    add(document, signed_with_receivers(receivers, capacity, "{{ signer }}"))
    return document


def membership_report() -> Document:
    document = sheet("Báo cáo tình hình đoàn viên")
    add(document, heading(organ=False, dated=True), title("BÁO CÁO"))
    add(
        document,
        tag("{%p for line in grounds %}"),
        p("VKGround", "{{ line }}"),
        tag("{%p endfor %}"),
        p("VKBody", "{{ opening }}"),
        p("VKPart", "Tình hình đoàn viên"),
        p("VKBody", "{{ members }}"),
        lines("changes"),
        p("VKPart", "Đoàn viên dự Đại hội"),
        _figures("attendance", "Đoàn viên"),
        p("VKPart", "Cơ cấu, chất lượng đoàn viên"),
        p("VKLead", "Tỷ lệ tính trên {{ base_count }} đoàn viên {{ base_name }}:"),
        _breakdowns(),
        lines("ages"),
        optional("complaints", p("VKPart", "Đơn thư, khiếu nại, tố cáo"), lines("complaints")),
        p("VKPart", "Kết luận"),
        p("VKBody", "{{ conclusion }}"),
        tag("{%p for line in refused %}"),
        p("VKBody", "- {{ line }}"),
        tag("{%p endfor %}"),
        p("VKLast", "{{ closing }}./."),
    )
    receivers = (
        p("VKTo", "- Đoàn Chủ tịch Đại hội;")
        + p("VKTo", "- Đại hội;")
        + p("VKTo", "- Lưu: VT, hồ sơ Đại hội.")
    )
    add(document, signed_by_body(receivers, "{{ reporter_caps }}"))
    return document


def _figures(name: str, label: str) -> str:
    heads = ((label, 5187), ("Số lượng", 1800), ("Tỷ lệ", 1800))
    widths = [width for _, width in heads]
    cells = (
        ("VKCell", "{{ line.label }}"),
        ("VKFigure", "{{ line.count }}"),
        ("VKFigure", "{{ line.percent }}"),
    )
    start, end = row_tag(widths, f"{{%tr for line in {name} %}}"), row_tag(widths, "{%tr endfor %}")
    return grid(heads, start + row(widths, cells) + end)


def _breakdowns() -> str:
    heads = (("TT", 750), ("Nội dung", 4437), ("Số lượng", 1800), ("Tỷ lệ", 1800))
    widths = [width for _, width in heads]
    group = (
        ("VKHeadCell", "{{ trait.number }}"),
        ("VKGroupCell", "{{ trait.title }}"),
        ("VKGroupCell", ""),
        ("VKGroupCell", ""),
    )
    cells = (
        ("VKFigure", "{{ line.number }}"),
        ("VKCell", "{{ line.label }}"),
        ("VKFigure", "{{ line.count }}"),
        ("VKFigure", "{{ line.percent }}"),
    )
    return grid(
        heads,
        row_tag(widths, "{%tr for trait in breakdowns %}")
        + row(widths, group)
        + row_tag(widths, "{%tr for line in trait.groups %}")
        + row(widths, cells)
        + row_tag(widths, "{%tr endfor %}")
        + row_tag(widths, "{%tr endfor %}"),
    )
