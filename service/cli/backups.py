"""`vankien backup` and `vankien restore`: database and archive as they belong together, away and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.failures import FAILED
from service.cli.opening import services_at_hand, storage_address
from service.config import Settings, read_settings

if TYPE_CHECKING:
    from service.archive.backups import BackedUp


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--onto", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="An older backup on the same disks: what it holds already is linked from there, and not read.")  # fmt: skip
def backup(folder: Path, onto: Path | None) -> int:
    """
    Write database and archive into the new FOLDER (a BagIt bag), and read it back; everything may go on meanwhile.

    The keys are not in it: what is to be kept apart is said. Ends with 1 when the archive lacks what the database knows, or
    when the older backup is injured.
    """
    from service.bootstrap import build_backup

    with services_at_hand() as services:
        done = build_backup(services)(folder, onto=onto)
        settings = services.settings
    tell(done, folder)
    click.echo("Not in it, and to be kept apart from it:")
    for file, what in _secrets(settings):
        click.echo(f"  {file}  {what}")
    return tell_trouble(done)


def tell(done: BackedUp, folder: Path) -> None:
    """Say what a backup holds."""
    read = f"{done.linked} files are linked from the one before, the others" if done.linked else "They"
    click.echo(
        f"{done.objects} objects, {done.files} files, {done.size} bytes are in {folder}. {read} were read back."
    )


def tell_trouble(done: BackedUp) -> int:
    """Say what the archive lacks and what is injured in an older backup; the code to end with."""
    for one in done.lacking:
        click.echo(f"LACKING: the database knows {one}, the archive does not hold it.", err=True)
    for one in done.injured:
        click.echo(f"INJURED: {one}. The new backup holds it as the archive does.", err=True)
    return FAILED if done.lacking or done.injured else 0


def _secrets(settings: Settings) -> list[tuple[str, str]]:
    return [
        (
            str(settings.signing_key_file),
            "signs codes and anchors; where it is lost, `vankien key new` makes another, and old codes still hold",
        ),
        (str(settings.secret_key_file), "signs forms; without it a new one is made"),
        ("the settings VANKIEN_*", "addresses, and the files they name with passwords and keys of the store"),
    ]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--from-archive-alone",
    is_flag=True,
    help="Leave the backup's database aside and make one of the archive: accounts and what is not sealed are lost.",
)
def restore(folder: Path, from_archive_alone: bool) -> int:
    """
    Put the backup in FOLDER back where neither database nor archive is; stopped, it may be said again.

    The database is then brought up to the archive, which may be newer by what was sealed while the backup was taken.
    """
    from service.bootstrap import build_rebuild, build_restore
    from service.catalog import Catalog, Replacement

    settings = read_settings()
    with storage_address():
        put_back = build_restore(settings)
    files = put_back(folder, with_database=not from_archive_alone, told=_tell)
    if not from_archive_alone:
        catalog = Catalog.open(settings.catalog_url)
        catalog.migrate()
        catalog.close()
    new = Replacement(settings.catalog_url)
    try:
        done = build_rebuild(settings)(new)
    finally:
        new.close()
    if done.lost:
        click.echo(
            f"LACKING: the database knows {', '.join(done.lost)}, the backup's archive does not hold them.",
            err=True,
        )
        return FAILED
    click.echo(
        f"{files} files are back; the database is made anew: {done.sets} sets with {done.documents} papers."
    )
    if done.kept_as:
        click.echo(f"The backup's own database is kept: {done.kept_as}.")
    if not settings.signing_key_file.exists():
        click.echo(
            f"Put the signing key back as {settings.signing_key_file}: nothing starts without it."
            " Where it is lost, run `vankien key new`."
        )
    click.echo("Now start the processes, and run `vankien archive verify` and `vankien audit verify`.")
    return 0


def _tell(files: int) -> None:
    if files % 6400 == 0:
        click.echo(f"{files} files ...", err=True)
