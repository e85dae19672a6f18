"""`vankien person ...`: what the archive says of one person, and its correction."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.failures import FAILED, REFUSED, Stop
from service.cli.opening import administrator, services_at_hand
from service.cli.papers import show_findings

who_born = click.option(
    "--born", default="", metavar="DAY", help="Year of birth or day (1980-05-19), to tell namesakes apart."
)


@click.group()
def person() -> None:
    """One person over the whole archive, as the law on personal data asks."""


@person.command("export")
@click.argument("name")
@who_born
@click.argument("out", type=click.Path(path_type=Path))
def export_person(name: str, born: str, out: Path) -> None:
    """Write all that editions, papers and drafts say of NAME, with its accents, into the new file OUT (JSON)."""
    from service.bootstrap import build_person
    from service.intake.person import Who

    who = Who(name=name, born=born)
    with services_at_hand() as services:
        find, _ = build_person(services)
        found = find(who)
        with out.open("xb") as file:
            file.write(find.written(who, found))
    out.chmod(0o600)
    for one in found:
        place = f"v{one.version}" if one.version else one.state
        again = " (somebody else has the name there)" if one.has_namesakes else ""
        click.echo(
            f"{one.organisation}, {one.term}, {place}: {len(one.places)} places, {len(one.papers)} papers{again}"
        )
    click.echo(f"{len(found)} editions name them; all of it is in {out}, which only you can read.")


@person.command("correct")
@click.argument("name")
@who_born
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="hometown=Vinh; empty removes.",
)
@click.option("--reason", required=True, help="Why; it is kept with the new sets.")
@click.option(
    "--object", "objects", multiple=True, help="Only that congress (vankien:2023-2028/...); else all."
)
@click.option("--try", "is_trial", is_flag=True, help="Say what would change, and change nothing.")
def correct_person(
    name: str, born: str, changes: tuple[str, ...], reason: str, objects: tuple[str, ...], is_trial: bool
) -> int:
    """
    Correct what the editions in force say of NAME: a new edition and set of each congress, which say why.

    Sealed papers stay as they are, marked as superseded.
    """
    from service.bootstrap import build_person
    from service.intake.person import Who

    if any("=" not in one for one in changes):
        raise Stop("--set takes FIELD=VALUE.", exit_code=REFUSED)
    with services_at_hand() as services:
        _, correct = build_person(services)
        done = correct(
            Who(name=name, born=born),
            {field.strip(): value.strip() for field, _, value in (one.partition("=") for one in changes)},
            reason=reason,
            account=administrator(services),
            is_trial=is_trial,
            wanted=lambda object_id: not objects or object_id in objects,
        )
    left = 0
    for one in done:
        click.echo(f"{one.organisation}, {one.term}: {', '.join(one.pointers)}")
        if one.set_id:
            click.echo(f"  new set {one.set_id}")
        elif one.findings:
            click.echo("  refused:", err=True)
            show_findings(one.findings, "en")
        elif not is_trial:
            click.echo(
                "  left alone: somebody else has the name there; send the correction by hand.", err=True
            )
        left += not one.set_id and not is_trial
    if not done:
        click.echo("No edition in force names them so, or all of it stands already.")
    return FAILED if left else 0
