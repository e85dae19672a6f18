"""PDFs of every sort, made by pypdf."""

from __future__ import annotations

import io
from collections.abc import Callable

from pypdf import PdfWriter


def blank_pdf(change: Callable[[PdfWriter], object] = lambda _: None, *, pages: int = 1) -> bytes:
    """A PDF of blank A4 pages, after `change`."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
