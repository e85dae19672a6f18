"""`vankien backups ...`: one backup after another in one folder, by a timer or by itself, and whether the newest is new enough."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
import structlog

from service.cli.backups import tell, tell_trouble
from service.cli.failures import Stop, stop_for
from service.cli.logs import write_logs
from service.cli.opening import services_at_hand
from service.config import read_settings

LOOKS_EVERY = 60.0
AFTER_TROUBLE = 900.0

_folder = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
_keep = click.option("--keep", type=click.IntRange(1), default=14, show_default=True, help="How many stay.")
_whole_every = click.option(
    "--whole-every", type=click.IntRange(1), default=7, show_default=True,
    help="One of so many copies and reads back every file; the others link what the one before holds.",
)  # fmt: skip


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


@click.group()
def backups() -> None:
    """Backups that follow one another in one folder."""


@backups.command()
@_folder
@_keep
@_whole_every
def take(folder: Path, keep: int, whole_every: int) -> int:
    """
    Take a backup into a new folder of FOLDER, named for the moment, and let go of the oldest: what a timer runs.

    Nothing is let go of, and it ends with 1, when the archive lacks what the database knows. It ends with 1 as well when an
    older backup was found injured; the new one is not.
    """
    return _take(folder, keep, whole_every, _now())


@backups.command()
@_folder
@_keep
@_whole_every
@click.option("--at", "at", default="19:00", show_default=True, metavar="HH:MM",
              help="When one is due each day, UTC; 19:00 is two at night in Việt Nam.")  # fmt: skip
def nightly(folder: Path, keep: int, whole_every: int, at: str) -> int:
    """Do that every day until told to end; at once where the last night's is missing. For where there is no timer."""
    from workers.processes import treat_termination_as_interrupt

    try:
        due = dt.datetime.strptime(at, "%H:%M").time()  # noqa: DTZ007 -- a time of UTC, as the option says
    except ValueError as error:
        raise click.BadParameter("a time is written as 19:00", param_hint="--at") from error
    write_logs(read_settings().log_level)
    treat_termination_as_interrupt()
    try:
        keep_on(
            folder,
            at=due,
            take_one=lambda now: _take(folder, keep, whole_every, now),
            wait=threading.Event().wait,
        )
    except KeyboardInterrupt:
        return 0


@backups.command()
@_folder
@click.option("--within-hours", default=26, show_default=True, help="How old the newest may be.")
def check(folder: Path, within_hours: int) -> None:
    """Say whether the newest backup in FOLDER is new enough; it was read back when it was taken."""
    from service.archive.kept_backups import names_in, newest_in, newest_whole_in

    now = _now()
    newest = newest_in(folder, now=now)
    if newest is None and (names := names_in(folder)):
        raise Stop(f"All backups in {folder} are of moments that have not come: {names[0]} and later.")
    if newest is None:
        raise Stop(f"There is no backup in {folder}.")
    hours = (now - newest) / dt.timedelta(hours=1)
    if hours > within_hours:
        raise Stop(f"The newest backup in {folder} is {hours:.0f} hours old.")
    click.echo(f"The newest backup was begun {newest:%Y-%m-%d %H:%M} UTC.")
    if whole := newest_whole_in(folder, now=now):
        click.echo(
            f"The newest whole one was begun {whole:%Y-%m-%d %H:%M} UTC, {(now - whole).days} days ago."
        )
    else:
        click.echo("None is whole: each shares files with one that is gone.")


def keep_on(
    folder: Path,
    *,
    at: dt.time,
    take_one: Callable[[dt.datetime], int],
    wait: Callable[[float], object],
    clock: Callable[[], dt.datetime] = _now,
) -> NoReturn:
    """Take one whenever none was begun since one was due; trouble is said, and tried again a quarter of an hour later."""
    from service.archive.kept_backups import due_since, newest_in

    while True:
        now, pause = clock(), LOOKS_EVERY
        newest = newest_in(folder, now=now)
        if newest is None or newest < due_since(now, at=at):
            pause = LOOKS_EVERY if _succeeds(take_one, now) else AFTER_TROUBLE
        wait(pause)


def _succeeds(take_one: Callable[[dt.datetime], int], now: dt.datetime) -> bool:
    try:
        return take_one(now) == 0
    except Exception as error:
        stop = stop_for(error)
        if stop is None:
            raise
        structlog.get_logger().error("backup_failed", reason=" ".join(stop.sentences))
        return False


def _take(folder: Path, keep: int, whole_every: int, now: dt.datetime) -> int:
    from service.archive.kept_backups import KeepBackups
    from service.bootstrap import build_backup

    with services_at_hand() as services:
        keep_backups = KeepBackups(
            back_up=build_backup(services), folder=folder, keep=keep, whole_every=whole_every
        )
        made, done, removed = keep_backups(now)
    tell(done, made)
    for name in removed:
        click.echo(f"Removed, for {keep} newer ones are there: {name}")
    return tell_trouble(done)
