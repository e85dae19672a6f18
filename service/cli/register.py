"""`vankien register ...`: numbers given at signing, and the register."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from service.cli.failures import REFUSED, Stop
from service.cli.opening import administrator, services_at_hand
from service.cli.tables import show_table


@click.group()
def register() -> None:
    """Numbers of signed papers (sổ đăng ký văn bản)."""


@register.command("list")
@click.option("--year", type=click.IntRange(1900, 2999), help="Only this year.")
@click.option("--symbol", help="Only this symbol, like NQ-ĐH.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line of the register.")
def list_numbers(*, year: int | None, symbol: str | None, as_json: bool) -> None:
    """List numbers given and voided: newest year first, then by symbol, organisation and number."""
    with services_at_hand() as services:
        rows = services.register.numbers(account=administrator(services), year=year, symbol=symbol)
    lines = [
        {
            "number": row.number.written,
            "year": row.number.year,
            "issued_on": row.number.issued_on.isoformat() if row.number.issued_on else "",
            "organisation": row.organisation,
            "title": row.title,
            "signers": row.number.signers,
            "receivers": row.number.receivers,
            "given_by": row.number.given_by,
            "note": f"voided: {row.number.reason}" if row.number.state == "voided" else "",
            "document": row.number.document_id,
        }
        for row in rows
    ]
    if as_json:
        for line in lines:
            click.echo(json.dumps(line, ensure_ascii=False))
    elif lines:
        show_table(tuple(lines[0]), [[str(cell) for cell in line.values()] for line in lines])
    else:
        click.echo("No number has been given.", err=True)


@register.command("print")
@click.option(
    "--organisation", "path", required=True, help='Names from the top, parted by " / ", the root left out.'
)
@click.option("--year", type=click.IntRange(1900, 2999), required=True, help="The year of the numbers.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def print_register(out: Path, *, path: str, year: int) -> None:
    """Write the register of an organisation and year as a Word file OUT, with the ten columns of the regulation."""
    with services_at_hand() as services:
        place = services.access.organisation_at(path)
        made = services.print_register(account=administrator(services), organisation_id=place.id, year=year)
    if made is None:
        raise Stop(f"There is no organisation {path}.", exit_code=REFUSED)
    out.write_bytes(made.content)
    click.echo(f"{out}: {made.title}")


@register.command("give")
@click.argument("document")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of issue.")
def give(document: str, *, day: dt.datetime) -> None:
    """Give the paper DOCUMENT (its id) the next number of the year of its day; print the number."""
    with services_at_hand() as services:
        given = services.register.give(document, issued_on=day.date(), account=administrator(services))
    if given is None:
        raise Stop(f"There is no sealed paper {document}.", exit_code=REFUSED)
    click.echo(given.number.written)


@register.command("void")
@click.argument("document")
@click.option("--reason", required=True, help="Why; the register shows it for ever.")
def void(document: str, *, reason: str) -> None:
    """Void the number of the paper DOCUMENT (its id); it is never given again."""
    with services_at_hand() as services:
        record = services.register.void(document, reason=reason, account=administrator(services))
    if record is None:
        raise Stop(f"There is no sealed paper {document}.", exit_code=REFUSED)
    click.echo(f"{record.written} is void.")
