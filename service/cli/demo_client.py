"""The demo's client: it speaks to the API as any program would."""

from __future__ import annotations

import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli.failures import Stop
from workers.processes import ChildDied

if TYPE_CHECKING:
    from workers.processes import Child

REQUEST_SECONDS = 30.0
SEALED_WITHIN = 120.0
POLL_SECONDS = 0.05

# A proxy of the environment has no business between two processes of one machine.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClient:
    """Sends the example with a token, and polls its set until nothing more will happen to it."""

    address: str
    token: str
    example: Path
    children: Sequence[Child]

    def is_answered(self) -> bool:
        """Whether the web process answers."""
        try:
            self._open("/health/live", {})
        except OSError:
            return False
        return True

    def send_and_await(self) -> str:
        """The id of the example's set once it is settled; raises `Stop`, `ChildDied`."""
        raw = self.example.read_bytes()
        # The key is the file's digest: a second run is answered with the first one's set.
        key = hashlib.sha256(raw).hexdigest()
        answer = self._call(
            "/api/v1/congresses",
            body=raw,
            headers={"Content-Type": "application/json", "Idempotency-Key": key},
        )
        set_id = str(answer["set"])
        deadline = time.monotonic() + SEALED_WITHIN
        while self._call(answer["location"])["state"] == "accepted":
            self._require_children()
            if time.monotonic() > deadline:
                raise Stop(
                    f"The set was not sealed within {SEALED_WITHIN:g} s; see the logs of worker and relay."
                )
            time.sleep(POLL_SECONDS)
        return set_id

    def _require_children(self) -> None:
        for child in self.children:
            if not child.running:
                raise ChildDied(child.obituary())

    def _call(self, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Any:
        try:
            return json.loads(
                self._open(path, {"Authorization": f"Bearer {self.token}", **(headers or {})}, body)
            )
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:2000]
            raise Stop(f"The API answered {error.code} to {path}: {said}") from error

    def _open(self, path: str, headers: Mapping[str, str], body: bytes | None = None) -> bytes:
        request = urllib.request.Request(f"http://{self.address}{path}", data=body, headers=dict(headers))
        with _direct.open(request, timeout=REQUEST_SECONDS) as response:
            content: bytes = response.read()
            return content
