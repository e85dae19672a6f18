"""
BagIt bags (RFC 8493): a folder that says itself whether it is whole.

A bag is written beside its name and renamed when it is complete, so nobody takes half of one for a bag.

* BagRefused   the folder is no bag, or not what it says; `faults` names every file
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST: Final = "manifest-sha512.txt"
_TAG_MANIFEST: Final = "tagmanifest-sha512.txt"
_MOST_FAULTS: Final = 100


class BagRefused(Exception):
    """The folder is no bag, or its files are not what it says."""

    retryable = False

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults[:3]))
        self.faults = faults[:_MOST_FAULTS]


class BagWriter:
    """Takes the files of a bag one by one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digests: dict[str, str] = {}
        self._size = 0

    def add(self, path: str, content: bytes) -> None:
        """A file of the payload; `path` is of plain ASCII segments, below `data/`."""
        place = self._folder / "data" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(content)
        self._digests[f"data/{path}"] = hashlib.sha512(content).hexdigest()
        self._size += len(content)

    def take(self, path: str) -> None:
        """A file that was written below `data/` already."""
        place = self._folder / "data" / path
        self._digests[f"data/{path}"] = _digest(place)
        self._size += place.stat().st_size

    def finish(self, about: Mapping[str, str], *, on: dt.date) -> None:
        """Write what makes it a bag; `about` are lines of `bag-info.txt`."""
        told = {**about, "Bagging-Date": on.isoformat(), "Payload-Oxum": f"{self._size}.{len(self._digests)}"}
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in told.items()),
            _MANIFEST: _lines(self._digests),
        }
        digests = {name: hashlib.sha512(text.encode()).hexdigest() for name, text in tags.items()}
        for name, text in {**tags, _TAG_MANIFEST: _lines(digests)}.items():
            (self._folder / name).write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def new_bag(folder: Path) -> Iterator[BagWriter]:
    """
    A bag that stands at `folder` when the block ends well; otherwise what was written stays in `<folder>.partial`.

    Raises FileExistsError where something stands already.
    """
    if folder.exists():
        raise FileExistsError(17, "something stands there already", str(folder))
    begun = folder.with_name(f"{folder.name}.partial")
    begun.mkdir(parents=True)
    yield BagWriter(begun)
    # I14: only what is complete bears the name that was asked for.
    begun.rename(folder)


def check_bag(folder: Path) -> dict[str, str]:
    """The payload files of a whole bag, path -> sha512. Raises BagRefused naming every file that is not as it says."""
    if not (folder / "bagit.txt").is_file():
        raise BagRefused([f"{folder} is no bag: there is no bagit.txt"])
    payload = _manifest(folder / _MANIFEST)
    tags = _manifest(folder / _TAG_MANIFEST)
    there = {path.relative_to(folder).as_posix() for path in (folder / "data").rglob("*") if path.is_file()}
    faults = [f"{path} is in no manifest" for path in sorted(there - payload.keys())]
    for path, digest in sorted({**payload, **tags}.items()):
        place = folder / path
        if not place.resolve().is_relative_to(folder.resolve()):
            faults.append(f"{path} leads out of the bag")
        elif not place.is_file():
            faults.append(f"{path} is missing")
        elif _digest(place) != digest:
            faults.append(f"{path} is changed")
    if faults:
        raise BagRefused(faults)
    return payload


def _manifest(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return {path.strip(): digest.lower() for digest, path in (line.split(maxsplit=1) for line in lines)}
    except (OSError, ValueError) as error:
        raise BagRefused([f"{file.name} cannot be read"]) from error


def _lines(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha512").hexdigest()
