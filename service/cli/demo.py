"""`vankien demo`: the whole system on this machine, in one command, with an example sent through its front door."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.failures import INTERRUPTED, Stop
from service.cli.opening import administrator, open_services, require_broker, settings_with_broker
from service.cli.papers import show_papers
from service.cli.people import sign_in_link
from service.cli.servers import address_of
from service.config import Settings, read_settings

if TYPE_CHECKING:
    from service.bootstrap import Services
    from service.cli.demo_client import DemoClient
    from workers.processes import Child, Supervisor

EXAMPLES = Path(__file__).parents[2] / "examples"
COMPLETE = "so-cong-thuong-2023-sau-dai-hoi.json"
FACTS_ONLY = "so-cong-thuong-2023.json"

PROCESSES = {
    "web": ("serve",),
    "worker-small": ("worker", "--queues=small"),
    "worker-large": ("worker", "--queues=large"),
    "relay": ("relay",),
}
"""What a running system is made of, and how each is started: a small set never waits behind a large one."""

TOKEN_LASTS = dt.timedelta(minutes=15)
READY_WITHIN = 60.0
STOP_WITHIN = 12.0


@click.command()
@click.option("--exit", "leave", is_flag=True, help="End after the table: 0, or 1 when a paper failed.")
@click.option("--wide", is_flag=True, help="Digests in full on a narrow terminal too.")
def demo(*, leave: bool, wide: bool) -> int:
    """Start everything under ./var, carry an example into the archive, list its papers, and serve until Ctrl-C.

    The second run finds the archive as the first one left it.
    """
    from workers.processes import treat_termination_as_interrupt

    treat_termination_as_interrupt()
    serving = False
    try:
        with running(read_settings()) as (services, client, supervisor):
            _carry_example(services, client, wide=wide)
            if leave:
                return 0
            _invite(services)
            serving = True
            supervisor.watch()
    except KeyboardInterrupt:
        click.echo("Stopped." if serving else "Interrupted.", err=True)
        return 0 if serving else INTERRUPTED
    return 0


@contextmanager
def running(settings: Settings) -> Iterator[tuple[Services, DemoClient, Supervisor]]:
    """Everything started, in the order of need; all of it ends with the block."""
    from service.access import USUAL
    from service.access.accounts import ADMINISTRATOR
    from service.cli.demo_client import DemoClient
    from workers.embedded_broker import start_broker
    from workers.processes import Supervisor, await_ready, require_free_port

    example = _example(COMPLETE)
    require_free_port(settings.host, settings.port)
    require_broker(settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    with Supervisor(log_folder=settings.var / "log") as supervisor:
        if settings.is_embedded:
            supervisor.adopt(start_broker(settings.var / "broker").child)
        services = open_services(settings, migrate=True)
        try:
            administrator(services)
            children = [_start(supervisor, name, command, settings) for name, command in PROCESSES.items()]
            token = services.access.new_token(ADMINISTRATOR, label="demo", lasts=TOKEN_LASTS, actions=USUAL)
            client = DemoClient(address=address_of(settings), token=token, example=example, children=children)
            await_ready(children[0], client.is_answered, within=READY_WITHIN)
            yield services, client, supervisor
        finally:
            services.close()


def _start(supervisor: Supervisor, name: str, command: tuple[str, ...], settings: Settings) -> Child:
    argv = [sys.executable, "-P", "-m", "service.cli", *command]
    return supervisor.start(name, argv, env=_environment(settings), grace=STOP_WITHIN)


def _environment(settings: Settings) -> Mapping[str, str]:
    return {
        **os.environ,
        "VANKIEN_BROKER_URL": settings_with_broker().broker_url,
        "VANKIEN_VAR": str(settings.var),
    }


def _example(name: str) -> Path:
    path = EXAMPLES / name
    if not path.is_file():
        raise Stop(
            f"The example {path} is not there: run the demo from a checkout of the project, or start "
            "`vankien serve`, `vankien worker` and `vankien relay` yourself."
        )
    return path


def _carry_example(services: Services, client: DemoClient, *, wide: bool) -> None:
    account = administrator(services)
    set_id = client.send_and_await()
    with services.catalog.read() as work:
        papers = work.shelf.of_set(set_id, lineage=account.organisation.lineage)
    click.echo(f"{COMPLETE}: {len(papers)} papers")
    show_papers(papers, services, wide=wide)
    _say_what_waits(services)


def _say_what_waits(services: Services) -> None:
    """What the facts that were really published lack, in two lines."""
    path = EXAMPLES / FACTS_ONLY
    planned = services.submit.preview(path.read_bytes()).plan if path.is_file() else None
    if planned is None:
        return
    ready = [paper.title for paper in planned.in_state("ready")]
    held = [f"{paper.title} ({len(paper.lacks)})" for paper in planned.papers if paper.state != "ready"]
    click.echo(f"\n{FACTS_ONLY}: làm được ngay: {', '.join(ready) or 'chưa có'}")
    click.echo(f"còn thiếu (số mục): {', '.join(held) or 'không'}")


def _invite(services: Services) -> None:
    from service.access.accounts import ADMINISTRATOR

    address = services.settings.public_url
    link = sign_in_link(address, services.access.new_link(ADMINISTRATOR))
    click.echo(f"\n{address}\nSign in once with: {link}\nCtrl-C ends everything.")
