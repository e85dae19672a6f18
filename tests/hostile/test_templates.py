"""Templates are code: whoever writes one reaches the data and nothing else."""

from __future__ import annotations

import pytest

from service.cage import asking, caged
from tests.hostile import injected, templates


def test_the_watch_sees_who_gets_out() -> None:
    """
    Reading a file, starting a program, opening a socket: each leaves an event, though the cage denies two of them.
    """
    said, _ = caged(injected.__file__, "control", b"")

    assert {"open", "os.system", "socket.__new__"} <= set(said["events"])


@pytest.mark.slow
def test_no_payload_gets_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Two hundred walks out of the language on eight ways of rendering: refused, or printed as the text they are.
    """
    monkeypatch.setattr(asking, "SECONDS", 120)  # a batch, not one file, on a busy machine
    tried = templates.chosen(200)
    found = templates.run(tried)

    assert len(tried) >= 200
    assert [] == found.escapes
    assert {} == found.events
    assert len(tried) * len(injected.PATHS) == sum(found.outcomes.values())
    # As a value or the name of one, every payload is text.
    assert found.outcomes["rendered"] >= 2 * len(tried)
    assert found.outcomes["refused not-allowed"] > 3 * len(tried)
