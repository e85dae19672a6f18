"""Cards four to an A4 sheet, to be cut along the dashed lines: 90 x 130 mm each, a colour for each category."""

from __future__ import annotations

from credentials import PHOTO, organisation_on_a_card
from docx.document import Document
from letterhead import add, optional, p, row_tag, sheet
from wordstyles import BAND_COLOURS, SHEET_STYLES

_WIDTH, _HEIGHT = 5103, 7371
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1020" w:right="850" w:bottom="1020" w:left="850" w:header="0" w:footer="0" w:gutter="0"/>'
    '<w:cols w:num="2" w:space="0" w:equalWidth="1"/>'
)
"""Two columns of one card's width; a column holds two cards."""


def card_sheet() -> Document:
    document = sheet("Thẻ đại biểu, bốn thẻ một tờ", styles=SHEET_STYLES, page=PAGE, numbered=False)
    bands = "".join(optional(f"card.{key}", p(style, f"{{{{ card.{key} }}}}")) for key, style in BAND_COLOURS)
    content = (
        p("VKCardCongress", "{{ form_caps }}")
        + organisation_on_a_card()
        + p("VKCardCongress", "{{ ordinal_term_caps }}")
        + p("VKCardRule")
        + bands
        + PHOTO.format(p("VKCardPhoto", "Ảnh 3 x 4"))
        + p("VKCardName", "{{ card.name_caps }}")
        + optional("card.unit", p("VKCardLine", "{{ card.unit }}"))
        + optional("card.card_number", p("VKCardNumber", "{{ card.card_number }}"))
        + p("VKCardPlace", "{{ place_date }}")
    )
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    card = (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_HEIGHT}" w:hRule="exact"/></w:trPr>{cell}</w:tr>'
    )
    rows = row_tag([_WIDTH], "{%tr for card in cards %}") + card + row_tag([_WIDTH], "{%tr endfor %}")
    add(
        document,
        f'<w:tbl><w:tblPr><w:tblStyle w:val="VKCut"/><w:tblW w:w="{_WIDTH}" w:type="dxa"/>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_WIDTH}"/></w:tblGrid>{rows}</w:tbl>' + p("VKCardEnd"),
    )
    return document
