"""PDFs of every sort, made by pypdf."""

from __future__ import annotations

import io
import zlib
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


def acting_pdf(catalog: str, *more: str) -> bytes:
    """A blank page, with `catalog` written into the catalog as it stands; `more` are objects from number 4."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *more,
    ]
    written = b"%PDF-1.7\n" + b"".join(
        f"{number} 0 obj\n{one}\nendobj\n".encode() for number, one in enumerate(objects, start=1)
    )
    places = [written.index(f"{number} 0 obj".encode()) for number in range(1, len(objects) + 1)]
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010} 00000 n \n" for place in places
    )
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return written + table.encode() + trailer.encode()


def packed_pdf(catalog: str) -> bytes:
    """The same with its three objects packed into a stream, as most programs write them."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    starts = [sum(len(one) + 1 for one in objects[:n]) for n in range(3)]
    head = " ".join(f"{n + 1} {start}" for n, start in enumerate(starts)) + " "
    content = zlib.compress((head + " ".join(objects)).encode())
    written = b"%PDF-1.7\n"
    at = len(written)
    written += (
        f"4 0 obj\n<</Type/ObjStm/N 3/First {len(head)}/Filter/FlateDecode/Length {len(content)}>>".encode()
    )
    written += b"\nstream\n" + content + b"\nendstream\nendobj\n"
    lines = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, at, 0), (1, len(written), 0)]
    table = b"".join(bytes((kind, place >> 8, place & 255, last)) for kind, place, last in lines)
    start = len(written)
    written += f"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Length {len(table)}>>".encode()
    return written + b"\nstream\n" + table + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF".encode()
