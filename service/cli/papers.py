"""`vankien submit`, `plan` and `search`: congress data in, papers out, on the catalog of this machine."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from service.cli.failures import REFUSED, Stop
from service.cli.opening import administrator, services_at_hand
from service.cli.tables import show_table
from service.config import read_settings

if TYPE_CHECKING:
    from service.archive import Archive
    from service.bootstrap import Services
    from service.catalog import Shelved
    from service.congress.finding import Finding
    from service.documents.plan import Plan
    from service.documents.status import SetStatus

Language = Literal["vi", "en"]
POLL_SECONDS = 0.1

_SEVERITIES = {
    "vi": {"error": "lỗi", "wait": "chờ quyết định", "warning": "cảnh báo"},
    "en": {"error": "error", "wait": "waits for a decision", "warning": "warning"},
}
_STATES = {
    "vi": {"ready": "làm được ngay", "lacking": "còn thiếu", "waiting": "chờ đại hội quyết định"},
    "en": {"ready": "can be made now", "lacking": "lacks data", "waiting": "waits for the congress"},
}
_HEADS = {
    "vi": (("mức", "mục", "nội dung", "căn cứ"), ("loại", "văn kiện", "tình trạng", "còn thiếu, chờ")),
    "en": (("severity", "place", "finding", "article"), ("kind", "paper", "state", "missing, awaited")),
}

data_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
marked_file = click.option(
    "--marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a copy of the workbook with its faulty cells coloured and commented.",
)
language = click.option(
    "--lang",
    "lang",
    type=click.Choice(get_args(Language)),
    default="vi",
    help="Language of findings and titles.",
)


@click.command()
@data_file
@click.option(
    "--wait", is_flag=True, help="Wait until the set is in the archive (a worker and the relay must run)."
)
@marked_file
@language
def submit(file: Path, *, wait: bool, marked: Path | None, lang: Language) -> None:
    """Send the congress data in FILE (JSON or Excel) and print the id of its set; the same file again changes nothing.

    Refused data: every finding is listed, nothing is stored, the exit code is 2.
    """
    from service.intake.refused import DataRefused, KeyReused

    raw = file.read_bytes()
    with services_at_hand() as services:
        account = administrator(services)
        try:
            submitted = services.submit(raw, account=account, key=hashlib.sha256(raw).hexdigest())
        except DataRefused as refused:
            show_findings(refused.findings, lang)
            write_marked(raw, refused.findings, marked)
            raise Stop(
                f"{file.name} is refused: {len(refused.findings)} findings.", exit_code=REFUSED
            ) from None
        except KeyReused:
            raise Stop("Other data was sent under this file's digest before.", exit_code=REFUSED) from None
        click.echo(submitted.set_id)
        if wait:
            _wait_for(services, submitted.set_id, lang)


@click.command()
@data_file
@marked_file
@language
def plan(file: Path, *, marked: Path | None, lang: Language) -> None:
    """Say which papers can be made of FILE now, and what each of the others lacks; nothing is stored.

    The exit code is 2 when the data has errors.
    """
    from service.documents.packs import read_packs
    from service.intake.received import read_received

    # No catalog is opened: this works before the first start.
    settings = read_settings()
    packs = read_packs(settings.templates, settings.packs)
    raw = file.read_bytes()
    reading = read_received(raw, packs=packs.rule_sets)
    if reading.findings:
        show_findings(reading.findings, lang)
        write_marked(raw, reading.findings, marked)
    if reading.congress is not None:
        planned = packs.of(reading.congress).plan(reading.congress, reading.findings, reading.rule_set)
        show_plan(planned, lang)
    if not reading.is_acceptable:
        raise Stop(f"{file.name} would be refused.", exit_code=REFUSED)


@click.command()
@click.option("--term", help="Like 2023-2028.")
@click.option("--kind", help="Like resolution, minutes, credential, election_result.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paper and line.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@click.option("--wide", is_flag=True, help="Digests in full on a narrow terminal too.")
@click.argument("words", nargs=-1)
def search(
    *, term: str | None, kind: str | None, as_json: bool, limit: int, wide: bool, words: tuple[str, ...]
) -> None:
    """List archived papers that hold all WORDS (accents and case do not matter), newest first."""
    from service.archive.shelves import SearchRequest

    with services_at_hand() as services:
        request = SearchRequest(term=term, kind=kind, words=" ".join(words), limit=limit)
        page = services.archive.search(request, account=administrator(services))
        if as_json:
            for paper in page.papers:
                click.echo(
                    json.dumps(
                        _as_json(paper, place_of(paper, services.archive, services.settings.storage_url)),
                        ensure_ascii=False,
                    )
                )
        elif page.papers:
            show_papers(list(page.papers), services, wide=wide)
    if page.cursor:
        click.echo(f"There are more than {limit}: see --limit.", err=True)
    if not page.papers:
        click.echo("Nothing was found.", err=True)


def show_findings(findings: tuple[Finding, ...], lang: Language) -> None:
    """A table of findings, in the order of the data."""
    rows = [
        [
            _SEVERITIES[lang][one.severity],
            one.cell or one.pointer or "/",
            one.vi if lang == "vi" else one.en,
            one.article,
        ]
        for one in findings
    ]
    show_table(_HEADS[lang][0], rows)


def write_marked(raw: bytes, findings: tuple[Finding, ...], out: Path | None) -> None:
    """The workbook `raw` with its marks, where somebody asked for it and it could be read."""
    if out is None:
        return
    from service.intake.workbook.read import marked_workbook

    if not any(found.cell for found in findings):
        raise Stop("Only a workbook that can be read can be marked.", exit_code=REFUSED)
    out.write_bytes(marked_workbook(raw, findings))


def show_plan(planned: Plan, lang: Language) -> None:
    """A table of the papers owed, what each lacks or waits for a line each."""
    rows: list[list[str]] = []
    for paper in planned.papers:
        lacks = [one.vi if lang == "vi" else one.en for one in paper.lacks]
        waits = [one.vi if lang == "vi" else one.en for one in paper.waits]
        missing = lacks + waits
        title = paper.title if lang == "vi" else paper.title_en
        rows.append([paper.kind, title, _STATES[lang][paper.state], missing[0] if missing else ""])
        rows.extend(["", "", "", one] for one in missing[1:])
    show_table(_HEADS[lang][1], rows)
    for note in planned.notes:
        click.echo(note[0] if lang == "vi" else note[1])


def show_papers(papers: list[Shelved], services: Services, *, wide: bool = False) -> None:
    """A table of archived papers: where each lies, its digest, and how long it took to make."""
    places = [place_of(one, services.archive, services.settings.storage_url) for one in papers]
    if sys.stdout.isatty() and len(papers) > 1:
        # The folder is said once: with it in each line no terminal is wide enough.
        folder = os.path.commonpath(places)
        click.echo(f"{folder}/")
        places = [os.path.relpath(place, folder) for place in places]
    rows = [
        [
            one.document.kind,
            one.document.number or (f"…/{one.document.symbol}" if one.document.symbol else ""),
            one.term,
            place,
            one.document.sha256 or "",
            "" if one.document.milliseconds is None else str(one.document.milliseconds),
        ]
        for one, place in zip(papers, places, strict=True)
    ]
    show_table(("kind", "number", "term", "path", "sha256", "ms"), rows, digest="sha256", wide=wide)


def place_of(paper: Shelved, archive: Archive, storage_url: str) -> str:
    """The paper's file, from the working folder where it lies below; its key where the storage is no folder."""
    logical = f"papers/{paper.document.file_name}"
    key = archive.root.content_key(paper.object_id, paper.version, logical)
    scheme, _, folder = storage_url.rpartition("://")
    if scheme not in {"", "file"}:
        return key
    path = Path(folder).absolute() / key
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _as_json(paper: Shelved, path: str) -> dict[str, object]:
    document = paper.document
    return {
        "id": document.id,
        "set": document.set_id,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "term": paper.term,
        "organisation": paper.organisation,
        "file_name": document.file_name,
        "path": path,
        "object": paper.object_id,
        "version": paper.version,
        "sha256": document.sha256,
        "size": document.size,
        "sealed_at": paper.sealed_at.isoformat(),
        "superseded": paper.superseded,
    }


def _wait_for(services: Services, set_id: str, lang: Language) -> None:
    account = administrator(services)

    def look() -> SetStatus:
        status = services.sets.status(set_id, account=account)
        assert status is not None  # noqa: S101 -- it was made for this account
        return status

    status = look()
    with _progress(len(status.documents)) as advance:
        while not (status := look()).is_settled:
            advance(len(status.documents) - status.progress.get("waiting", 0))
            time.sleep(POLL_SECONDS)
    if status.failure is not None:
        raise Stop(status.failure.vi if lang == "vi" else status.failure.en)
    click.echo(
        f"{status.record.state}: {len(status.documents)} papers, {len(status.held_back)} held back", err=True
    )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where that is a terminal; `advance(done)` moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("papers", total=total)
        yield lambda done: progress.update(bar, completed=done)
