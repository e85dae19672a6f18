"""A bounded sample of `make hostile`: every deed once at the door of its kind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import files, pdfs, word_files, workbooks
from tests.hostile.door import UPLOADS, Door, opened

SEED = 7


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with opened() as held:
        yield held


def test_there_are_enough_of_them() -> None:
    """
    Three hundred files of each kind, all different and the same again from the same seed.
    """
    for kind in ("xlsx", "docx", "pdf"):
        made = [files.file_of(kind, SEED, number) for number in range(45)]

        assert made[:3] == [files.file_of(kind, SEED, number) for number in range(3)]
        assert len({raw for _, raw in made}) > 35


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "deeds"), [("xlsx", workbooks.ALL), ("docx", word_files.ALL), ("pdf", pdfs.ALL)]
)
def test_each_is_accepted_or_refused_with_a_code(kind: str, deeds: tuple[object, ...]) -> None:
    """
    In 20 s and 512 MB, without a 5xx, and the door still stands.
    """
    route = next(one for one in UPLOADS if one.file == kind)

    _sent("--seed", SEED, "--count", len(deeds), "--route", route.address)


@pytest.mark.slow
def test_every_way_in_holds() -> None:
    """
    Each route takes a few of its kind: none opens a file by another way than the others.
    """
    _sent("--seed", SEED + 1, "--count", 4)


def _sent(*words: str | int) -> None:
    """
    Run it as people do, in a process of its own: a child is told to be as large as its parent ever was (Linux,
    getrusage), and the process of the tests has grown with what came before.
    """
    run = [sys.executable, "-m", "tests.hostile", "files", *map(str, words)]
    root = Path(__file__).parents[2]
    ended = subprocess.run(run, cwd=root, capture_output=True, text=True, timeout=900, check=False)

    assert 0 == ended.returncode, ended.stdout[-5_000:] + ended.stderr[-5_000:]


@pytest.mark.slow
def test_every_route_that_takes_a_file_is_tried(door: Door) -> None:
    """
    Nobody adds an upload that no hostile file is sent to.
    """
    forms = {
        "{door.document_id}": "<uuid:document_id>",
        "{door.draft_id}/delegates": "<uuid:draft_id>/<step>",
        "/templates/invitation/": "/templates/<template_id>/",
    }
    known = set()
    for one in UPLOADS:
        address = one.address
        for held, rule in forms.items():
            address = address.replace(held, rule)
        known.add(address)
    ends = (
        "/file",
        "copies",
        "workbooks/marked",
        "templates/check",
        "congresses",
        "/plans",
        "/import",
        "/versions",
    )
    rules = {
        rule.rule
        for rule in door.app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and rule.rule.endswith(ends)
    }

    assert known == rules
