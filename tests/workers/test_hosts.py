"""Workers on other hosts: network namespaces stand for them, and a cable is pulled in the middle of a set."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.small import small_meeting
from tests.hosts import Site, kill_group, seconds_until, site
from workers.app import TIME_LIMIT

EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,
    pytest.mark.skipif(os.geteuid() != 0, reason="networks of one's own are root's to make"),
]

# Another process of that host, which is cut off while it holds a set.
HOLDS_A_SET = """
import sys, time
from service.catalog import Catalog
with Catalog.open(sys.argv[1]).begin() as work:
    work.sets.lock(sys.argv[2])
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def two_hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A hall with servers, web and relay, and two hosts on which nothing runs yet."""
    with site(tmp_path_factory.mktemp("hosts"), workers=2) as made:
        yield made


def congress(name: str) -> bytes:
    """A congress of that union that owes ninety-two papers."""
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    data["organisation"]["name"] = name
    return json.dumps(data).encode()


def sets_in(place: Site, state: str) -> int:
    """How many sets are in that state."""
    return int(place.asked("SELECT count(*) FROM document_set WHERE state = %s", state))


def claims(place: Site) -> int:
    """How much work somebody holds."""
    return int(place.asked("SELECT count(*) FROM outbox WHERE lease_until > now()"))


def test_a_host_that_is_cut_off_in_the_middle_of_a_set_loses_nothing(two_hosts: Site) -> None:
    """
    What it held is done by another once its lease has run out. When its cable is back, what it still meant to write changes
    nothing, and it works on.
    """
    place = two_hosts
    lost, other = place.worker_hosts
    acknowledged = place.folder / "acknowledged"
    its_worker = place.start(lost, "worker")
    sets = [place.post(congress(f"Công đoàn cơ sở {number}"), key=f"cut-{number}") for number in range(3)]

    def is_in_the_middle() -> bool:
        rendered = "SELECT count(*) FROM document WHERE state = 'rendered'"
        return bool(place.asked(rendered)) and claims(place) > 0

    seconds_until(is_in_the_middle, within=60, poll=0.002)
    kill_group(its_worker, signal.SIGSTOP)
    held = claims(place)
    place.cut_off(lost)
    kill_group(its_worker, signal.SIGCONT)
    others_worker = place.start(other, "worker")
    seconds_until(lambda: sets_in(place, "sealed") == len(sets), within=180)
    place.join(lost)
    place.stop(others_worker)
    sets.append(place.post(small_meeting("Body of the host that came back"), key="back"))
    seconds_until(lambda: sets_in(place, "sealed") == len(sets), within=120)
    place.stop(its_worker)
    acknowledged.write_text("\n".join(sets))
    checked = place.run("check-invariants", "--at-rest", "--acknowledged", str(acknowledged), "--render", "4")

    assert held > 0
    assert (0, "") == (checked.returncode, checked.stderr)
    assert 0 == sets_in(place, "failed")


def test_a_set_that_a_host_held_when_it_was_cut_off_is_free_soon(two_hosts: Site) -> None:
    """
    The database notices by itself that nobody is at the other end, long before a task's time is over: a lock that lasts two hours, as
    an untold server lets it, would make its set be given up.
    """
    place = two_hosts
    lost, _ = place.worker_hosts
    set_id = place.post(small_meeting("Body that is held"), key="held")
    with lost.inside():
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDS_A_SET, place.settings["VANKIEN_CATALOG_URL"], set_id],
            env=place.env(lost), stdout=subprocess.PIPE,
        )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert b"held\n" == holder.stdout.readline()
        place.cut_off(lost)

        def is_free() -> bool:
            free = "SELECT count(*) FROM (SELECT 1 FROM document_set WHERE id = %s FOR UPDATE SKIP LOCKED) AS one"
            return bool(place.asked(free, set_id))

        assert not is_free()
        took = seconds_until(is_free, within=TIME_LIMIT)
    finally:
        holder.kill()
        holder.wait()
        place.join(lost)

    assert took < TIME_LIMIT
