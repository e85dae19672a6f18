"""
The Celery app: how it is set up, and how a worker is started.

Nothing here is the truth about work: the broker may lose, repeat or forget every message (see the outbox).
The settings below only decide how soon a message leads to work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_process_shutdown

from service.bootstrap import Services, build
from service.config import Settings
from workers.memory import limit_memory
from workers.progress import Progress
from workers.queues import CHOSEN, PRIORITIES, QUEUES, SMALL, sign_of, taken_by
from workers.tasks import Bench, register

TIME_LIMIT = 40
"""Seconds after which a task's process is killed; shorter than the lease of a claim (45 s), so nobody else has begun."""

VISIBILITY_TIMEOUT = 3600
"""Seconds until a message that a dead worker held is delivered again; the outbox sends it much sooner."""

_TRANSPORT = {
    "visibility_timeout": VISIBILITY_TIMEOUT,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5.0,
    "socket_connect_timeout": 2.0,
    "socket_keepalive": True,
    "health_check_interval": 10,
    # One list for each, served in this order: what is smaller goes first (see `queues.py`).
    "priority_steps": list(PRIORITIES),
}


def make_app(broker_url: str) -> Celery:
    """An app that sends and receives through the broker at `broker_url`; no connection is made yet."""
    app = Celery("vankien", broker=broker_url, backend=None, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_default_queue=QUEUES[SMALL],
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=TIME_LIMIT,
        task_publish_retry=False,
        worker_prefetch_multiplier=1,
        worker_soft_shutdown_timeout=5.0,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_send_task_events=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        # A broker whose disk is full refuses what is asked of it: that passes, and a worker that ended would not know.
        broker_channel_error_retry=True,
        broker_connection_timeout=2.0,
        broker_transport_options=dict(_TRANSPORT),
        enable_utc=True,
    )
    return app


def make_worker_app(
    settings: Settings,
    build_services: Callable[[Settings], Services] = build,
    queues: tuple[str, ...] = CHOSEN,
) -> Celery:
    """
    The app of a worker of `queues`: its task, and the services that each of its processes builds for itself.

    The parent of the pool never builds any: a database connection must not cross a fork.
    """
    app = make_app(settings.broker_url)
    # Kibibytes in use after a task: a process that came near its limit is replaced before the next one.
    app.conf.worker_max_memory_per_child = settings.worker_memory_bytes // 1024
    bench = Bench(build_services=lambda: build_services(settings))
    register(app, bench, Progress(settings.progress_folder, sign_of(queues)).note)
    # Weak references would let both go at the end of this function.
    worker_process_init.connect(lambda **_: _prepare(bench, settings.worker_memory_bytes), weak=False)
    worker_process_shutdown.connect(lambda **_: bench.clear(), weak=False)
    setup_logging.connect(_keep_logging_as_it_is, weak=False)
    return app


def _prepare(bench: Bench, memory: int) -> None:
    """Build first, limit then: what every process needs is no paper's."""
    bench.prepare()
    limit_memory(memory)


def start_worker(
    settings: Settings,
    build_services: Callable[[Settings], Services] = build,
    queues: tuple[str, ...] = CHOSEN,
) -> int:
    """
    Work on what comes in `queues` until told to end; the exit status.

    SIGTERM lets running tasks finish (at most `TIME_LIMIT` seconds); SIGINT and SIGQUIT allow five seconds.
    """
    Progress(settings.progress_folder, sign_of(queues)).note()
    worker = make_worker_app(settings, build_services, queues).Worker(
        queues=[QUEUES[one] for one in taken_by(queues)],
        concurrency=settings.worker_processes,
        pool="prefork",
        loglevel=settings.log_level,
        optimization="fair",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def _keep_logging_as_it_is(**_: Any) -> None:
    """That somebody listens to this signal is what keeps Celery from setting up logging of its own."""
