"""`vankien migrate`, `check-config` and `check-progress`: what an operator, or a machine for one, asks and does."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from service.cli.failures import REFUSED, Stop, stop_for
from service.cli.opening import open_services, require_broker, settings_with_broker
from service.cli.servers import queues_option
from service.cli.tables import show_table
from service.config import Settings, SettingsRefused, read_settings, variable

_PASSWORD = re.compile(r"(?<=://)([^:@/]*):[^@/]*@")
_PASSWORD_PARAMETER = re.compile(r"(?i)([?&][^=&]*(?:password|secret|token)[^=&]*=)[^&]*")


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version; safe to run again."""
    open_services(read_settings(), migrate=True).close()
    click.echo("The database has the schema of this version.")


@click.command("check-config")
def check_config() -> None:
    """Say what was understood of the settings, and every fault at once; nothing is made or changed."""
    settings, faults = _read()
    show_table(("setting", "value", "from"), list(_understood(settings, faults)))
    faults += [sentence for look in _LOOKS for sentence in _faults(look, settings)]
    if faults:
        raise Stop(*faults, exit_code=REFUSED)
    click.echo("No fault was found.")


@click.command("check-progress")
@click.argument("process", type=click.Choice(["worker", "relay"]))
@click.option("--after", default=60.0, show_default=True, help="Seconds of doing nothing that are too many.")
@queues_option
def check_progress(process: str, after: float, queues: tuple[str, ...]) -> None:
    """Say whether the worker or the relay of this machine gets on: alive is not enough.

    A worker is named by its queues, as it was started.
    """
    from workers.progress import NoProgress, Progress, require_progress
    from workers.queues import sign_of
    from workers.relaying import TROUBLE

    settings = settings_with_broker()
    is_worker = process == "worker"
    waiting = partial(_messages, settings, queues) if is_worker else partial(_due, settings)
    sign = sign_of(queues) if is_worker else process
    try:
        require_progress(Progress(settings.progress_folder, sign), waiting=waiting, longest=after)
    except NoProgress as error:
        raise Stop(f"{error}.") from error
    except TROUBLE as error:
        raise Stop(f"VANKIEN_BROKER_URL: no broker answers there ({type(error).__name__}).") from error
    click.echo(f"The {process} gets on.")


def _messages(settings: Settings, queues: tuple[str, ...]) -> int:
    """How many messages that a worker of these queues takes nobody has taken."""
    from workers.app import make_app
    from workers.queues import taken_by
    from workers.relaying import Sender

    return Sender(app=make_app(settings.broker_url)).waiting(*taken_by(queues))


def _due(settings: Settings) -> int:
    """How much work is to be sent now; at most 100."""
    from service.catalog import Catalog

    catalog = Catalog.open(settings.catalog_url)
    try:
        with catalog.read() as work:
            return len(work.outbox.due(at=work.now()))
    finally:
        catalog.close()


def _read() -> tuple[Settings, list[str]]:
    """The settings and their faults; faulty ones are left at their defaults, so that the rest is looked at too."""
    try:
        return read_settings(), []
    except SettingsRefused as refused:
        rest = {name: value for name, value in os.environ.items() if not _names(refused.faults, name)}
        return read_settings(rest), [hidden(one) for one in refused.faults]


def _names(faults: list[str], name: str) -> bool:
    return any(re.match(rf"{name}\b", fault) for fault in faults)


def _understood(settings: Settings, faults: list[str]) -> Iterator[list[str]]:
    for one in dataclasses.fields(Settings):
        name = variable(one.name)
        value = hidden(str(getattr(settings, one.name))) or "(embedded)"
        given = "refused, see below" if _names(faults, name) else "environment"
        yield [name, value, given if name in os.environ else "default"]


def hidden(text: str) -> str:
    """`text` without the passwords of the addresses in it."""
    return _PASSWORD_PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


def _faults(look: Callable[[Settings], None], settings: Settings) -> list[str]:
    try:
        look(settings)
    except Exception as error:
        stop = stop_for(error)
        if stop is None:
            raise
        return [hidden(sentence) for sentence in stop.sentences]
    return []


def _look_at_templates(settings: Settings) -> None:
    from service.documents.templates import read_templates

    read_templates(settings.templates)


def _look_at_catalog(settings: Settings) -> None:
    from service.catalog import Catalog

    scheme, _, file = settings.catalog_url.partition("://")
    if scheme == "sqlite" and not Path(file[1:]).exists():
        return  # the first start makes it, and looking would make it too
    catalog = Catalog.open(settings.catalog_url)
    try:
        catalog.require_current()
    finally:
        catalog.close()


def _look_at_storage(settings: Settings) -> None:
    from service.storage import BadStorageAddress, open_storage

    folder = settings.storage_url.removeprefix("file://")
    if folder.startswith("/") and not Path(folder).exists():
        return
    try:
        open_storage(settings.storage_url)
    except BadStorageAddress as error:
        raise SettingsRefused([f"VANKIEN_STORAGE_URL: {error}"]) from error


def _look_at_folders(settings: Settings) -> None:
    """Whether what is not there yet could be made."""
    nearest = next(folder for folder in (settings.var, *settings.var.parents) if folder.exists())
    if not nearest.is_dir():
        raise Stop(f"VANKIEN_VAR: {nearest} is a file, so {settings.var} cannot be made.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise Stop(f"VANKIEN_VAR: the right to write in {nearest} is missing.")


_LOOKS = (_look_at_folders, _look_at_templates, _look_at_catalog, _look_at_storage, require_broker)
