"""Papers as downloads: a name that keeps Vietnamese letters, and digests to check the bytes by."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from urllib.parse import quote

from flask import Response, request

from service.catalog import CopyRecord, Shelved
from service.congress.text import clean, printable, slug
from service.documents.register import PrintedRegister
from service.documents.status import SetStatus

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ZIP = "application/zip"

_NOT_IN_NAMES = '\\/:*?"<>|%'
_LONGEST = 180
"""Bytes of UTF-8 before the extension; file systems stop at 255."""


def file_name(title: str, extension: str) -> str:
    """`title` as the name of a file: without what file systems refuse, cut at a whole character."""
    text = "".join(" " if sign in _NOT_IN_NAMES else sign for sign in clean(title))
    text = printable(text).strip(". ")
    cut = text.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"{cut or 'van-kien'}.{extension}"


def content_disposition(name: str) -> str:
    """RFC 6266: an ASCII name for old clients, and the true one for all others."""
    stem, _, extension = name.rpartition(".")
    try:
        plain = slug(stem)
    except ValueError:
        plain = "van-kien"
    return f"attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{quote(name, safe='')}"


def paper_answer(paper: Shelved, content: bytes) -> Response:
    """The paper's bytes; 304 when the client holds them already."""
    name = file_name(paper.document.title, "docx")
    return _checked_answer(content, name=name, mimetype=DOCX, sha256=paper.document.sha256 or "")


def pdf_answer(paper: Shelved, make: Callable[[], bytes]) -> Response:
    """The paper as PDF, to be looked at in the browser; made only when the client does not hold it already."""
    response = Response(mimetype=PDF)
    # Which LibreOffice made it is not known: whoever holds one of these bytes holds a good one.
    tag = f"{paper.document.sha256}-pdf"
    response.set_etag(tag, weak=True)
    if not request.if_none_match.contains_weak(tag):
        response.set_data(make())
    name = content_disposition(file_name(paper.document.title, "pdf"))
    response.headers["Content-Disposition"] = name.replace("attachment", "inline", 1)
    response.headers["Cache-Control"] = "private, no-cache"
    conditional = response.make_conditional(request)
    assert isinstance(conditional, Response)  # noqa: S101 -- it returns what it was called on
    return conditional


def copy_answer(paper: Shelved, copy: CopyRecord, content: bytes) -> Response:
    """The bytes of a signed copy, never shown in the page; 304 when the client holds them already."""
    name = file_name(f"{paper.document.title} (bản đã ký)", "pdf")
    return _checked_answer(content, name=name, mimetype=PDF, sha256=copy.sha256)


def _checked_answer(content: bytes, *, name: str, mimetype: str, sha256: str) -> Response:
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(sha256)
    conditional = response.make_conditional(request)
    assert isinstance(conditional, Response)  # noqa: S101 -- it returns what it was called on
    return conditional


def workbook_answer(content: bytes, title: str) -> Response:
    """A workbook as a download."""
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = content_disposition(file_name(title, "xlsx"))
    return response


def register_answer(printed: PrintedRegister) -> Response:
    """The register of a year as a Word file."""
    response = Response(printed.content, mimetype=DOCX)
    response.headers["Content-Disposition"] = content_disposition(file_name(printed.title, "docx"))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def word_answer(title: str, content: bytes) -> Response:
    """A Word file that is no sealed paper: a template, or a paper that was only tried."""
    response = Response(content, mimetype=DOCX)
    response.headers["Content-Disposition"] = content_disposition(file_name(title, "docx"))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def set_zip_answer(status: SetStatus, pieces: Iterator[bytes]) -> Response:
    """The papers of a set as one zip, streamed."""
    return zip_answer(f"Bộ văn kiện {status.congress.organisation.name} {status.congress.term}", pieces)


def zip_answer(title: str, pieces: Iterator[bytes]) -> Response:
    """Papers as one zip, streamed."""
    # The first paper is read before the answer begins: a storage that fails is still a problem with a status.
    first = next(pieces, b"")
    name = file_name(title, "zip")
    response = Response(_all(first, pieces), mimetype=ZIP)
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


def _all(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
