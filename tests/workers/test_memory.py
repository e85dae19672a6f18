"""A render that eats memory: its process is held, its set is given up and named, others go on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example import PAPERS
from tests.workers.conftest import poll_until
from tests.workers.test_work import BEFORE_A_PAPER, EXAMPLE, System, system  # noqa: F401 -- a fixture

MB = 1024 * 1024

HELD = """
import sys
from workers.memory import limit_memory
assert limit_memory(64 * 1024 * 1024)
try:
    held = [bytearray(1024 * 1024) for _ in range(512)]
except MemoryError:
    print("held")
assert len(bytearray(8 * 1024 * 1024))
"""

GREEDY = BEFORE_A_PAPER.format(
    do="""
                if "Công đoàn Tham lam" in repr(fields):
                    with marks.open("a") as told:
                        told.write("eats ")
                    [bytearray(16 * 1024 * 1024) for _ in range(1000)]
"""
)


def test_a_process_takes_no_more_than_it_may() -> None:
    """
    Beyond its limit it is told so, and it can go on with less.
    """
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", HELD], cwd=root, capture_output=True, text=True, check=True)

    assert "held\n" == ran.stdout


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("catalog_url", ["sqlite"], indirect=True)
def test_a_paper_that_eats_memory_is_given_up_and_named_and_others_are_made(
    system: System,  # noqa: F811 -- the fixture
) -> None:
    """
    Two sets at the same time: one asks for 16 GB, a machine's worth; the other is sealed.
    """
    data = json.loads(EXAMPLE.read_bytes())
    greedy = {**data, "delegates": [], "organisation": {**data["organisation"], "name": "Công đoàn Tham lam"}}
    system.env["VANKIEN_WORKER_MEMORY_BYTES"] = str(256 * MB)
    # The last try makes each paper twice; nobody dies here, so no claim has to run out soon.
    system.env["LEASE"] = "45"
    eaten, whole = system.submit(json.dumps(greedy).encode(), "eaten"), system.submit(key="whole")

    with system.relay(), system.worker(GREEDY):
        poll_until(system.is_settled(whole), within=90)
        poll_until(system.is_settled(eaten), within=90)

    status, other = system.status(eaten), system.status(whole)
    titles = {one.id: one.title for one in status.documents}
    assert "eats" in (system.folder / "marks").read_text()
    assert ("failed", "work.took_too_much") == (status.record.state, status.failure and status.failure.code)
    assert status.failure
    assert titles[status.failure.document_id or ""] in status.failure.vi
    assert ("sealed", {"sealed": PAPERS}) == (other.record.state, dict(other.progress))
