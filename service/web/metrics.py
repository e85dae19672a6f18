"""Figures for a monitoring system, as Prometheus reads them; no personal data, only counts and times."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from service.archive import CheckFixity
from service.web.health import CheckParts

CLASSES = ("changed", "missing", "untracked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Asks the catalog for what is worth an alarm."""

    check: CheckParts
    fixity: CheckFixity

    def __call__(self) -> CollectorRegistry:
        """The figures of this moment; those that nobody knows are left out. Raises `CatalogUnavailable`."""
        found = CollectorRegistry(auto_describe=False)
        parts = self.check()
        Gauge("vankien_ready", "Whether database and storage answer.", registry=found).set(
            parts.status == "ready"
        )
        Gauge(
            "vankien_oldest_work_seconds", "How long the oldest promised work has waited.", registry=found
        ).set(parts.oldest_work_seconds or 0)
        if (last := self.fixity.last_whole()) is None:
            return found
        at, report = last
        Gauge(
            "vankien_fixity_last_full_pass_timestamp_seconds",
            "When the whole archive was last read back.",
            registry=found,
        ).set(at.timestamp())
        Gauge("vankien_fixity_objects", "Objects read back by that pass.", registry=found).set(report.objects)
        Gauge("vankien_fixity_files", "Files read back by that pass.", registry=found).set(report.files)
        injured = Gauge(
            "vankien_fixity_injured_files", "Files that pass found injured.", ["injury"], registry=found
        )
        for name in CLASSES:
            injured.labels(name).set(len(getattr(report, name)))
        return found


def blueprint(measure: Measure) -> Blueprint:
    """`/metrics`, open like the health checks."""
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(measure()), content_type=CONTENT_TYPE_LATEST)

    return pages
