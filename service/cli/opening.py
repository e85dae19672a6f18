"""Opening the services from the settings of this process, with every refusal said in a sentence."""

from __future__ import annotations

import dataclasses
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from service.cli.failures import Stop, stop_for
from service.config import Settings, SettingsRefused, read_settings

if TYPE_CHECKING:
    from service.bootstrap import Services
    from service.catalog import AccountRecord


def settings_with_broker() -> Settings:
    """The settings; without a broker of one's own, that of the embedded one, whether it runs or not."""
    from workers.embedded_broker import broker_url_for

    settings = read_settings()
    if not settings.is_embedded:
        return settings
    return dataclasses.replace(settings, broker_url=broker_url_for(settings.var / "broker"))


def open_services(settings: Settings, *, migrate: bool = False) -> Services:
    """The services; raises as `build` does, and `SettingsRefused` for a storage address of no known form."""
    from service.bootstrap import build

    with storage_address():
        return build(settings, migrate=migrate)


@contextmanager
def storage_address() -> Iterator[None]:
    """What opens the store inside raises `SettingsRefused` for an address of no known form."""
    from service.storage import BadStorageAddress

    try:
        yield
    except BadStorageAddress as error:
        raise SettingsRefused([f"VANKIEN_STORAGE_URL: {error}"]) from error


@contextmanager
def services_at_hand() -> Iterator[Services]:
    """The services of the settings, for one command."""
    services = open_services(read_settings())
    try:
        yield services
    finally:
        services.close()


def administrator(services: Services) -> AccountRecord:
    """The account in whose name the terminal acts: whoever holds the database's file holds everything."""
    return services.access.ensure_administrator(services.settings.root_organisation)


def require_broker(settings: Settings) -> None:
    """Raise `Stop` when the broker that the settings name does not answer."""
    if settings.is_embedded:
        return
    from workers.relaying import BrokerUnreachable, greet

    try:
        greet(settings.broker_url)
    except BrokerUnreachable as error:
        raise Stop(f"VANKIEN_BROKER_URL: {error}.") from error


def require_ready(prepare: Callable[[], None]) -> None:
    """
    Raise `Stop` with the reason when `prepare` fails as a person should be told.

    It runs in a child that ends at once: a server's parent process must hold no connection when it forks.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    trial = context.Process(target=_try_out, args=(prepare, theirs))
    trial.start()
    theirs.close()
    try:
        refusal: tuple[tuple[str, ...], int] | None = ours.recv()
    except EOFError:
        refusal = (("The services could not be opened; the lines above say why.",), 1)
    trial.join()
    if refusal is not None:
        sentences, exit_code = refusal
        raise Stop(*sentences, exit_code=exit_code)


def _try_out(prepare: Callable[[], None], answer: Connection[object, object]) -> None:
    try:
        prepare()
    except Exception as error:
        stop = stop_for(error)
        if stop is None:
            raise
        answer.send((stop.sentences, stop.exit_code))
    else:
        answer.send(None)
