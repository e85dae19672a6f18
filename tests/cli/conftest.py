"""The command line, run inside the test on a folder of its own."""

from __future__ import annotations

import dataclasses
import io
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

import service.cli
from service.bootstrap import build
from service.cli.entry import run
from service.config import read_settings
from tests.working import meanwhile

EXAMPLES = Path(service.cli.__file__).parents[2] / "examples"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Vankien = Callable[..., Said]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of everything, which is not there yet; it is also the only setting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VANKIEN_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def vankien(
    var: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Vankien]:
    """`vankien("plan", "file")` runs a command line; `given` is its standard input."""
    handlers, level = logging.root.handlers[:], logging.root.level
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def run_it(*arguments: str, given: str = "") -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Said(code=code, out=said.out, err=said.err)

    yield run_it
    logging.basicConfig(handlers=handlers, level=level, force=True)
    structlog.reset_defaults()
    for number, handler in signals.items():
        signal.signal(number, handler)


@pytest.fixture
def complete() -> str:
    """The example of which every paper can be made."""
    return str(EXAMPLES / "so-cong-thuong-2023-day-du.json")


@pytest.fixture
def facts_only() -> str:
    """The example that holds only what was published."""
    return str(EXAMPLES / "so-cong-thuong-2023.json")


@pytest.fixture
def at_work(vankien: Vankien) -> Callable[[], object]:
    """A migrated catalog, and `with at_work():` somebody who does its work meanwhile."""
    vankien("migrate")

    @contextmanager
    def working() -> Iterator[None]:
        services = build(read_settings())
        try:
            with meanwhile(lambda: services.relay(services.work_on), every=0.02):
                yield
        finally:
            services.close()

    return working
