"""The code of a paper as a picture: a field that any template may place, and none has to."""

from __future__ import annotations

import io

import segno

from service.archive.proof import Claim, Signer
from service.catalog import DocumentRecord
from service.docx import Picture

FIELD = "qr"
"""The name of the field in every template."""

_WIDTH = 28
"""Millimetres: 0.4 mm a module, which printers and phones manage."""


def drawing_of(text: str) -> str:
    """The code of any text as SVG that stands in a page by itself, without a style of its own."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff")
    return drawn


def code_of(document: DocumentRecord, fields_sha256: str, signer: Signer) -> str:
    """The signed code of a paper: the same paper and key give the same."""
    return signer.code(
        Claim(
            document_id=document.id,
            set_id=document.set_id,
            template=document.template,
            number=document.number or "",
            fields_sha256=fields_sha256,
        )
    )


def drawn_for_pages(code: str) -> str:
    """The code as an SVG that stands in a page; it bears no style of its own."""
    return segno.make(code, error="m", micro=False).svg_inline(
        scale=3, border=4, light="#fff", svgclass="qr", lineclass=None
    )


def qr_of(document: DocumentRecord, fields_sha256: str, signer: Signer) -> Picture:
    """The signed code of a paper; the same paper and key give the same picture."""
    code = code_of(document, fields_sha256, signer)
    drawn = io.BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=4, border=4)
    return Picture(content=drawn.getvalue(), width=_WIDTH, description=code)
