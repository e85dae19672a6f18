"""The demo's client: the client of every program, watching meanwhile whether the demo's processes live."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.failures import Stop
from service.client import Client, NotAnswered, NotSealed, Problem
from service.client.transport import Transport
from workers.processes import ChildDied

if TYPE_CHECKING:
    from workers.processes import Child

SEALED_WITHIN = 120.0

# A proxy of the environment has no business between two processes of one machine.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClient:
    """Sends the example with a token, and waits for its set."""

    address: str
    token: str
    example: Path
    children: Sequence[Child]

    def is_answered(self) -> bool:
        """Whether the web process answers."""
        try:
            _direct.open(f"http://{self.address}/health/live", timeout=30.0).close()
        except OSError:
            return False
        return True

    def send_and_await(self) -> str:
        """The id of the example's set once its papers are sealed; raises `Stop`, `ChildDied`."""
        address = f"http://{self.address}"
        client = Client(
            address,
            self.token,
            transport=Transport(address=address, token=self.token, opener=_direct, pause=self._pause),
        )
        try:
            accepted = client.send(self.example.read_bytes())
            client.wait(accepted.set, within=SEALED_WITHIN)
        except NotSealed as error:
            advice = "" if error.failure else "; see the logs of worker and relay"
            raise Stop(f"{error}{advice}.") from error
        except NotAnswered as error:
            raise Stop(f"{error}; see the log of web.") from error
        except Problem as error:
            said = "; ".join(f"{found.pointer}: {found.en}" for found in error.findings)
            raise Stop(f"The API refused the example: {error} {said}".rstrip()) from error
        return accepted.set

    def _pause(self, seconds: float) -> None:
        for child in self.children:
            if not child.running:
                raise ChildDied(child.obituary())
        time.sleep(seconds)
