"""
Traces: what happened between the form and the archive, as spans of OpenTelemetry, where somebody asked for them.

Off, which is the default, nothing is imported and a span costs one comparison. On, spans go by OTLP over HTTP to the address
of `VANKIEN_TRACES_URL`. What a span may say is the closed list `Attributes`: ids, counts and codes, never text that
somebody typed, and never the message of an error.

* TracesRefused   traces are asked for, and cannot be had: the extra `vankien[traces]` is missing, or the address is none
"""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

if TYPE_CHECKING:
    from service.traces.exporting import Recorder

__all__ = [
    "Attributes",
    "TracesRefused",
    "are_on",
    "begin",
    "end",
    "in_hand",
    "request",
    "span",
    "tell",
    "work",
]


class TracesRefused(Exception):
    """Traces are asked for and cannot be had; the message says what is to be done."""


class Attributes(TypedDict, total=False):
    """Everything that a span may say."""

    method: str
    route: str
    status: int
    request_id: str
    task: str
    set_id: str
    chunk: int
    starts: int
    papers: int
    files: int
    bytes: int
    version: int


_NOTHING: Final = nullcontext()
_recorder: Recorder | None = None


def begin(url: str) -> None:
    """
    Record spans in this process from now on, and send them to `url`; an empty one leaves everything as it is.

    Call it after the last fork: spans are sent by a thread. Raises `TracesRefused`.
    """
    global _recorder  # noqa: PLW0603 -- like logging, it is one for each process
    if not url or _recorder is not None:
        return
    try:
        from service.traces.exporting import Recorder
    except ImportError as error:
        raise TracesRefused(
            "VANKIEN_TRACES_URL is set, but the libraries that send traces are not installed: install"
            " `vankien[traces]`, or take the setting away"
        ) from error
    _recorder = Recorder(url)


def end() -> None:
    """Send what waits, for a few seconds at most, and record no more."""
    global _recorder  # noqa: PLW0603 -- see `begin`
    if _recorder is not None:
        _recorder.close()
        _recorder = None


def are_on() -> bool:
    """Whether spans are recorded in this process."""
    return _recorder is not None


def span(name: str, **said: Unpack[Attributes]) -> AbstractContextManager[None]:
    """One step of the work in hand, as long as the block; an error that leaves it is told by its class alone."""
    return _NOTHING if _recorder is None else _recorder.span(name, said)


def request(traceparent: str | None) -> AbstractContextManager[None]:
    """The answering of one request; `traceparent` is the header of that name (W3C Trace Context)."""
    return _NOTHING if _recorder is None else _recorder.request(traceparent)


def work(
    name: str, traceparent: str | None, *, promised_at: dt.datetime, **said: Unpack[Attributes]
) -> AbstractContextManager[None]:
    """Promised work, as part of the trace it was promised in; the time it waited since is a span of its own."""
    return _NOTHING if _recorder is None else _recorder.work(name, traceparent, promised_at, said)


def tell(*, name: str | None = None, **said: Unpack[Attributes]) -> None:
    """Say more about the span in hand, or name it anew."""
    if _recorder is not None:
        _recorder.tell(name, said)


def in_hand() -> str | None:
    """What continues the trace in hand elsewhere: a `traceparent` of 55 characters; nothing while none is recorded."""
    return None if _recorder is None else _recorder.in_hand()
