"""`python -m tests.faults WHAT`: the big runs; CI runs small ones."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable

import click

from tests.faults.clocks import jump
from tests.faults.full import fill_up
from tests.faults.killing import FROZEN_SHARE, Broken, kill_at_random
from tests.faults.load import faults_of, put_under_load, report
from tests.faults.messages import upset
from tests.faults.mutants import try_mutants
from tests.faults.numbers import draw
from tests.faults.points import FAULTS, every_lease, every_size, every_step, every_syscall
from tests.faults.power import cut_everywhere, require_full_sync
from tests.faults.world import World, ground, scratch
from tests.postgresql import restart_at_once


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
@click.option(
    "--frozen",
    default=FROZEN_SHARE,
    show_default=True,
    help="Share of processes that freeze before they die.",
)
@click.option("--clocks", is_flag=True, help="Now and then the clock jumps by hours or years, and back.")
@click.option(
    "--restarts",
    default=0,
    show_default=True,
    help="PostgreSQL is restarted at once after each so many kills.",
)
def kill(  # noqa: PLR0917 -- its options
    kills: int,
    seed: int,
    only: int | None,
    database: str,
    storage: str,
    frozen: float,
    clocks: bool,
    restarts: int,
) -> None:
    """Kill web, worker and relay processes at random, and judge what is left."""
    began = time.monotonic()
    click.echo(f"seed {seed}: {kills} kills on {database} and {storage}")
    with ground(database, storage) as here:  # type: ignore[arg-type]  # click has checked it
        trouble = restarting(restarts) if restarts else None
        tally = kill_at_random(
            here,
            kills=kills,
            seed=seed,
            only=only,
            frozen=frozen,
            clocks=clocks,
            trouble=trouble,
            told=click.echo,
        )
    minutes = (time.monotonic() - began) / 60
    click.echo(f"seed {seed}: {tally.line()}")
    click.echo(f"Nothing is broken. {minutes:.1f} minutes, {tally.kills / minutes:.0f} kills a minute.")


@main.command()
@click.option("--stride", default=1, show_default=True, help="Visit each so-manyth point.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option(
    "--storage", type=click.Choice(["folder", "seaweedfs", "moto"]), default="folder", show_default=True
)
@click.option(
    "--by", type=click.Choice(["steps", "syscalls", "sizes", "leases"]), default="steps", show_default=True
)
@click.option("--at", default="", help="Only kill, and only at steps like `commit` or `after commit`.")
@click.option(
    "--fault",
    "faults",
    type=click.Choice(FAULTS),
    multiple=True,
    help="Only that one, and others given the same way.",
)
def points(stride: int, database: str, storage: str, by: str, at: str, faults: tuple[str, ...]) -> None:
    """Strike at every point of one set: kill, EIO, ENOSPC, short writes, sleep past the lease."""
    began = time.monotonic()
    with ground(database, storage) as here:  # type: ignore[arg-type]  # click has checked it
        if by == "steps":
            visited = every_step(here, stride=stride, at=at, faults=faults or FAULTS, told=click.echo)
        elif by == "syscalls":
            visited = every_syscall(here, stride=stride, faults=faults or FAULTS, told=click.echo)
        elif by == "leases":
            visited = every_lease(here, stride=stride, told=click.echo)
        else:
            visited = every_size(here, stride=stride, told=click.echo)
    minutes = (time.monotonic() - began) / 60
    click.echo(
        f"{visited.total()} {by} of one set on {database} and {storage}, nothing is broken; {minutes:.1f} minutes."
    )


@main.command()
@click.option("--states", default=100_000, show_default=True)
@click.option("--seed", default=20261126, show_default=True)
def power(states: int, seed: int) -> None:
    """Cut the power after every call of two seals, and look at what the disk may hold then."""
    began = time.monotonic()
    folder = scratch()
    require_full_sync(folder)
    try:
        seen, different = cut_everywhere(folder, states=states, seed=seed, told=click.echo)
    finally:
        shutil.rmtree(folder)
    minutes = (time.monotonic() - began) / 60
    click.echo(
        f"seed {seed}: {seen} states after a power cut, {different} different, nothing is broken; {minutes:.1f} minutes."
    )


@main.command()
@click.option("--only", help="Only the mutants whose name holds this.")
def mutants(only: str | None) -> None:
    """Spoil the source in known ways: each must be caught by the runs above."""
    survivors = try_mutants(only or "", told=click.echo)
    if survivors:
        raise Broken(f"not caught: {', '.join(survivors)}")


@main.command()
@click.option("--writers", default=64, show_default=True)
@click.option("--numbers", default=100_000, show_default=True)
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
def numbers(writers: int, numbers: int, database: str) -> None:
    """Let many writers draw numbers of one series: exactly 1..N."""
    began = time.monotonic()
    with ground(database, "folder") as here, here.world() as world:  # type: ignore[arg-type]  # click has checked it
        draw(world, writers=writers, numbers=numbers)
    seconds = time.monotonic() - began
    click.echo(f"{writers} writers drew exactly 1..{numbers} on {database}; {seconds:.0f} s.")


@main.command()
@click.option("--kills", default=1000, show_default=True)
@click.option("--flushes", default=20, show_default=True, help="How often the broker forgets everything.")
@click.option(
    "--restarts", default=20, show_default=True, help="How often the broker is killed and started again."
)
@click.option("--seed", default=20261126, show_default=True)
def messages(kills: int, flushes: int, restarts: int, seed: int) -> None:
    """Kill real Celery workers and their broker; lose, double and mix up messages."""
    began = time.monotonic()
    harm = upset(kills=kills, flushes=flushes, restarts=restarts, seed=seed, told=click.echo)
    minutes = (time.monotonic() - began) / 60
    click.echo(f"seed {seed}: {harm.line()}")
    click.echo(
        f"All are sealed {harm.sealed_after:.0f} s after the last fault, nothing is broken. {minutes:.1f} minutes."
    )


@main.command("clocks")
@click.option("--jumps", default=200, show_default=True, help="How often all clocks jump together.")
@click.option("--apart", default=200, show_default=True, help="How often that of one process alone does.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--seed", default=20261126, show_default=True)
def wrong_clocks(jumps: int, apart: int, database: str, seed: int) -> None:
    """Let the clocks of the real processes jump by hours, days and years, forwards and back."""
    began = time.monotonic()
    click.echo(f"seed {seed}: {jumps} and {apart} jumps of clocks on {database}")
    done = jump(jumps=jumps, apart=apart, seed=seed, database=database, told=click.echo)  # type: ignore[arg-type]  # click has checked it
    minutes = (time.monotonic() - began) / 60
    click.echo(f"seed {seed}: {done.line()}")
    click.echo(
        f"All is settled {done.settled_after:.0f} s after the last jump, nothing is broken. {minutes:.1f} minutes."
    )


@main.command()
@click.option("--cycles", default=50, show_default=True)
@click.option("--seed", default=20261126, show_default=True)
def full(cycles: int, seed: int) -> None:
    """Fill the volumes of archive and catalog, and free them again; as root, which may mount small ones."""
    with ground("sqlite", "folder") as here:
        refused = fill_up(here, cycles=cycles, seed=seed, told=click.echo)
    click.echo(f"seed {seed}: {refused} refusals in words, nothing is broken.")


@main.command()
@click.option("--seconds", default=600, show_default=True)
@click.option("--rate", default=20.0, show_default=True, help="Submissions a second.")
@click.option("--fresh", default=0.1, show_default=True, help="Share of new data; the rest was sent before.")
@click.option("--seed", default=20261126, show_default=True)
@click.option(
    "--loose", is_flag=True, help="Say the figures, and do not hold them to what a quiet machine gives."
)
def load(seconds: int, rate: float, fresh: float, seed: int, loose: bool) -> None:
    """Put the real processes under load while workers die, the broker is away and PostgreSQL restarts."""
    measured = put_under_load(seconds=seconds, rate=rate, fresh=fresh, seed=seed, told=click.echo)
    for line in report(measured):
        click.echo(line)
    if not loose and (wrong := faults_of(measured)):
        raise Broken("; ".join(wrong))


def restarting(every: int) -> Callable[[World, random.Random], None]:
    """What restarts the server of a world once in so many kills."""

    def restart(world: World, chance: random.Random) -> None:
        if chance.randrange(every) == 0:
            restart_at_once(world.settings.catalog_url)

    return restart


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except Broken as broken:
        raise SystemExit(f"BROKEN: {broken}") from None
