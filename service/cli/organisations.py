"""`vankien organisations ...`: the tree of organisations, through the same use cases as its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.failures import REFUSED, Stop
from service.cli.opening import administrator, services_at_hand
from service.cli.tables import show_table

if TYPE_CHECKING:
    from service.bootstrap import Services
    from service.catalog import AccountRecord
    from service.intake.tree.rows import Row
    from service.intake.tree.telling import TreePlan

PLACE = 'names from the top, "A / B"'
LEVELS = ("national", "provincial", "intermediate", "grassroots")


@click.group()
def organisations() -> None:
    """The tree of organisations."""


@organisations.command("list")
@click.option("--under", default="", help=f"Only what lies below: {PLACE}.")
def list_organisations(under: str) -> None:
    """List organisations, each by its names from the top."""
    with services_at_hand() as services:
        by = administrator(services)
        above = services.access.organisation_at(under)
        rows = [
            (one.path, one.held.level, one.held.code or "", "closed" if one.held.closed_at else "")
            for one in services.tree.listed(by=by)
            if one.held.lineage.startswith(above.lineage) and one.path
        ]
    if rows:
        show_table(("Organisation", "Level", "Code", "State"), rows)
    else:
        click.echo("No organisation lies there yet: `vankien organisations add NAME`.")


@organisations.command("workbook")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def workbook_of_tree(file: Path) -> None:
    """Write the present tree into the new workbook FILE, to be changed and imported."""
    with services_at_hand() as services:
        content = services.tree.workbook(by=administrator(services))
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise Stop(f"{file} is there already: choose another name.", exit_code=REFUSED) from None
    click.echo(f"{file} holds the tree as it is.")


@organisations.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Store it; left out: only show what would change.")
def import_organisations(file: Path, *, yes: bool) -> None:
    """Show what the list in the workbook FILE changes, and store it, whole or not at all."""
    from service.intake.tree.desk import TreeMoved
    from service.intake.workbook.refused import WorkbookRefused

    with services_at_hand() as services:
        by = administrator(services)
        try:
            looked = services.tree.look_at(file.read_bytes(), file_name=file.name, by=by)
        except WorkbookRefused as error:
            raise Stop(error.fault.en, exit_code=REFUSED) from error
        _refuse(looked.plan)
        _show(looked.plan)
        if not looked.plan.placings:
            click.echo(f"Nothing would change: {looked.plan.unchanged} organisations are as the list says.")
            return
        if not yes:
            click.echo("Nothing is stored yet: look at it, then say --yes.")
            return
        try:
            services.tree.carry_out(looked.import_id, digest=looked.plan.digest, by=by)
        except TreeMoved:
            raise Stop("Somebody changed the tree meanwhile: nothing is stored, try again.") from None
        click.echo(f"Stored: {len(looked.plan.placings)} organisations.")


@organisations.command("add")
@click.argument("name")
@click.option("--under", default="", help=f"The organisation above: {PLACE}; left out: the root.")
@click.option("--level", type=click.Choice(LEVELS), default="grassroots", show_default=True)
@click.option("--code", default="", help="By which lists of unions know it.")
def add_organisation(name: str, under: str, level: str, code: str) -> None:
    """Add the organisation NAME."""
    from service.intake.tree.rows import Row

    with services_at_hand() as services:
        by = administrator(services)
        above = services.access.organisation_at(under)
        _change(services, Row(number=0, name=name, code=code, level=level, parent=above.id), by)


@organisations.command("change")
@click.argument("place")
@click.option("--name", help="What it is called from now on.")
@click.option("--under", help=f"The organisation above it from now on: {PLACE}; empty: the root.")
@click.option("--level", type=click.Choice(LEVELS))
@click.option("--code", help="By which lists of unions know it.")
@click.option("--close/--reopen", "close", default=None, help="Whether it holds further congresses.")
def change_organisation(
    place: str,
    name: str | None,
    under: str | None,
    level: str | None,
    code: str | None,
    *,
    close: bool | None,
) -> None:
    """Rename, move, describe, close or reopen the organisation at PLACE: names from the top, "A / B"."""
    from service.intake.tree.rows import ACTIVE, CLOSED, Row

    with services_at_hand() as services:
        by = administrator(services)
        held = services.access.organisation_at(place)
        above = held.parent_id if under is None else services.access.organisation_at(under).id
        row = Row(
            number=0,
            unit=held.id,
            name=held.name if name is None else name,
            code=(held.code or "") if code is None else code,
            level=level or "",
            parent=above or "",
            state="" if close is None else CLOSED if close else ACTIVE,
        )
        _change(services, row, by)


@organisations.command("rename")
@click.argument("place")
@click.argument("name")
@click.pass_context
def rename_organisation(context: click.Context, place: str, name: str) -> None:
    """Call the organisation at PLACE (names from the top, "A / B") NAME from now on."""
    context.invoke(change_organisation, place=place, name=name)


def _change(services: Services, row: Row, by: AccountRecord) -> None:
    plan = services.tree.change(row, by=by)
    _refuse(plan)
    _show(plan)
    if not plan.placings:
        click.echo("It is so already.")


def _refuse(plan: TreePlan) -> None:
    """Every fault in a line, with its cell; nothing was stored."""
    if plan.faults:
        raise Stop(
            *(f"{found.cell}: {found.en}" if found.cell else found.en for found in plan.faults),
            exit_code=REFUSED,
        )


def _show(plan: TreePlan) -> None:
    rows = [
        (what, one.name, one.was, one.now)
        for what in ("added", "renamed", "moved", "closed", "reopened", "described")
        for one in getattr(plan, what)
    ]
    if rows:
        show_table(("Change", "Organisation", "Was", "Is to be"), rows)
