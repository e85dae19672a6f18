"""One trace from the form to the archive, from the processes as they run; and none where nobody asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from service import traces
from tests.collector import collecting, said_by
from tests.running import running

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "so-cong-thuong-2023-day-du.json"
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
STAGES = {
    "POST /api/v1/congresses": {"read and check", "plan", "promise"},
    "produce": {"outbox", "render", "read back", "store", "record"},
    "seal": {"outbox", "gather", "archive", "record"},
}
"""The stages of the way, and the steps of each."""


@pytest.mark.slow
def test_one_trace_covers_the_way_from_the_form_to_the_archive(tmp_path: Path) -> None:
    """
    Web, relay and worker each send their part; the parts hang together, under the span of whoever asked.
    """
    with (
        collecting() as collector,
        running(tmp_path, TRACES_URL=collector.url, WORKER_PROCESSES="1") as system,
    ):
        access, sets = system.services.access, system.services.sets
        administrator = access.ensure_administrator("Tổng Liên đoàn")
        token = access.new_token(administrator.name, label="traces")
        system.start_web()
        system.start("relay")
        system.start("worker")
        request = urllib.request.Request(  # noqa: S310 -- http, our own
            f"{system.address}/api/v1/congresses",
            data=EXAMPLE.read_bytes(),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": "traced",
                "X-Request-Id": "traced-request",
                "traceparent": CALLER,
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- http, our own
            set_id = json.loads(answer.read())["set"]
        _until(lambda: sets.status(set_id, account=administrator).is_settled)
        system.stop()
        spans = collector.spans()

    own = [one for one in spans if one.trace_id.hex() == CALLER.split("-")[1]]
    by_id = {one.span_id: one for one in own}
    for stage, steps in STAGES.items():
        at = [one for one in own if one.name == stage]
        assert at, stage
        beneath = {one.name for one in own if one.parent_span_id in {stage.span_id for stage in at}}
        waited = {one.name for one in own if one.name == "outbox" and said_by(one)["vankien.task"] == stage}
        assert steps <= beneath | waited, stage
        assert {"traced-request"} == {said_by(one)["vankien.request_id"] for one in at}
    assert {CALLER.split("-")[2]} == {
        one.parent_span_id.hex() for one in own if one.parent_span_id not in by_id
    }
    assert {set_id} == {said_by(one)["vankien.set_id"] for one in own if one.name in {"produce", "seal"}}
    assert all(one.start_time_unix_nano <= one.end_time_unix_nano for one in own)
    assert not [one.name for one in own if one.status.code == Status.STATUS_CODE_ERROR]
    assert Span.SPAN_KIND_SERVER == next(one for one in own if "congresses" in one.name).kind
    assert [] == [one.name for one in spans if "health" in one.name]


def test_an_error_is_told_by_its_class_alone() -> None:
    """
    Its message and its traceback may hold what somebody typed; and a header that is none begins a trace.
    """
    with collecting() as collector:
        traces.begin(collector.url + "/v1/traces")
        try:
            with pytest.raises(ValueError), traces.request("Khưu Diễm Bích"), traces.span("render"):
                raise ValueError("Khưu Diễm Bích")
        finally:
            traces.end()
        spans = collector.spans()

    assert {"ValueError"} == {one.status.message for one in spans}
    assert "Diễm".encode() not in b"".join(collector.bodies)
    assert [[], []] == [list(one.events) for one in spans]
    assert not traces.are_on()


def test_nothing_is_imported_where_nobody_asked(tmp_path: Path) -> None:
    """
    Off, the libraries may be missing, and cost neither time nor memory.
    """
    said = _python(
        "import sys; from service.bootstrap import build; from service.config import Settings; from pathlib import Path;"
        f" build(Settings(var=Path({str(tmp_path / 'var')!r})), migrate=True).close();"
        " print(sorted(one for one in sys.modules if one.startswith('opentelemetry')))",
        tmp_path,
    )

    assert (0, "[]\n") == (said.returncode, said.stdout)


@pytest.mark.parametrize("url", ["http://127.0.0.1:4318", "localhost"])
def test_a_start_that_cannot_trace_is_refused(tmp_path: Path, url: str) -> None:
    """
    Whoever asked for traces learns at the start that there will be none: without the extra, or without an address.
    """
    if url.startswith("http"):
        (tmp_path / "opentelemetry").mkdir()
        (tmp_path / "opentelemetry" / "__init__.py").write_text("raise ImportError('not installed')")
    env = {"VANKIEN_TRACES_URL": url, "VANKIEN_VAR": str(tmp_path / "var")}
    said = _python(
        "import sys; from service.cli import main; sys.argv = ['vankien', 'migrate']; main()", tmp_path, **env
    )

    assert 2 == said.returncode, said.stderr
    assert "VANKIEN_TRACES_URL" in said.stderr
    assert ("vankien[traces]" in said.stderr) == url.startswith("http")


def _python(code: str, first: Path, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{first}{os.pathsep}{ROOT}"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **env, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _until(holds: Callable[[], object], within: float = 90.0) -> None:
    ends = time.monotonic() + within
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)
