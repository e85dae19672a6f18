"""
`pytest --audit`: an independent validator reads every paper that a test renders, and finds nothing new in it.

A paper is read after the test that made it, and fails that test. Papers that differ only in their words, their ids and
the number of equal neighbours (rows of a table) are read once, by whichever test comes first; of one test, the first
dozen that are new: the others are left to the next test that makes them. What the validator says of the template is no fault of the paper, however often a loop repeats it;
nor is what it says of a part that the paper has from its template to the byte. Papers made in other processes than the
test's own are not seen.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from service.docx import CompiledTemplate
from tests.docx.validity import faults, parts, same_parts

MOST = 12
FALSE_ALARMS: Mapping[str, str] = {}
"""What is said of good papers: a pattern of it, and why it is wrong."""

FOLDER = "AUDITED_PAPERS"  # a name that begins with VANKIEN_ would be a setting, and no command takes one that it does not know
_OWN = re.compile(r"(?:^|\})(id|paraId|textId|name|descr|embed)$")

Faults = set[tuple[str, str]]


def shared_folder() -> Path:
    """The folder of this run: the first process makes it, and those it starts find it in their environment."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="vankien-audit-")
    return Path(os.environ[FOLDER])


class PaperAudit:
    """The plugin; its processes share the `folder`, in which each structure is claimed once."""

    def __init__(self, folder: Path) -> None:
        self._made: list[tuple[bytes, bytes]] = []
        self._folder = folder
        self._record()

    def _record(self) -> None:
        render = CompiledTemplate.render

        @wraps(render)  # pickle looks for a method by its name
        def recorded(template: CompiledTemplate, *arguments: Any, **named: Any) -> bytes:
            paper = render(template, *arguments, **named)
            self._made.append((template.source, paper))
            return paper

        CompiledTemplate.render = recorded  # type: ignore[method-assign]  # the one door of the room

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        result = yield
        for source, paper in self._taken():
            self._note("read")
            found = self._added(source, paper)
            if found:
                pytest.fail(f"the validator says of a paper of {item.name}: {sorted(found)}")
        return result

    def _taken(self) -> list[tuple[bytes, bytes]]:
        """The first dozen of what was rendered and nobody has read, which nobody else reads now."""
        made = iter(dict.fromkeys(self._made))
        self._made.clear()  # what fixtures render belongs to the test after them
        taken = list(islice((pair for pair in made if self._is_new(*pair)), MOST))
        for _ in made:
            self._note("left")
        return taken

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if "PYTEST_XDIST_WORKER" not in os.environ:
            path = self._folder / "notes"
            notes = Counter(path.read_text().split() if path.exists() else [])
            terminalreporter.write_line(
                f"papers read: {notes['read']}; not looked at, of tests that make many: {notes['left']}"
            )
            shutil.rmtree(self._folder, ignore_errors=True)

    def _is_new(self, source: bytes, paper: bytes) -> bool:
        try:
            (self._folder / structure(source, paper)).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _note(self, word: str) -> None:
        with (self._folder / "notes").open("a") as notes:
            notes.write(f"{word}\n")

    def _added(self, source: bytes, paper: bytes) -> Faults:
        """The faults of a paper that are not its template's."""
        same = same_parts(source, paper)
        found = {fault for fault in self._faults(paper, same) if fault[0] not in same}
        return found - self._faults(source, same) if found else found

    def _faults(self, content: bytes, same: set[str]) -> Faults:
        said = faults(content, self._folder / f"{os.getpid()}.docx", but_of=same)
        return {fault for fault in said if not any(re.search(known, fault[1]) for known in FALSE_ALARMS)}


def structure(source: bytes, paper: bytes) -> str:
    """A digest of what distinguishes a paper for a validator: its parts without words, ids and equal neighbours."""
    digest = hashlib.sha256()
    before = parts(source)
    for name, content in parts(paper).items():
        same = before.get(name) == content
        digest.update(name.encode())
        digest.update(
            _bones(content)
            if name.endswith((".xml", ".rels")) and not same
            else hashlib.sha256(content).digest()
        )
    return digest.hexdigest()


def _bones(content: bytes) -> bytes:
    return repr(_bone(etree.fromstring(content))).encode()


def _bone(node: etree._Element) -> tuple[Any, ...]:
    attributes = tuple(
        (name, "" if _OWN.search(name) or value.isdecimal() else value)
        for name, value in sorted(node.items())
    )
    words = bool(node.text and node.text.strip())
    children: list[tuple[Any, ...]] = []
    for child in node:
        bone = _bone(child)
        if children[-2:] != [bone, bone]:
            children.append(bone)
    return node.tag, attributes, words, tuple(children)
