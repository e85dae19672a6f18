"""
The styles every paper shares: one list, so that a change in Word has a name to be made under.

Sizes, indents and spacing are those of NĐ 30/2020/NĐ-CP, Phụ lục I; union papers follow them until
figures of QĐ 933/QĐ-TLĐ are at hand. Half points for sizes, twips (1/1440 inch) for lengths.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Times New Roman"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

CENTRE = '<w:jc w:val="center"/>'
BOLD, ITALIC, CAPS = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", "<w:caps/>"


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def spacing(*, before: int = 0, after: int = 0, line: int = 240, rule: str = "auto") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def rule(left: int, right: int, *, before: int = 60, after: int = 60) -> str:
    """A horizontal line as a paragraph border, as long as the indents leave it."""
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    ind = f'<w:ind w:left="{left}" w:right="{right}"/>'
    return border + spacing(before=before, after=after, line=40, rule="exact") + ind


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph style: `name` is what Word shows, `ppr` and `rpr` are WordprocessingML."""

    id: str
    name: str
    ppr: str = ""
    rpr: str = ""

    def xml(self) -> str:
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{self.ppr}</w:pPr><w:rPr>{self.rpr}</w:rPr></w:style>"
        )


KEEP = "<w:keepNext/>"
LINES = "<w:keepLines/>"
LAST = spacing(before=120, after=240, line=264) + '<w:ind w:firstLine="720"/><w:jc w:val="both"/>'
BODY = spacing(before=120, after=120, line=264) + '<w:ind w:firstLine="720"/><w:jc w:val="both"/>'


def numbered(level: int, *, by: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{by}"/></w:numPr>'


STYLES = (
    Style(id="VKNation", name="VK Quốc hiệu", ppr=CENTRE, rpr=BOLD + size(24)),
    Style(id="VKMotto", name="VK Tiêu ngữ", ppr=CENTRE, rpr=BOLD + size(26)),
    Style(id="VKMottoRule", name="VK Kẻ dưới tiêu ngữ", ppr=rule(1287, 1287), rpr=size(4)),
    Style(id="VKIssuer", name="VK Cơ quan ban hành", ppr=CENTRE, rpr=BOLD + size(24)),
    Style(id="VKAbove", name="VK Tên đại hội phía trên", ppr=CENTRE, rpr=size(24)),
    Style(id="VKIssuerRule", name="VK Kẻ dưới cơ quan ban hành", ppr=rule(1240, 1240), rpr=size(4)),
    Style(id="VKNumber", name="VK Số, ký hiệu", ppr=spacing(before=60) + CENTRE, rpr=size(26)),
    Style(
        id="VKDate", name="VK Địa danh, ngày tháng", ppr=spacing(before=60) + CENTRE, rpr=ITALIC + size(26)
    ),
    Style(
        id="VKTitle",
        name="VK Tên loại",
        ppr=KEEP + spacing(before=360) + CENTRE + '<w:outlineLvl w:val="0"/>',
        rpr=BOLD + size(28),
    ),
    Style(id="VKSubject", name="VK Trích yếu", ppr=KEEP + CENTRE, rpr=BOLD + size(28)),
    Style(
        id="VKSubjectRule",
        name="VK Kẻ dưới trích yếu",
        ppr=rule(2900, 2900, before=40, after=240),
        rpr=size(4),
    ),
    Style(id="VKResolve", name="VK Quyết nghị", ppr=KEEP + spacing(before=120, after=120) + CENTRE, rpr=BOLD),
    Style(id="VKGround", name="VK Căn cứ", ppr=BODY, rpr=ITALIC),
    Style(id="VKBody", name="VK Thân văn", ppr=BODY),
    Style(id="VKLead", name="VK Lời dẫn bảng", ppr=KEEP + BODY),
    Style(id="VKLast", name="VK Câu kết", ppr=KEEP + LINES + LAST),
    Style(
        id="VKPart",
        name="VK Mục I",
        ppr=KEEP
        + LINES
        + numbered(0)
        + spacing(before=120, after=120)
        + '<w:ind w:firstLine="720"/><w:jc w:val="both"/><w:outlineLvl w:val="1"/>',
        rpr=BOLD,
    ),
    Style(
        id="VKPoint",
        name="VK Mục 1",
        ppr=KEEP
        + LINES
        + numbered(1)
        + spacing(before=120, after=120)
        + '<w:ind w:firstLine="720"/><w:jc w:val="both"/><w:outlineLvl w:val="2"/>',
        rpr=BOLD,
    ),
    Style(
        id="VKArticle",
        name="VK Điều",
        ppr=KEEP
        + LINES
        + numbered(0, by=2)
        + spacing(before=120, after=120)
        + '<w:ind w:firstLine="720"/><w:jc w:val="both"/><w:outlineLvl w:val="1"/>',
        rpr=BOLD,
    ),
    Style(
        id="VKSession",
        name="VK Phiên họp",
        ppr=KEEP + LINES + spacing(before=120, after=120) + '<w:ind w:firstLine="720"/><w:jc w:val="both"/>',
        rpr=BOLD + ITALIC,
    ),
    Style(
        id="VKHeadCell",
        name="VK Đầu bảng",
        ppr=KEEP + spacing(before=40, after=40) + CENTRE,
        rpr=BOLD + size(26),
    ),
    Style(id="VKCell", name="VK Ô chữ", ppr=spacing(before=40, after=40), rpr=size(26)),
    Style(id="VKGroupCell", name="VK Ô nhóm", ppr=KEEP + spacing(before=40, after=40), rpr=BOLD + size(26)),
    Style(id="VKFigure", name="VK Ô số", ppr=spacing(before=40, after=40) + CENTRE, rpr=size(26)),
    Style(
        id="VKSmallHead",
        name="VK Đầu bảng nhỏ",
        ppr=KEEP + spacing(before=30, after=30) + CENTRE,
        rpr=BOLD + size(22),
    ),
    Style(id="VKSmallCell", name="VK Ô chữ nhỏ", ppr=spacing(before=30, after=30), rpr=size(22)),
    Style(id="VKSmallFigure", name="VK Ô số nhỏ", ppr=spacing(before=30, after=30) + CENTRE, rpr=size(22)),
    Style(id="VKCapacity", name="VK Quyền hạn, chức vụ", ppr=KEEP + CENTRE, rpr=BOLD + size(28)),
    Style(
        id="VKName", name="VK Họ tên người ký", ppr=LINES + spacing(before=1760) + CENTRE, rpr=BOLD + size(28)
    ),
    Style(
        id="VKSeal",
        name="VK Chỗ đóng dấu",
        ppr=spacing(before=60, after=700) + CENTRE,
        rpr=ITALIC + size(22),
    ),
    Style(
        id="VKBallotPart",
        name="VK Phiếu: phần",
        ppr=KEEP + LINES + spacing(before=120, after=120) + '<w:jc w:val="both"/>',
        rpr=BOLD,
    ),
    Style(
        id="VKBallotNote",
        name="VK Phiếu: ghi chú",
        ppr=LINES + spacing(before=80, after=80) + '<w:jc w:val="both"/>',
        rpr=ITALIC + size(26),
    ),
    Style(id="VKToLabel", name="VK Nơi nhận (nhãn)", ppr=KEEP, rpr=BOLD + ITALIC + size(24)),
    Style(id="VKTo", name="VK Nơi nhận", rpr=size(22)),
    Style(id="VKAddressed", name="VK Kính gửi", ppr=KEEP + spacing(after=240) + CENTRE),
    Style(
        id="VKCopyRule", name="VK Kẻ trên phần sao", ppr=KEEP + rule(0, 0, before=240, after=120), rpr=size(4)
    ),
    Style(id="VKCopy", name="VK Hình thức sao", ppr=KEEP + spacing(after=120) + CENTRE, rpr=BOLD + size(28)),
    Style(id="VKSigned", name="VK Đã ký", ppr=KEEP + spacing(before=240, after=240) + CENTRE, rpr=ITALIC),
    Style(id="VKSignedName", name="VK Họ tên người đã ký", ppr=LINES + CENTRE, rpr=BOLD + size(28)),
    Style(
        id="VKCopiedPart",
        name="VK Mục được sao",
        ppr=KEEP + LINES + spacing(before=120, after=120) + '<w:ind w:firstLine="720"/><w:jc w:val="both"/>',
        rpr=BOLD,
    ),
    Style(id="VKEnd", name="VK Dòng cuối", ppr=spacing(line=20, rule="exact"), rpr=size(2)),
    Style(
        id="VKAnnex", name="VK Phụ lục", ppr=KEEP + CENTRE + '<w:outlineLvl w:val="0"/>', rpr=BOLD + size(28)
    ),
    Style(id="VKAnnexTitle", name="VK Tên phụ lục", ppr=KEEP + CENTRE, rpr=BOLD + size(28)),
    Style(id="VKAnnexOf", name="VK Kèm theo", ppr=KEEP + spacing(before=60, after=240) + CENTRE, rpr=ITALIC),
)

CARD_STYLES = (
    Style(
        id="VKCardCongress", name="VK Thẻ: tên đại hội", ppr=spacing(after=20) + CENTRE, rpr=BOLD + size(21)
    ),
    Style(id="VKCardSmall", name="VK Thẻ: tên dài", ppr=CENTRE, rpr=BOLD + size(14)),
    Style(id="VKCardRule", name="VK Thẻ: đường kẻ", ppr=rule(1500, 1500, before=60, after=60), rpr=size(4)),
    Style(
        id="VKCardTitle",
        name="VK Thẻ: chữ THẺ ĐẠI BIỂU",
        ppr=spacing(before=40, after=120) + CENTRE,
        rpr=BOLD + '<w:color w:val="B00000"/>' + size(44),
    ),
    Style(
        id="VKCardPhoto",
        name="VK Thẻ: ô ảnh",
        ppr=CENTRE,
        rpr=ITALIC + '<w:color w:val="808080"/>' + size(20),
    ),
    Style(
        id="VKCardName",
        name="VK Thẻ: họ tên",
        ppr=spacing(before=140, after=60) + CENTRE,
        rpr=BOLD + size(28),
    ),
    Style(id="VKCardLine", name="VK Thẻ: dòng chữ", ppr=spacing(after=0) + CENTRE, rpr=size(22)),
    Style(
        id="VKCardNumber",
        name="VK Thẻ: số thẻ",
        ppr=spacing(after=40) + CENTRE,
        rpr=BOLD + '<w:color w:val="B00000"/>' + size(28),
    ),
    Style(id="VKCardPlace", name="VK Thẻ: nơi, ngày", ppr=CENTRE, rpr=ITALIC + size(20)),
)

BANDS = (
    ("official", "VKBandOfficial", "VK Thẻ: dải ĐẠI BIỂU", "B00000"),
    ("alternate", "VKBandAlternate", "VK Thẻ: dải DỰ KHUYẾT", "C55A11"),
    ("guest", "VKBandGuest", "VK Thẻ: dải KHÁCH MỜI", "1F4E9E"),
    ("organiser", "VKBandOrganiser", "VK Thẻ: dải BAN TỔ CHỨC", "2E7D32"),
    ("service", "VKBandService", "VK Thẻ: dải PHỤC VỤ", "5F6368"),
)
BAND_COLOURS = tuple((key, style) for key, style, _, _ in BANDS)
"""The category of a card and the style of its band; each has a colour that is told apart at the door."""

SHEET_STYLES = (
    *(
        style
        if style.id != "VKCardCongress"
        else Style(id=style.id, name=style.name, ppr=CENTRE, rpr=BOLD + size(20))
        for style in CARD_STYLES
        if style.id != "VKCardTitle"
    ),
    *(
        Style(
            id=key,
            name=name,
            ppr=f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
            + spacing(before=100, after=200)
            + CENTRE,
            rpr=BOLD + '<w:color w:val="FFFFFF"/>' + size(32),
        )
        for _, key, name, colour in BANDS
    ),
    Style(id="VKCell", name="VK Ô chữ"),
    Style(id="VKCardEnd", name="VK Thẻ: cuối tờ", ppr=spacing(line=20, rule="exact"), rpr=size(2)),
)

_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_LANGUAGE = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}{size(28)}{_LANGUAGE}</w:rPr></w:rPrDefault>"
    f"<w:pPrDefault><w:pPr>{spacing()}</w:pPr></w:pPrDefault></w:docDefaults>"
)
_BUILT_IN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    "<w:pPr><w:widowControl/></w:pPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>'
    f"<w:pPr>{CENTRE}</w:pPr><w:rPr>{size(26)}</w:rPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
)


def _margins(side: int) -> str:
    return (
        f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


def _borders(line: str = "single", colour: str = "000000") -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{s} w:val="{line}" w:sz="4" w:space="0" w:color="{colour}"/>' for s in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _table_style(key: str, name: str, borders: str, side: int, *, default: bool = False) -> str:
    kind = 'w:default="1"' if default else 'w:customStyle="1"'
    based = "" if default else '<w:basedOn w:val="TableNormal"/>'
    indent = '<w:tblInd w:w="0" w:type="dxa"/>'
    return (
        f'<w:style w:type="table" {kind} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:tblPr>{indent}{borders}{_margins(side)}</w:tblPr></w:style>"
    )


def styles_xml(styles: tuple[Style, ...]) -> str:
    """The whole of `word/styles.xml`: only styles that our papers use."""
    tables = (
        _table_style("TableNormal", "Normal Table", "", 108, default=True)
        + _table_style("VKPlain", "VK Bảng không kẻ", "", 40)
        + _table_style("VKGrid", "VK Bảng kẻ", _borders(), 85)
        + _table_style("VKCut", "VK Đường cắt", _borders("dashed", "808080"), 283)
    )
    return f"<w:styles {W}>{_DEFAULTS}{_BUILT_IN}{tables}{''.join(s.xml() for s in styles)}</w:styles>"


def numbering_xml() -> str:
    """`I.` for parts, `1.` for points within a part, `Điều 1.` for articles; Word numbers what an optional part leaves."""
    parts = _levels(("upperRoman", "%1.", "VKPart"), ("decimal", "%2.", "VKPoint"))
    articles = _levels(("decimal", "Điều %1.", "VKArticle"))
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{parts}'
        f'</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{articles}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def _levels(*levels: tuple[str, str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
        for n, (fmt, text, style) in enumerate(levels)
    )


def settings_xml() -> str:
    compat = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>'
        '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def fonts_xml() -> str:
    return (
        f'<w:fonts {W}><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
