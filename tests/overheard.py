"""
What the suite says while it runs: no log line of any test names somebody of the examples.

A plugin: it looks at what pytest captured of each test, passed or not, and fails the session with the places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def people(value: Any) -> Iterator[str]:
    """The names of people anywhere in JSON values."""
    if isinstance(value, dict):
        yield from (name for key, name in value.items() if key == "full_name" and isinstance(name, str))
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from people(one)


def names() -> frozenset[str]:
    """Everybody in the examples whose name has two words and more."""
    found = (name for file in EXAMPLES.glob("*.json") for name in people(json.loads(file.read_text("utf-8"))))
    return frozenset(name for name in found if " " in name)


class Overheard:
    """Keeps where a name was said; `places` are tests with the name and the line."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self._wanted = tuple(sorted(names()))

    def hear(self, place: str, text: str) -> None:
        """Look for the names in what was captured at a place."""
        if "\\u" in text:  # as JSON is written by default
            text += re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
        for name in self._wanted:
            if name in text:
                line = next((one for one in text.splitlines() if name in one), "")
                self.places.append(f"{place}: {name}: {line[:200]}")

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Of each phase of each test; those of other processes come here too."""
        for title, text in report.sections:
            if title.endswith(report.when or ""):  # later phases repeat the earlier ones
                self.hear(f"{report.nodeid} ({title})", text)

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A name that was said is a failure of the whole."""
        if self.places and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where."""
        if self.places:
            terminalreporter.section("people of the examples in what tests logged", red=True)
            for place in self.places[:50]:
                terminalreporter.line(place)
