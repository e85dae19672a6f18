"""`vankien archive ...`: the catalog made anew from the files, and the files read back."""

from __future__ import annotations

import json

import click

from service.cli.failures import FAILED, Stop
from service.cli.opening import services_at_hand
from service.config import SettingsRefused, read_settings


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

    Everything sealed comes back from the files. Accounts, tokens and what is not sealed are carried over from the
    database in use, which is kept under another name. An interrupted rebuild goes on where it was.
    """
    from service.bootstrap import build_rebuild
    from service.catalog import Replacement
    from service.storage import BadStorageAddress

    settings = read_settings()
    try:
        rebuild = build_rebuild(settings)
    except BadStorageAddress as error:
        raise SettingsRefused([f"VANKIEN_STORAGE_URL: {error}"]) from error
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


def _tell(sets: int) -> None:
    click.echo(f"{sets} sets ...", err=True)
