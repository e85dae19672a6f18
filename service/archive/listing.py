"""The list of an exported term: as CSV for a spreadsheet, and as one HTML page that any browser opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Any

from service.archive.sealed import SealedSet, paper_path
from service.storage import Inventory

COLUMNS = ("Tổ chức", "Nhiệm kỳ", "Lần chốt", "Tên văn kiện", "Tên tiếng Anh", "Số, ký hiệu", "Ngày ban hành", "Hiệu lực",
           "Loại tệp", "Tệp", "SHA-256")  # fmt: skip
_IN_ENGLISH = ("Organisation", "Term", "Version", "Title", "Title in English", "Number", "Date of issue", "Status",
               "Kind of file", "File", "SHA-256")  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A paper of the list, or a signed copy of one (`is_copy`); `file` is its path below the bag's `data/`."""

    organisation: str
    term: str
    version: int
    title: str
    title_en: str
    number: str
    issued_on: str
    superseded: bool
    file: str
    sha256: str
    is_copy: bool = False

    def cells(self) -> tuple[str, ...]:
        """What the columns show."""
        status = "đã thay" if self.superseded else "hiện hành"
        return (self.organisation, self.term, f"v{self.version}", self.title, self.title_en, self.number,
                self.issued_on, status, "Bản đã ký (PDF)" if self.is_copy else "Văn kiện (Word)", self.file,
                self.sha256)  # fmt: skip


Numbers = Mapping[str, tuple[str, str]]
"""Numbers and days that were given at signing, by the id of the paper."""


def numbers_given(entries: Iterable[Mapping[str, Any]]) -> Numbers:
    """What the entries of a register say in the end."""
    given: dict[str, tuple[str, str]] = {}
    for entry in entries:
        if entry["entry"] == "number_given":
            given[entry["document"]] = (entry["written"], entry["issued_on"] or "")
        elif entry["entry"] == "number_voided":
            given.pop(entry["document"], None)
    return given


def listed(
    one: SealedSet,
    inventory: Inventory,
    folder: str,
    entries: Sequence[Mapping[str, Any]],
    *,
    is_superseded: bool,
) -> Iterator[Listed]:
    """The papers of a set, whose object stands in `folder`, each followed by its signed copies."""
    names = [step["name"] for step in one.organisations]
    numbers = numbers_given(entries)
    for document in one.documents:
        path = inventory.manifest[inventory.digest(one.version, paper_path(document))]
        printed = (document.number or "", document.issued_on.isoformat() if document.issued_on else "")
        number, issued_on = numbers.get(document.id, printed)
        paper = Listed(
            organisation=" / ".join(names[1:] or names),
            term=one.term,
            version=one.version,
            title=document.title,
            title_en=document.title_en,
            number=number,
            issued_on=issued_on,
            superseded=is_superseded,
            file=f"{folder}/{path}",
            sha256=document.sha256 or "",
        )
        yield paper
        yield from _copies(paper, document.id, inventory, folder, entries)


def _copies(
    paper: Listed, document_id: str, inventory: Inventory, folder: str, entries: Iterable[Mapping[str, Any]]
) -> Iterator[Listed]:
    """The signed copies of a paper, each with the number and day that the paper bore when it came back."""
    for entry in entries:
        if entry["entry"] == "copy_attached" and entry["document"] == document_id:
            path = inventory.manifest[inventory.digest(inventory.head, entry["path"])]
            yield replace(
                paper,
                number=entry["number"] or "",
                issued_on=entry["issued_on"] or "",
                file=f"{folder}/{path}",
                sha256=entry["copy_sha256"],
                is_copy=True,
            )


def as_csv(papers: Iterable[Listed]) -> bytes:
    """The list for a spreadsheet: UTF-8 with its mark, every cell quoted, none of them a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in one.cells()] for one in papers)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_html(papers: Sequence[Listed], *, term: str) -> bytes:
    """The list as one page that needs neither a server nor a script."""
    head = "".join(
        f"<th>{vi}<br><small lang=en>{en}</small></th>"
        for vi, en in zip(COLUMNS[2:], _IN_ENGLISH[2:], strict=True)
    )
    body = "".join(
        f"<h2>{escape(name)}</h2><table><tr>{head}</tr>{''.join(map(_row, those))}</table>"
        for name, those in groupby(papers, key=lambda one: one.organisation)
    )
    copies = sum(one.is_copy for one in papers)
    return _PAGE.format(term=escape(term), count=len(papers) - copies, copies=copies, body=body).encode()


def _row(one: Listed) -> str:
    cells = [f"<td>{escape(cell)}</td>" for cell in one.cells()[2:]]
    title = f"{one.title} (bản đã ký)" if one.is_copy else one.title
    cells[1] = f'<td><a href="{escape(one.file, quote=True)}">{escape(title)}</a></td>'
    return f"<tr>{''.join(cells)}</tr>\n"


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


_PAGE = """\
<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Văn kiện đại hội, nhiệm kỳ {term}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top; }}
td:nth-last-child(-n+2) {{ font: 12px monospace; word-break: break-all; }}
</style></head><body>
<h1>Văn kiện đại hội công đoàn, nhiệm kỳ {term}</h1>
<p>{count} văn kiện, {copies} bản đã ký. Mỗi tên dẫn đến tệp Word hoặc tệp PDF đã ký trong gói này; mã SHA-256 ở cột cuối chứng thực tệp còn nguyên.
Cách sắp xếp thư mục: <a href="archive/README.txt">archive/README.txt</a>.</p>
<p lang="en">{count} papers of trade union congresses, term {term}, and {copies} signed copies. Each title leads to the Word file,
or the signed PDF, in this bag.</p>
{body}</body></html>
"""
