"""
Word: compile a template once, render it many times. Knows no congress: bytes and plain data in, bytes out.

    template = compile_template(Path("minutes.docx"))
    paper = template.render({"congress": {"name": "Đại hội lần thứ V"}}, properties=DocumentProperties(title="..."))
"""

from __future__ import annotations

from service.docx.errors import (
    DocxError,
    ExpressionFailed,
    FieldRefused,
    InvalidOutcome,
    LimitReached,
    MissingFields,
    NotPrintable,
    PackageRefused,
    RenderFailed,
    TemplateRefused,
)
from service.docx.pictures import Picture
from service.docx.properties import DocumentProperties
from service.docx.richtext import RichText, Span
from service.docx.template import ENGINE_VERSION, CompiledTemplate, compile_template
from service.docx.text import text_of

__all__ = [
    "ENGINE_VERSION",
    "CompiledTemplate",
    "DocumentProperties",
    "DocxError",
    "ExpressionFailed",
    "FieldRefused",
    "InvalidOutcome",
    "LimitReached",
    "MissingFields",
    "NotPrintable",
    "PackageRefused",
    "Picture",
    "RenderFailed",
    "RichText",
    "Span",
    "TemplateRefused",
    "compile_template",
    "text_of",
]
