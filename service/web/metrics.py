"""Figures for a monitoring system, as Prometheus reads them; no personal data, only counts and times."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from statistics import quantiles

from flask import Blueprint, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest

from service.archive import CheckFixity
from service.catalog import Catalog, CatalogError
from service.web.health import CheckParts

CLASSES = ("changed", "missing", "untracked")
STATES = ("incomplete", "accepted", "sealed", "failed")
TASKS = ("produce", "seal", "file")
LATELY = dt.timedelta(minutes=15)
SEARCHES = frozenset({"/archive/papers", "/api/v1/documents"})
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Asks the catalog for what is worth an alarm."""

    check: CheckParts
    catalog: Catalog
    fixity: CheckFixity

    def __call__(self) -> CollectorRegistry:
        """The figures of this moment; those that nobody knows are left out."""
        found = CollectorRegistry(auto_describe=False)
        parts = self.check()
        _gauge(found, "vankien_ready", "Whether database and storage answer.").set(parts.status == "ready")
        _gauge(found, "vankien_oldest_work_seconds", "How long the oldest promised work has waited.").set(
            parts.oldest_work_seconds or 0
        )
        try:
            self._sets_and_work(found)
            self._fixity(found)
        except CatalogError:
            pass  # `vankien_ready` is 0, and an alarm on a missing figure finds the rest
        return found

    def _sets_and_work(self, found: CollectorRegistry) -> None:
        with self.catalog.read() as work:
            now = work.now()
            by_state, waiting = work.figures.sets_by_state(), work.figures.waiting()
            seconds = work.figures.seal_seconds(since=now - LATELY)
        sets = _gauge(found, "vankien_sets", "Sets by state.", "state")
        for state in STATES:
            sets.labels(state).set(by_state.get(state, 0))
        count = _gauge(found, "vankien_work_waiting", "Promised work that is not done.", "task")
        oldest = _gauge(found, "vankien_work_oldest_seconds", "How long its oldest has waited.", "task")
        repeats = _gauge(found, "vankien_work_repeats", "How often it had to be begun again.", "task")
        for task in TASKS:
            one = waiting.get(task)
            count.labels(task).set(one.count if one else 0)
            oldest.labels(task).set((now - one.oldest) / dt.timedelta(seconds=1) if one else 0)
            repeats.labels(task).set(one.repeats if one else 0)
        _gauge(found, "vankien_sets_sealed_lately", "Sets sealed in the last 15 minutes.").set(len(seconds))
        if seconds:
            sealing = _gauge(found, "vankien_seal_seconds", "From accepted to sealed, of those.", "quantile")
            hundredths = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99
            for part in (50, 90, 99):
                sealing.labels(str(part / 100)).set(hundredths[part - 1])

    def _fixity(self, found: CollectorRegistry) -> None:
        if (last := self.fixity.last_whole()) is None:
            return
        at, report = last
        _gauge(
            found,
            "vankien_fixity_last_full_pass_timestamp_seconds",
            "When the whole archive was last read back.",
        ).set(at.timestamp())
        _gauge(found, "vankien_fixity_objects", "Objects read back by that pass.").set(report.objects)
        _gauge(found, "vankien_fixity_files", "Files read back by that pass.").set(report.files)
        injured = _gauge(found, "vankien_fixity_injured_files", "Files that pass found injured.", "injury")
        for name in CLASSES:
            injured.labels(name).set(len(getattr(report, name)))


def _gauge(registry: CollectorRegistry, name: str, about: str, *labels: str) -> Gauge:
    return Gauge(name, about, labels, registry=registry)


class Traffic:
    """How long this process took for its requests, and for the searches among them, since it began."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._requests = Histogram(
            "vankien_request_seconds",
            "Seconds until a request was answered.",
            ("route", "method", "status"),
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._searches = Histogram(
            "vankien_search_seconds",
            "Seconds until a search of the archive was answered.",
            registry=self.registry,
            buckets=_SECONDS,
        )

    def note(self, response: Response) -> Response:
        """Count this request; its route only, never its path."""
        seconds = time.monotonic() - g.began
        rule = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.url_rule else "none"
        self._requests.labels(rule, method, f"{response.status_code // 100}xx").observe(seconds)
        if rule in SEARCHES:
            self._searches.observe(seconds)
        return response


def blueprint(measure: Measure, traffic: Traffic) -> Blueprint:
    """`/metrics`, open like the health checks."""
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    def metrics() -> Response:
        figures = generate_latest(measure()) + generate_latest(traffic.registry)
        return Response(figures, content_type=CONTENT_TYPE_LATEST)

    return pages
