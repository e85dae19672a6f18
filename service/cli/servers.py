"""`vankien serve`, `worker` and `relay`: the three processes that a running system is made of."""

from __future__ import annotations

import datetime as dt
import gc
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
import structlog

from service.cli.failures import REFUSED, Stop
from service.cli.logs import write_logs
from service.cli.opening import open_services, require_ready, settings_with_broker
from service.config import Settings, read_settings

if TYPE_CHECKING:
    from service.bootstrap import Services

QUEUES = ("small", "large")
"""As in `workers.queues`, which loads Celery's room; a test holds the two together."""

THREADS = 16
REQUEST_SECONDS = 60
STOP_SECONDS = 8


def _read_queues(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    if strange := [one for one in named if one not in QUEUES]:
        raise click.BadParameter(f"{strange[0]!r} is no queue: there are {' and '.join(QUEUES)}")
    return tuple(one for one in QUEUES if one in named)


queues_option = click.option(
    "--queues",
    default=",".join(QUEUES),
    show_default=True,
    callback=_read_queues,
    help="The queues of the worker, by commas.",
)


@click.command()
def serve() -> None:
    """Serve the API and the pages, on 127.0.0.1:8080 unless set otherwise."""
    from workers.processes import require_free_port

    settings = read_settings()
    write_logs(settings.log_level)
    require_free_port(settings.host, settings.port)
    require_ready(lambda: _make_web_app(settings))
    structlog.get_logger().info("web_starts", address=address_of(settings))
    _web_server(settings).run()


@click.command()
@queues_option
def worker(queues: tuple[str, ...]) -> int:
    """Render papers and seal sets, in VANKIEN_WORKER_PROCESSES processes.

    One worker for each queue keeps small sets from waiting behind large ones; one of both takes the smaller first.
    """
    settings = settings_with_broker()
    write_logs(settings.log_level)
    require_ready(lambda: open_services(settings).close())
    from service.documents.packs import read_packs
    from service.documents.press import read_ahead
    from workers.app import start_worker

    # Before the pool forks: its processes have them, and so have those that take their place.
    read_ahead(read_packs(settings.templates, settings.packs))
    # The collector would look through them again and again, and give each process a copy of its own.
    gc.freeze()
    return start_worker(settings, queues=queues)


@click.command()
def relay() -> None:
    """Tell the broker which work is due, until told to end; one is enough, two do no harm."""
    settings = settings_with_broker()
    write_logs(settings.log_level)
    services = open_services(settings)
    from workers.progress import Progress
    from workers.relaying import run_relay

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    every = dt.timedelta(days=settings.fixity_days)
    try:
        run_relay(
            services.relay,
            settings.broker_url,
            stop,
            tidy=lambda: _every_hour(services),
            tell=services.deliver,
            remind=lambda: services.send_links() + services.remind(),
            take_in=services.catalog.take_in_words,
            check=lambda stopped: services.fixity.go_on(every=every, stop=stopped),
            note_progress=Progress(settings.progress_folder, "relay").note,
        )
    finally:
        services.close()


def _every_hour(services: Services) -> None:
    """Tidy up, and lay the anchor of the day; a log that is not as it was written is said every hour."""
    services.tidy()
    verdict = services.audit_log.anchor()
    if verdict.bad is not None:
        structlog.get_logger().error("audit_log_injured", seq=verdict.bad.seq, why=verdict.bad.why)


def address_of(settings: Settings) -> str:
    """`host:port`, an IPv6 host in brackets."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def _make_web_app(settings: Settings) -> Any:
    from service.web import SecretKeyRefused, create_app

    try:
        return create_app(open_services(settings), has_broker=_broker_of(settings))
    except SecretKeyRefused as error:
        raise Stop(f"VANKIEN_SECRET_KEY_FILE: {error}.", exit_code=REFUSED) from error


def _broker_of(settings: Settings) -> Callable[[], bool] | None:
    """Whether the broker of these settings answers; nothing to ask where the broker is another process's own."""
    if settings.is_embedded:
        return None
    from workers.relaying import BrokerUnreachable, greet

    def answers() -> bool:
        try:
            greet(settings.broker_url)
        except BrokerUnreachable:
            return False
        return True

    return answers


def _web_server(settings: Settings) -> Any:
    from gunicorn.app.base import BaseApplication

    class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """Gunicorn around the Flask app, which each of its processes makes for itself."""

        def load_config(self) -> None:
            for name, value in _web_settings(settings).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            app = _make_web_app(settings)
            # What was loaded by now stays: the collector need not look through it again and again.
            gc.freeze()
            return app

    return WebServer(prog="vankien serve")


def _web_settings(settings: Settings) -> dict[str, Any]:
    return {
        "bind": address_of(settings),
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": REQUEST_SECONDS,
        "graceful_timeout": STOP_SECONDS,
        "loglevel": "warning",
        "proc_name": "vankien",
        # It would open a socket for commands in the home folder.
        "control_socket_disable": True,
    }
