"""What lies in a folder of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def files_at(start: Path) -> Iterator[Path]:
    """All files at or below `start`, in order of their names; what vanishes meanwhile is left out."""
    return map(Path, names_at(str(start)))


def names_at(start: str) -> Iterator[str]:
    """The same as text: of an archive of millions a Path for each costs more than finding it."""
    try:
        with os.scandir(start) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        if os.path.isfile(start):  # noqa: PTH113 -- text, as said above
            yield start
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from names_at(entry.path)
        else:
            yield entry.path


def names_in(folder: Path) -> list[str]:
    """The names of files in `folder`, and of folders with a slash behind them, sorted; none where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                f"{one.name}/" if one.is_dir(follow_symlinks=False) else one.name for one in entries
            )
    except (FileNotFoundError, NotADirectoryError):
        return []
