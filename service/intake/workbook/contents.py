"""
What a workbook may bring with it.

The file is kept as it came and given out again for decades, so it holds what Excel, LibreOffice, WPS and Google Sheets write
for cells, their look, pictures, charts and comments. A list of what is allowed, as for Word: what reaches out of the file
(other workbooks, connections, queries, pivot tables, whose source may lie anywhere), what acts (macros, controls, objects,
buttons of the ribbon), what nobody here knows and what no program would ever open, since nothing leads to it, is refused alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from service.docx.errors import PackageRefused
from service.docx.inspection import (
    SHARED_RELATIONSHIPS,
    SHARED_TYPES,
    Allowed,
    check_links,
    content_types,
    owner_of,
    unreached,
)
from service.intake.workbook.refused import WorkbookRefused

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_LISTED_TYPES: Final = SHARED_TYPES | {
    *(f"{_OFFICE}spreadsheetml.{part}+xml" for part in (
        "sheet.main", "template.main", "worksheet", "chartsheet", "styles", "sharedStrings", "calcChain", "table", "comments",
        "sheetMetadata", "metadata", "cellimages", "revisionHeaders", "revisionLog", "userNames",
    )),
    *(f"{_OFFICE}{part}" for part in (
        "spreadsheetml.printerSettings", "vmlDrawing", "themeOverride+xml", "drawing+xml", "drawingml.chartshapes+xml",
        "drawingml.diagramData+xml", "drawingml.diagramLayout+xml", "drawingml.diagramStyle+xml", "drawingml.diagramColors+xml",
    )),
    *(f"application/vnd.ms-excel.{part}+xml" for part in (
        "threadedcomments", "person", "namedsheetviews", "featurepropertybag", "cellimages", "rdrichvalue", "rdrichvaluestructure",
        "rdrichvaluetypes", "richvalue", "richvaluestructure", "richvaluetypes", "richvaluerel", "richstyles", "rdarray",
    )),
    *(f"application/vnd.ms-office.{part}+xml" for part in ("chartex", "drawingml.diagramDrawing", "classificationlabels")),
    "application/vnd.wps-officedocument.cellimage+xml",
    "application/binary",
}  # fmt: skip
"""`application/binary` is what Google Sheets remembers of itself, which no other program opens."""
_WORKBOOKS: Final = Allowed(
    types=frozenset(kind.lower() for kind in _LISTED_TYPES),
    relationships=SHARED_RELATIONSHIPS | {
        "extendedProperties", "customProperties",  # so called in the strict form of the format
        "worksheet", "chartsheet", "sharedStrings", "calcChain", "table", "drawing", "vmlDrawing", "printerSettings",
        "themeOverride", "chartUserShapes", "chartEx", "threadedComment", "person", "namedSheetView", "sheetMetadata", "metadata",
        "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing", "revisionHeaders", "revisionLog",
        "usernames", "classificationlabels", "FeaturePropertyBag", "rdRichValue", "rdRichValueStructure", "rdRichValueTypes",
        "richValue", "richValueStructure", "richValueTypes", "richValueRel", "richStyles", "rdArray", "cellImage", "cellImages",
        "cellimages", "workbookmetadata",
    },
    # Excel tells no part from another by large and small letters, and programs leave lines to parts they dropped.
    is_whole=False,
)  # fmt: skip


def check_contents(parts: Mapping[str, bytes], sheets: Mapping[str, str]) -> None:
    """Refuse what is not listed; `sheets` are the names of the sheets by their parts. Raises `WorkbookRefused`."""
    try:
        types = content_types(parts)
        if not all(kind for name, kind in types.items() if name != "[Content_Types].xml"):
            raise WorkbookRefused("damaged")  # each part has a type, says the format
        check_links(parts, types, _WORKBOOKS)
    except PackageRefused as error:
        if error.code in {"not-a-docx", "xml"}:
            raise WorkbookRefused("damaged") from None
        owner = owner_of(error.part) if error.part.lower().endswith(".rels") else error.part
        raise WorkbookRefused("foreign_parts", where=sheets.get(owner, error.part)) from None


def check_led_to(parts: Mapping[str, bytes]) -> None:
    """Refuse a part that nothing leads to: it is there for nobody who opens the workbook. Raises `WorkbookRefused`."""
    for name in unreached(parts):
        raise WorkbookRefused("foreign_parts", where=name)
