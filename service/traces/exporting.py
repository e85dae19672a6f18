"""Spans of OpenTelemetry, sent by OTLP over HTTP: the one place that knows either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, Final, cast
from urllib.parse import urlsplit

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from service.traces import Attributes, TracesRefused

SEND_SECONDS: Final = 5
"""How long one sending may take; a collector that is down holds nobody up longer at the end of a process."""

_STANDARD: Final = {
    "method": "http.request.method",
    "route": "http.route",
    "status": "http.response.status_code",
}
"""Names that OpenTelemetry's conventions have; all others are ours."""


class Recorder:
    """Records the spans of one process and sends them from a thread of its own."""

    def __init__(self, url: str) -> None:
        """Send to `url`. Raises `TracesRefused` when that is no address."""
        about = Resource({"service.name": "vankien", "service.version": version("vankien")})
        self._provider = TracerProvider(resource=about)
        exporter = OTLPSpanExporter(endpoint=_endpoint(url), timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("vankien")
        self._wire = TraceContextTextMapPropagator()

    def close(self) -> None:
        """Send what waits."""
        self._provider.shutdown()

    def span(self, name: str, said: Attributes) -> Any:
        """A step of the span in hand."""
        return self._current(name, SpanKind.INTERNAL, None, said)

    def request(self, traceparent: str | None) -> Any:
        """A request, in the trace that its header names."""
        return self._current("request", SpanKind.SERVER, self._from(traceparent), {})

    @contextmanager
    def work(
        self, name: str, traceparent: str | None, promised_at: dt.datetime, said: Attributes
    ) -> Iterator[None]:
        """Promised work: the time it waited, then the work itself, in the trace it was promised in."""
        promised_in = self._from(traceparent)
        with self._current(name, SpanKind.CONSUMER, promised_in, said):
            promised = round(promised_at.timestamp() * 1e9)
            waited = self._tracer.start_span(
                "outbox", promised_in, SpanKind.PRODUCER, _named(said), start_time=promised
            )
            waited.end()
            yield

    def tell(self, name: str | None, said: Attributes) -> None:
        """Say more about the span in hand."""
        current = trace.get_current_span()
        current.set_attributes(_named(said))
        if name is not None:
            current.update_name(name)
        if said.get("status", 0) >= 500:
            current.set_status(Status(StatusCode.ERROR))

    def in_hand(self) -> str | None:
        """The `traceparent` of the span in hand."""
        carrier: dict[str, str] = {}
        self._wire.inject(carrier)
        return carrier.get("traceparent")

    @contextmanager
    def _current(self, name: str, kind: SpanKind, within: Context | None, said: Attributes) -> Iterator[None]:
        # Neither message nor traceback of an error: both may hold what somebody typed.
        with self._tracer.start_as_current_span(
            name, within, kind, _named(said), record_exception=False, set_status_on_exception=False
        ) as one:
            try:
                yield
            except BaseException as error:
                one.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def _from(self, traceparent: str | None) -> Context:
        """The trace named by a `traceparent`; a new one where there is none, or one of no known form."""
        return self._wire.extract({"traceparent": traceparent} if traceparent else {}, Context())


def _named(said: Attributes) -> dict[str, str | int]:
    values = cast("Mapping[str, str | int]", said)
    return {_STANDARD.get(name, f"vankien.{name}"): value for name, value in values.items()}


def _endpoint(url: str) -> str:
    """Where spans are posted: the path of OTLP unless the address has one."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise TracesRefused("VANKIEN_TRACES_URL: give http://host:4318 or https://host/v1/traces")
    return parts._replace(path="/v1/traces").geturl() if parts.path in {"", "/"} else url
