"""`vankien workbook`: the Excel workbook for congress data, empty or filled in; no catalog is opened."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.failures import REFUSED, Stop
from service.cli.papers import Language, data_file, language, show_findings

out_file = click.argument("out", type=click.Path(dir_okay=False, path_type=Path))


@click.group()
def workbook() -> None:
    """Congress data in Excel: an empty workbook, or one that holds a congress."""


@workbook.command()
@click.option(
    "--form",
    type=click.Choice(["delegates", "plenary"]),
    default="delegates",
    show_default=True,
    help="Congress of delegates, or of all members.",
)
@out_file
def new(form: str, out: Path) -> None:
    """Write an empty workbook with its lists and explanations to OUT (.xlsx)."""
    from service.intake.workbook.write import new_workbook

    out.write_bytes(new_workbook("plenary" if form == "plenary" else "delegates"))


@workbook.command()
@data_file
@out_file
@language
def fill(file: Path, out: Path, *, lang: Language) -> None:
    """Write the congress data in FILE (JSON or Excel) as a workbook to OUT (.xlsx).

    Broken rules do not matter; with data of the wrong shape nothing is written and the exit code is 2.
    """
    from service.intake.received import read_received
    from service.intake.workbook.write import filled_workbook

    reading = read_received(file.read_bytes())
    if reading.congress is None:
        show_findings(reading.findings, lang)
        raise Stop(f"{file.name} cannot be read.", exit_code=REFUSED)
    out.write_bytes(filled_workbook(reading.congress.model_dump(mode="json")))
