"""`vankien audit ...`: the log held against itself and against its anchors in the archive."""

from __future__ import annotations

import json

import click

from service.cli.failures import FAILED
from service.cli.opening import services_at_hand

_WHY = {
    "changed": "says something else than when it was written",
    "missing": "is not there, though a later one or an anchor is",
    "unlinked": "does not follow the one before it: one of the two was changed",
    "anchor": "cannot be vouched for: the anchor {what}",
}


@click.group()
def audit() -> None:
    """The log of who did what: a chain, anchored in the archive once a day."""


@audit.command()
@click.option(
    "--since",
    type=click.IntRange(min=0),
    default=0,
    help="Entries up to this one were lost with a database; an anchor alone vouches for them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def verify(since: int, as_json: bool) -> int:
    """
    Look at every entry, and name the first that is not as it was written.

    Ends with 1 when there is one. Entries past the last anchor are held against each other alone.
    """
    with services_at_hand() as services:
        found = services.audit_log.verify(since=since)
    bad = found.bad
    if as_json:
        report = {
            "sound": found.is_sound,
            "entries": found.entries,
            "begins_at": found.begins_at,
            "head": found.head.seq,
            "anchored": found.anchored.seq,
            "anchored_at": found.anchored_at.isoformat() if found.anchored_at else None,
            "bad": {"seq": bad.seq, "why": bad.why, "what": bad.what} if bad else None,
        }
        click.echo(json.dumps(report, indent=1))
    elif bad is not None:
        click.echo(f"Entry {bad.seq} {_WHY[bad.why].format(what=bad.what)}.")
    else:
        click.echo(
            f"{found.entries} entries are as they were written; up to {found.anchored.seq} they are anchored."
        )
    return 0 if found.is_sound else FAILED


@audit.command()
def anchor() -> int:
    """Lay an anchor now, and print a line that may be signed and kept elsewhere."""
    from service.archive import line_to_sign

    with services_at_hand() as services:
        found = services.audit_log.anchor(at_once=True)
    if found.bad is not None:
        click.echo(
            f"No anchor was laid. Entry {found.bad.seq} {_WHY[found.bad.why].format(what='')}.", err=True
        )
        return FAILED
    click.echo(line_to_sign(found))
    return 0
