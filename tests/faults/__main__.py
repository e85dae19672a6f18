"""`python -m tests.faults WHAT`: the big runs; CI runs small ones."""

from __future__ import annotations

import time

import click

from tests.faults.killing import Broken, kill_at_random
from tests.faults.points import every_step, every_syscall
from tests.faults.world import ground


@click.group()
def main() -> None:
    """Kill, fill up, cut off; each command prints its seed and what it did, and ends with 1 when something broke."""


@main.command()
@click.option("--kills", default=1000, show_default=True)
@click.option("--seed", default=20261126, show_default=True)
@click.option("--world", "only", type=int, help="Only that world of the run: to see a failure again.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option(
    "--storage", type=click.Choice(["folder", "seaweedfs", "moto"]), default="folder", show_default=True
)
def kill(kills: int, seed: int, only: int | None, database: str, storage: str) -> None:
    """Kill web, worker and relay processes at random, and judge what is left."""
    began = time.monotonic()
    click.echo(f"seed {seed}: {kills} kills on {database} and {storage}")
    with ground(database, storage) as here:  # type: ignore[arg-type]  # click has checked it
        tally = kill_at_random(here, kills=kills, seed=seed, only=only, told=click.echo)
    minutes = (time.monotonic() - began) / 60
    click.echo(f"seed {seed}: {tally.line()}")
    click.echo(f"Nothing is broken. {minutes:.1f} minutes, {tally.kills / minutes:.0f} kills a minute.")


@main.command()
@click.option("--stride", default=1, show_default=True, help="Visit each so-manyth point.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--by", type=click.Choice(["steps", "syscalls"]), default="steps", show_default=True)
def points(stride: int, database: str, by: str) -> None:
    """Strike at every point of one set: kill, EIO, ENOSPC, short writes."""
    began = time.monotonic()
    with ground(database, "folder") as here:  # type: ignore[arg-type]  # click has checked it
        visited = (every_step if by == "steps" else every_syscall)(here, stride=stride, told=click.echo)
    minutes = (time.monotonic() - began) / 60
    click.echo(f"{visited.total()} {by} of one set on {database}, nothing is broken; {minutes:.1f} minutes.")


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except Broken as broken:
        raise SystemExit(f"BROKEN: {broken}") from None
