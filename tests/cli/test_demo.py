"""`vankien demo` as a person starts it: real processes in a folder of their own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import service.cli
from service.bootstrap import build
from service.cli.demo import COMPLETE
from service.config import Settings
from tests.example import plan_of
from tests.running import free_port

pytestmark = pytest.mark.slow

ROOT = Path(service.cli.__file__).parents[2]
DEMO = [sys.executable, "-m", "service.cli", "demo"]
WITHIN = 120
PAPER = re.compile(r"^(\w+) .*?(\S+\.docx) +([0-9a-f]{64}) +(\d+)$", re.MULTILINE)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a demo on a free port, with the default folder."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("VANKIEN_")}
    return {**own, "PYTHONPATH": str(ROOT), "VANKIEN_PORT": str(port)}


def run_demo(folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DEMO, "--exit"], cwd=folder, env=env, capture_output=True, text=True, timeout=WITHIN, check=False
    )


def offspring(pid: int) -> set[int]:
    """All processes below `pid`, as the kernel sees them now."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, grown = {pid}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found - {pid}


def running(pids: set[int]) -> Iterator[int]:
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                yield pid
        except OSError:
            continue


def test_the_demo_lists_what_it_archived_and_a_second_run_finds_it_as_it_was(
    tmp_path: Path, env: dict[str, str]
) -> None:
    """Both runs end with 0 and the same table; each listed file has the listed digest."""
    first, second = run_demo(tmp_path, env), run_demo(tmp_path, env)

    papers = PAPER.findall(first.stdout)
    assert (0, "", 0, "") == (first.returncode, first.stderr, second.returncode, second.stderr)
    planned = plan_of(COMPLETE).papers
    assert len(planned) == len(papers)
    assert first.stdout == second.stdout
    assert {paper.kind for paper in planned} == {kind for kind, *_ in papers}
    for _, path, digest, _ in papers:
        said = subprocess.run(["sha256sum", tmp_path / path], capture_output=True, text=True, check=True)
        assert digest == said.stdout.split()[0]
    assert "còn thiếu" in first.stdout
    services = build(Settings(var=tmp_path / "var"))
    account = services.access.ensure_administrator("")
    assert 1 == len(services.sets.recent(account=account))
    services.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_serves_until_it_is_told_to_end_and_leaves_no_process(
    tmp_path: Path, env: dict[str, str], number: signal.Signals
) -> None:
    """The link signs in; afterwards nothing that the demo started still runs, and the status is 0."""
    demo = subprocess.Popen(
        DEMO, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert demo.stdout is not None
    try:
        link = next(line.split()[-1] for line in demo.stdout if line.startswith("Sign in once with:"))
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(link, timeout=20) as page:
            assert 200 == page.status
        started = offspring(demo.pid)
        demo.send_signal(number)
        _, err = demo.communicate(timeout=60)
    finally:
        demo.kill()

    assert len(started) >= 8  # broker, web, worker and relay, each with its leash, and the pool
    assert (0, "Stopped.\n") == (demo.returncode, err)
    deadline = time.monotonic() + 20
    while list(running(started)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [] == list(running(started))


def test_a_demo_whose_paper_cannot_be_made_says_which_and_why(tmp_path: Path, env: dict[str, str]) -> None:
    """A template that wants a field nobody has: exit code 1 and the name of the paper."""
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates_docx", templates)
    break_template(templates / "minutes.docx")

    said = run_demo(tmp_path, {**env, "VANKIEN_TEMPLATES": str(templates)})

    assert 1 == said.returncode
    assert "was not sealed" in said.stderr
    assert "Biên bản Đại hội" in said.stderr
    assert "Traceback" not in said.stderr


def break_template(path: Path) -> None:
    """Let the first tag of the body ask for a field that nobody published."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(
        b"</w:body>", b"<w:p><w:r><w:t>{{ nobody }}</w:t></w:r></w:p></w:body>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
