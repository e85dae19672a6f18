"""Papers as PDF, by a program of our own that counts how often it is started in the place of LibreOffice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.docx.office import MOST_KEPT, Office, OfficeFailed

PROGRAM = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
echo started >> {log}
grep -q unreadable "$3" && exit 1
{{ printf '%%PDF-'; cat "$3"; }} > "$2/paper.pdf"
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def office(tmp_path: Path, log: Path) -> Office:
    program = tmp_path / "office"
    program.write_text(PROGRAM.format(log=log))
    program.chmod(0o755)
    return Office(program)


def test_who_opens_the_same_paper_starts_nothing(office: Office, log: Path) -> None:
    """
    Nor do those who ask for it while it is made: they wait for their turn and find it there.
    """
    with ThreadPoolExecutor(4) as people:
        made = set(people.map(office.pdf_of, [b"a card"] * 4))

    assert {b"%PDF-a card"} == made
    assert b"%PDF-minutes" == office.pdf_of(b"minutes")
    assert 2 == len(log.read_text().splitlines())


def test_only_the_last_are_kept(office: Office, log: Path) -> None:
    """
    Memory has a bound.
    """
    for number in range(MOST_KEPT + 1):
        office.pdf_of(b"%d" % number)
    office.pdf_of(b"%d" % MOST_KEPT)
    assert MOST_KEPT + 1 == len(log.read_text().splitlines())

    office.pdf_of(b"0")

    assert MOST_KEPT + 2 == len(log.read_text().splitlines())


def test_what_failed_is_tried_again(office: Office, log: Path) -> None:
    """
    Nothing is kept of it, and nobody waits for a turn that never ends.
    """
    for _ in range(2):
        with pytest.raises(OfficeFailed):
            office.pdf_of(b"unreadable")

    assert 2 == len(log.read_text().splitlines())
