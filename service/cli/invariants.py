"""`vankien check-invariants`: what must always hold, checked from outside and named where it does not."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.failures import FAILED
from service.config import Settings, SettingsRefused, read_settings

if TYPE_CHECKING:
    from service.archive.invariants import Findings


@click.command("check-invariants")
@click.option(
    "--at-rest", is_flag=True, help="Nobody is at work: work that is still promised is a fault too."
)
@click.option(
    "--acknowledged",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with an id of a set on each line: what clients were told is accepted.",
)
@click.option("--render", "again", type=click.IntRange(min=0), default=0, metavar="N",
              help="Make the papers of N sealed sets again and compare their bytes.")  # fmt: skip
@click.option("--export", "exports", type=click.Path(exists=True, file_okay=False, path_type=Path), multiple=True,
              help="An exported folder that is to be whole; may be given again.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check_invariants(
    at_rest: bool, acknowledged: Path | None, again: int, exports: tuple[Path, ...], as_json: bool
) -> int:
    """
    Hold files, rows and log against each other and name every invariant that is broken.

    Nothing is changed; the system may be at work. Ends with 1 when something is broken.
    """
    from service.archive.invariants import CheckInvariants
    from service.archive.invariants.bags import check_export
    from service.storage import BadStorageAddress, open_to_read

    settings = read_settings()
    try:
        storage = open_to_read(settings.storage_url)
    except BadStorageAddress as error:
        raise SettingsRefused([f"VANKIEN_STORAGE_URL: {error}"]) from error
    told = acknowledged.read_text(encoding="utf-8").split() if acknowledged else []
    found = CheckInvariants(storage=storage, catalog_url=settings.catalog_url)(
        at_rest=at_rest, acknowledged=told
    )
    for folder in exports:
        check_export(folder, found)
    if again:
        _render_again(settings, found, again)
    if as_json:
        click.echo(found.encode())
    else:
        _tell(found)
    return 0 if found.holds else FAILED


def _render_again(settings: Settings, found: Findings, sets: int) -> None:
    from service.archive.key_files import signing_key
    from service.catalog import Catalog
    from service.documents.packs import read_packs
    from service.documents.rendered_again import RenderAgain

    catalog = Catalog.open(settings.catalog_url)
    try:
        render = RenderAgain(
            catalog=catalog,
            packs=read_packs(settings.templates, settings.packs),
            signer=signing_key(settings.signing_key_file),
        )
        render(found, sets=sets, chance=random.SystemRandom())
    finally:
        catalog.close()


def _tell(found: Findings) -> None:
    from service.archive.invariants import INVARIANTS

    for name, sentence in INVARIANTS.items():
        count = found.looked_at[name]
        state = "BROKEN" if name in found.broken() else "holds" if count else "not looked at"
        click.echo(f"{name:<4} {state:<14} {count:>8}  {sentence}")
    for what in found.underway:
        click.echo(f"under way: {what}")
    for breach in found.breaches:
        click.echo(f"{breach.invariant} is broken: {breach.what}", err=True)
