"""`vankien archive ...`: the catalog made anew from the files, and the files read back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.failures import FAILED, REFUSED, Stop
from service.cli.opening import administrator, services_at_hand, storage_address
from service.cli.tables import show_table
from service.config import read_settings

if TYPE_CHECKING:
    from service.archive import SetReader


@click.group()
def archive() -> None:
    """What the archive's files alone can give and prove."""


@archive.command()
@click.option("--alone", is_flag=True, help="Carry nothing over from the database in use; it may be broken.")
@click.option(
    "--forget-lost", is_flag=True, help="Go on although the archive lacks sets that the database knows."
)
def rebuild(alone: bool, forget_lost: bool) -> None:
    """
    Make the database anew from the archive; stop the other processes first.

    Everything sealed comes back from the files. Accounts, tokens, the templates of organisations and what is not
    sealed are carried over from the database in use, which is kept under another name. An interrupted rebuild goes on where it was.
    """
    from service.bootstrap import build_rebuild
    from service.catalog import Replacement

    settings = read_settings()
    with storage_address():
        rebuild = build_rebuild(settings)
    new = Replacement(settings.catalog_url, alone=alone)
    try:
        done = rebuild(new, told=_tell, forget_lost=forget_lost)
    finally:
        new.close()
    if done.lost:
        raise Stop(
            f"The archive lacks {len(done.lost)} sealed sets that the database knows: {', '.join(done.lost)}.",
            "Nothing was changed. Find their files, or say --forget-lost.",
            exit_code=FAILED,
        )
    click.echo(f"{done.sets} sets with {done.documents} papers came back from the archive.")
    _tell_doubles(done.doubles)
    if alone:
        click.echo(
            "Which Word templates organisations had chosen stands in no file: choose them again on the page"
            " of templates. Those that sealed papers were made with are in the archive."
        )
    if done.kept_as:
        click.echo(f"The database that was in use is kept: {done.kept_as}.")


@archive.command()
@click.option(
    "--sample",
    type=click.FloatRange(0, 100, min_open=True),
    default=100.0,
    help="Read back only so many percent of the objects, chosen at random.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def verify(sample: float, as_json: bool) -> int:
    """
    Read the archive back and name every file that is changed, missing or foreign.

    Ends with 1 when there is one. Nothing is repaired.
    """
    with services_at_hand() as services:
        report = services.fixity(share=sample / 100)
    if as_json:
        click.echo(json.dumps({"sound": report.is_sound, **json.loads(report.encode())}, indent=1))
        return 0 if report.is_sound else FAILED
    for name in ("changed", "missing", "untracked", "unfinished"):
        for key in getattr(report, name):
            click.echo(f"{name:<10} {key}")
    counted = f"{report.objects} objects with {report.files} files ({report.size} bytes) were read back"
    click.echo(f"{counted}: {'all as they were stored' if report.is_sound else 'the archive is injured'}.")
    return 0 if report.is_sound else FAILED


@archive.command("export")
@click.option("--term", required=True, help="The term, like 2023-2028.")
@click.option(
    "--organisation", default="", help='Names from the top, "A / B", with all below; left out: all.'
)
@click.argument("out", type=click.Path(path_type=Path))
def export_term(term: str, organisation: str, out: Path) -> None:
    """Copy a term into the new folder OUT: a BagIt bag with a list that opens in a browser or a spreadsheet."""
    from service.archive import ExportTerm

    sets = _set_reader()
    done = ExportTerm(sets=sets)(out, term=term, organisation=organisation, on=_today())
    if not done.objects:
        click.echo("Nothing was found there; the bag holds an empty list.", err=True)
    click.echo(
        f"{done.objects} objects with {done.papers} papers and {done.copies} signed copies are in {out}; open {out}/data/index.html."
    )


@archive.command("import")
@click.argument("bag", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_bag(bag: Path) -> int:
    """Take an exported BAG in; what is here already stays, and what contradicts it is named and left out."""
    from service.archive import BagRefused
    from service.bootstrap import build_import

    with services_at_hand() as services:
        administrator(services)
        take_in = build_import(services)
        try:
            done = take_in(bag)
        except BagRefused as error:
            raise Stop(*error.faults, exit_code=REFUSED) from error
    click.echo(f"{done.taken} sets were taken in; {done.known} were here already.")
    _tell_doubles(done.doubles)
    for object_id, reason in done.left_out.items():
        click.echo(f"Left out: {object_id}: {reason}.", err=True)
    return FAILED if done.left_out else 0


@archive.command("disposal-list")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As of that day; left out: today.")
def disposal_list(day: dt.datetime | None) -> None:
    """
    Print the papers that need not be kept any longer. Nothing is deleted.

    The retention classes are proposals that nobody has confirmed: a council decides, and records it.
    """
    from service.archive import ListDisposals, retention_classes

    on = day.date() if day else _today()
    rows = [
        [
            one.term,
            " / ".join(step["name"] for step in one.organisations[1:] or one.organisations),
            found.document.title,
            found.retention.vi,
            found.kept_until.isoformat(),
        ]
        for one, found in ListDisposals(sets=_set_reader())(on=on)
    ]
    show_table(("term", "organisation", "paper", "class", "kept until"), rows)
    unverified = [one.key for one in retention_classes() if not one.verified]
    click.echo(f"{len(rows)} papers. Not verified: {', '.join(unverified)}. Nothing was deleted.")


def _set_reader() -> SetReader:
    from service.bootstrap import set_reader

    with storage_address():
        return set_reader(read_settings())


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _tell_doubles(doubles: Sequence[str]) -> None:
    """Name papers of older sets whose number another paper of the register has."""
    for one in doubles:
        click.echo(f"Not entered, since another paper has this number: {one}.", err=True)


def _tell(sets: int) -> None:
    click.echo(f"{sets} sets ...", err=True)
