"""The hooks before a commit: valid, and run by what is installed already."""

from __future__ import annotations

import re
import subprocess

from tests.ops.composition import ROOT, tool

HOOKS = ROOT / ".pre-commit-config.yaml"


def test_pre_commit_takes_the_file() -> None:
    """The program that reads it finds no fault."""
    answer = subprocess.run(
        [tool("pre-commit"), "validate-config", str(HOOKS)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (0, "") == (answer.returncode, answer.stdout + answer.stderr)


def test_nothing_is_fetched() -> None:
    """Every hook is a program of the project's environment."""
    text = HOOKS.read_text()
    entries = re.findall(r"entry: (\S+)", text)

    assert ["local"] == re.findall(r"repo: (\S+)", text)
    assert {"system"} == set(re.findall(r"language: (\S+)", text))
    assert ["ruff", "ruff", "mypy", "lint-imports"] == [one.removeprefix(".venv/bin/") for one in entries]
