"""The process for files from outside: what it may not do, and that its death harms nobody."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from service.cage import CageBusy, CageDied, asking, caged

NAUGHTY = str(Path(__file__).with_name("naughty.py"))


def test_it_reaches_nothing_but_what_it_was_given(tmp_path: Path) -> None:
    """
    No network, no process, no signal, no file; only a task that says so may write.
    """
    (tmp_path / "kept").touch()
    strict, raw = caged(NAUGHTY, "attempts", b"file", str(tmp_path))
    left = [one.name for one in tmp_path.iterdir()]
    writing, _ = caged(NAUGHTY, "writing", b"file", str(tmp_path))
    done = {name for name, said in writing.items() if said == "done"}

    assert {"PermissionError"} == set(strict.values())
    assert (["kept"], b"file") == (left, raw)
    assert {"a file", "a folder", "another name", "no file any more"} == done


@pytest.mark.parametrize(
    ("task", "words", "how"),
    [
        ("eat", None, "memory"),
        ("end", "abort", "died"),
        ("end", "exit", "died"),
        ("flood", None, "not_understood"),
        ("fail", None, "not_understood"),
    ],
)
def test_its_death_is_an_answer(task: str, words: str | None, how: str) -> None:
    """
    Out of memory, aborted, ended, answering without end, beaten by the file: each has its word.
    """
    with pytest.raises(CageDied) as death:
        caged(NAUGHTY, task, b"", words)

    assert how == death.value.how


def test_a_full_disk_is_no_fault_of_the_file() -> None:
    """
    It is told as what it is: the same file can be read when there is room.
    """
    with pytest.raises(OSError, match="No space left") as full:
        caged(NAUGHTY, "find no room", b"")

    assert errno.ENOSPC == full.value.errno


def test_it_has_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A program that only waits uses no processor time, and ends by the clock.
    """
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    with pytest.raises(CageDied) as death:
        caged(NAUGHTY, "sleep", b"")

    assert "time" == death.value.how


@pytest.mark.parametrize(("limit", "patience"), [("AT_WORK", 0.05), ("IN_LINE", 60)])
def test_nobody_waits_for_ever(limit: str, patience: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where all turns are taken a file waits a little, where the line is long not at all; when there is room it is read.
    """
    taken = threading.BoundedSemaphore(1)
    monkeypatch.setattr(asking, limit, taken)
    monkeypatch.setattr(asking, "PATIENCE", patience)
    with taken, pytest.raises(CageBusy):
        caged(NAUGHTY, "surroundings", b"file")

    assert b"file" == caged(NAUGHTY, "surroundings", b"file")[1]


def test_it_does_not_know_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The password of the database stays outside.
    """
    monkeypatch.setenv("VANKIEN_CATALOG_URL", "postgresql://vankien:secret@db/vankien")

    assert [] == caged(NAUGHTY, "surroundings", b"")[0]
