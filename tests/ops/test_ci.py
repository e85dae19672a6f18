"""What is run before a merge: every step, in order, and no failure is hidden."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.ops.composition import ROOT

STEPS = ["install-dev", "lint", "audit", "test", "test-slow"]
NEEDED = [
    "python3",
    "fc-list",
    "initdb",
    "soffice",
    "pdftotext",
    "chromium",
    "strace",
    "unshare",
    "setpriv",
    "mount",
    "ps",
]

MAKE = """#!/bin/sh
read -r line && echo "stdin is open" >> "$MADE"
echo "$2" >> "$MADE"
echo "$*" >> "$MADE.whole"
[ "$2" != "$BREAKS" ] || exit 7
echo "the last words of $2"
"""


def script(place: Path, text: str) -> None:
    """A program of one's own."""
    place.write_text(text)
    place.chmod(0o755)


class Clone:
    """A folder with a copy of `.ci/run`, and stand-ins for the programs it calls; `make` writes down its targets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.made = folder / "made"
        self.programs.mkdir()
        (folder / ".ci").mkdir()
        shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
        for name in NEEDED:
            script(self.programs / name, "#!/bin/sh\necho LiberationSerif-Regular.ttf\n")
        script(self.programs / "make", MAKE)
        script(self.programs / "apt-get", f'#!/bin/sh\necho "apt-get $@" >> {self.made}\nexit 9\n')

    def run(self, *, breaks: str = "", path: Sequence[str] = (os.environ["PATH"],)) -> tuple[int, str]:
        """The exit code and the output of the run when the target `breaks` fails."""
        answer = subprocess.run(
            [self.folder / ".ci" / "run"],
            cwd="/",
            env={"PATH": ":".join([str(self.programs), *path]), "MADE": str(self.made), "BREAKS": breaks},
            input="an answer that nobody may read\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return answer.returncode, answer.stdout

    @property
    def calls(self) -> list[str]:
        """What was called, in order."""
        return self.made.read_text().split("\n")[:-1] if self.made.exists() else []


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A fresh one."""
    return Clone(tmp_path)


def test_every_step_runs_in_order(clone: Clone) -> None:
    """From the installation to the slow tests, from any folder, without asking anybody."""
    status, output = clone.run()

    assert (0, STEPS) == (status, clone.calls)
    assert output.endswith("the last words of test-slow\n")


@pytest.mark.parametrize("target", STEPS)
def test_a_failure_ends_the_run_with_a_failure(clone: Clone, target: str) -> None:
    """Nothing runs after what failed, and nobody takes it for a success."""
    status, output = clone.run(breaks=target)

    assert status != 0
    assert STEPS[: STEPS.index(target) + 1] == clone.calls
    assert target in output.strip().splitlines()[-1]


def test_every_step_tells_its_time(clone: Clone) -> None:
    """Who waits for the run sees where the time goes; pytest itself tells that of the last step."""
    _, output = clone.run()

    for name in ("install_packages", *STEPS[:-1]):
        assert [line for line in output.splitlines() if line.startswith("---") and name in line]


def test_papers_of_the_fast_tests_are_read(clone: Clone) -> None:
    """By a validator, while they run."""
    clone.run()

    whole = (clone.folder / "made.whole").read_text().splitlines()
    assert "--no-print-directory test ARGS=--audit" in whole


def test_a_package_that_cannot_be_had_ends_the_run(clone: Clone) -> None:
    """Tests that lack their parts would pass by being left out."""
    script(clone.programs / "fc-list", "#!/bin/sh\n")

    status, output = clone.run()

    assert status != 0
    assert "missing: fonts-liberation2" in output
    assert clone.calls in (["apt-get -qq update"], [])


def test_the_oracle_of_the_alphabet_is_installed(clone: Clone) -> None:
    """
    Where no Python has ICU the package that brings it is asked for: otherwise nobody would check the order of names.
    """
    script(clone.programs / "python3", "#!/bin/sh\ncase $* in *icu*) exit 1 ;; esac\n")
    text = (clone.folder / ".ci" / "run").read_text()
    (clone.folder / ".ci" / "run").write_text(text.replace("/usr/bin/python3", "a-python-without-icu"))

    status, output = clone.run()

    assert status != 0
    assert "missing: python3-icu" in output


PYTEST = """#!/bin/sh
echo "$*" >> "$MADE"
case "$*" in *"-m alone"*) exit "$LAST" ;; *) exit "$FIRST" ;; esac
"""


def slow(folder: Path, *, first: int = 0, last: int = 0, args: str = "") -> tuple[bool, list[str]]:
    """Whether `make test-slow` says that all is well when its two calls of pytest end so, and with what they were called."""
    script(folder / "pytest", PYTEST)
    answer = subprocess.run(
        ["make", "--old-file=.venv/installed-dev", f"BIN={folder}", "test-slow", f"ARGS={args}"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "MADE": str(folder / "made"),
            "FIRST": str(first),
            "LAST": str(last),
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    return answer.returncode == 0, (folder / "made").read_text().splitlines()


def test_every_slow_test_is_run_and_none_beside_one_that_must_be_alone(tmp_path: Path) -> None:
    """What may run beside others first, then one by one what may not, however many at a time somebody asks for."""
    well, (beside, alone) = slow(tmp_path, args="-n 4 --pictures=x")

    assert well
    assert beside.endswith("-m slow and not alone -n 4 --pictures=x")
    assert "-m alone -n 4 --pictures=x -n 0" == alone


NONE = pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize(
    ("first", "last", "args", "well"),
    [(1, 0, "", False), (0, 1, "", False), (NONE, 0, "", False), (0, NONE, "", False), (1, 0, "tests/web", False),
     (0, 1, "tests/web", False), (NONE, 0, "tests/web", True), (0, NONE, "tests/web", True)],
)  # fmt: skip
def test_no_half_hides_the_failure_of_the_other(
    tmp_path: Path, first: int, last: int, args: str, well: bool
) -> None:
    """Only whoever names tests may name none of one half."""
    assert well == slow(tmp_path, first=first, last=last, args=args)[0]


def test_the_targets_exist() -> None:
    """A target that is renamed is renamed here too."""
    answer = subprocess.run(
        ["make", "--dry-run", *STEPS, "test-papers"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr
