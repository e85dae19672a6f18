"""
BagIt bags (RFC 8493): a folder that says itself whether it is whole.

A bag is written beside its name and renamed when it is complete, so nobody takes half of one for a bag.

* BagRefused   the folder is no bag, or not what it says; `faults` names every file
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

_DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST: Final = "manifest-sha512.txt"
_TAG_MANIFEST: Final = "tagmanifest-sha512.txt"
_MOST_FAULTS: Final = 100
_CANNOT_LINK: Final = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EACCES}


class BagRefused(Exception):
    """The folder is no bag, or its files are not what it says."""

    retryable = False

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults[:3]))
        self.faults = faults[:_MOST_FAULTS]


class BagWriter:
    """
    Takes the files of a bag one by one; its manifest is written as they come, so a bag of ten million needs no more memory.

    Each file has the permissions `mode`.
    """

    def __init__(self, folder: Path, mode: int) -> None:
        self._folder = folder
        self._mode = mode
        self._manifest = (folder / _MANIFEST).open("xb")
        self._manifest_digest = hashlib.sha512()
        self._made = ""
        self.files = 0
        self.size = 0

    def add(self, path: str, content: bytes, *, digest: str = "") -> None:
        """A file of the payload; `path` is of plain ASCII segments, below `data/`, `digest` its sha512 where that is known."""
        with open(self._place(path), "xb", opener=self._open) as file:
            file.write(content)
        self._note(path, digest or hashlib.sha512(content).hexdigest(), len(content))

    def take(self, path: str) -> str:
        """A file that was written below `data/` already; its sha512."""
        place = self._folder / "data" / path
        digest = _digest(place)
        self._note(path, digest, place.stat().st_size)
        return digest

    def link(self, path: str, older: str, *, digest: str, size: int) -> bool:
        """
        The file `older` of another bag, by a hard link: it is not read, `digest` and `size` are what is known of it.

        False where the two cannot share a file: another file system, one without links, a file with too many, or of somebody else.
        """
        try:
            os.link(older, self._place(path), follow_symlinks=False)
        except OSError as error:
            if error.errno in _CANNOT_LINK:
                return False
            raise
        self._note(path, digest, size)
        return True

    def finish(self, about: Mapping[str, str], *, on: dt.date) -> None:
        """Write what makes it a bag; `about` are lines of `bag-info.txt`."""
        self.close()
        told = {**about, "Bagging-Date": on.isoformat(), "Payload-Oxum": f"{self.size}.{self.files}"}
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in told.items()),
        }
        digests = {name: hashlib.sha512(text.encode()).hexdigest() for name, text in tags.items()}
        digests[_MANIFEST] = self._manifest_digest.hexdigest()
        for name, text in {**tags, _TAG_MANIFEST: _lines(digests)}.items():
            (self._folder / name).write_text(text, encoding="utf-8", newline="\n")

    def close(self) -> None:
        """Let go of the manifest; again is fine."""
        self._manifest.close()

    def _open(self, path: str, flags: int) -> int:
        return os.open(path, flags, self._mode)

    def _place(self, path: str) -> str:
        place = f"{self._folder}/data/{path}"
        parent = place.rpartition("/")[0]
        if parent != self._made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103 -- a Path for each of ten million costs more than the link
            self._made = parent
        return place

    def _note(self, path: str, digest: str, size: int) -> None:
        line = f"{digest}  data/{path}\n".encode()
        self._manifest.write(line)
        self._manifest_digest.update(line)
        self.files += 1
        self.size += size


@contextmanager
def new_bag(folder: Path, *, mode: int = 0o666) -> Iterator[BagWriter]:
    """
    A bag that stands at `folder` when the block ends well; otherwise what was written stays in `<folder>.partial`.

    `mode` are the permissions of its files, less the umask.

    Raises FileExistsError where something stands already.
    """
    if folder.exists():
        raise FileExistsError(17, "something stands there already", str(folder))
    begun = folder.with_name(f"{folder.name}.partial")
    begun.mkdir(parents=True)
    bag = BagWriter(begun, mode)
    try:
        yield bag
    finally:
        bag.close()
    # I14: only what is complete bears the name that was asked for.
    begun.rename(folder)


def check_bag(folder: Path, *, on_trust: Callable[[str], bool] = lambda _: False) -> None:
    """
    Read every file of a bag but those whose path is taken `on_trust`; how many there are is counted all the same.

    Raises BagRefused naming the files that are not as the bag says, a hundred at most.
    """
    if not (folder / "bagit.txt").is_file():
        raise BagRefused([f"{folder} is no bag: there is no bagit.txt"])
    if faults := list(islice(_faults(folder, on_trust), _MOST_FAULTS)):
        raise BagRefused(faults)


def payload(folder: Path) -> Iterator[tuple[str, str]]:
    """The files that a bag says it holds, as its manifest has them: path from `data/` on, sha512. Raises BagRefused."""
    return _entries(folder / _MANIFEST)


def _faults(folder: Path, on_trust: Callable[[str], bool]) -> Iterator[str]:
    inside = os.path.realpath(folder)
    # Files come folder by folder: to follow every folder of every path took a quarter of the time.
    real = lru_cache(maxsize=16)(os.path.realpath)
    is_sound, named = True, 0
    for path, digest in chain(_entries(folder / _TAG_MANIFEST), payload(folder)):
        named += path.startswith("data/")
        if on_trust(path):
            continue
        for fault in _fault(inside, path, digest, real):
            is_sound = False
            yield fault
    # Ten million names are held only where there is something to say.
    if not is_sound or named != sum(1 for _ in _below(folder)):
        known = {path for path, _ in payload(folder)}
        yield from (f"{path} is in no manifest" for path in _below(folder) if path not in known)


def _fault(inside: str, path: str, digest: str, real: Callable[[str], str]) -> Iterator[str]:
    parent, _, name = f"{inside}/{path}".rpartition("/")
    place = Path(real(parent), name)
    if place.is_symlink() or name == "..":
        place = place.resolve()
    try:
        if not place.is_relative_to(inside):
            yield f"{path} leads out of the bag"
        elif not place.is_file():
            yield f"{path} is missing"
        elif _digest(place) != digest:
            yield f"{path} is changed"
    except OSError as error:  # a disk that fails fails file by file
        yield f"{path} cannot be read: {error.strerror}"


def _below(folder: Path) -> Iterator[str]:
    """The paths of all files of the payload."""
    for at, _, names in os.walk(folder / "data"):
        start = at.removeprefix(f"{folder}/")
        yield from (f"{start}/{name}" for name in names)


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                digest, path = line.split(maxsplit=1)
                yield path.strip(), digest.lower()
    except (OSError, ValueError) as error:
        raise BagRefused([f"{file.name} cannot be read"]) from error


def _lines(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha512").hexdigest()
