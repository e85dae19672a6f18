"""Server-sent events: a page is told that something moved, and asks for it by its own way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from flask import Response

EVERY = 0.25
"""Seconds between two looks: what moves is seen at once, and a look is one short query."""

LASTS = 20
"""Seconds after which a stream ends and the browser comes again: a server that stops waits no longer than that."""

_BEAT = 5
"""Seconds of silence after which a comment goes out, by which a browser that has left is noticed."""


class Streams:
    """At most `most` streams at a time: each holds a thread, and the others must go on answering."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def tell(self, look: Callable[[], object | None]) -> Response:
        """
        A stream that says `moved` when `look` gives something new, until it gives nothing.

        204 when there is nothing to wait for, or no room: the browser then does not come again, and the page goes on
        asking by itself.
        """
        first = look()
        if first is None or not self._free.acquire(blocking=False):
            return Response(status=204)
        response = Response(_moves(first, look), mimetype="text/event-stream")
        # Not in the generator: one that was never begun is never ended.
        response.call_on_close(self._free.release)
        response.headers["X-Accel-Buffering"] = "no"
        return response


def _moves(first: object, look: Callable[[], object | None]) -> Iterator[bytes]:
    held: object | None = first
    began = said = time.monotonic()
    yield b"retry: 500\n\n"
    while held is not None and time.monotonic() - began < LASTS:
        time.sleep(EVERY)
        now = look()
        if now != held:
            held, said = now, time.monotonic()
            yield b"event: moved\ndata:\n\n"
        elif time.monotonic() - said > _BEAT:
            said = time.monotonic()
            yield b": still here\n\n"
