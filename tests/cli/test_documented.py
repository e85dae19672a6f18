"""Every command of `vankien` that a document shows is run, page by page, in a system where what the page speaks of is at hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
import pytest

from service.archive import SearchRequest
from service.bootstrap import build
from service.cli.entry import vankien as program
from service.config import Settings
from service.intake.workbook.write import filled_workbook
from tests.ops.composition import ROOT
from tests.ops.test_commands import PAGES, RUN_AS_IT_STANDS, commands, name_of
from tests.working import ROOT as ROOT_NAME
from tests.working import work_off

pytestmark = pytest.mark.slow

NOT_RUN = {
    "relay": "lasts until it is told to end; tests/ops/test_running.py starts it",
    "worker": "lasts until it is told to end; tests/ops/test_running.py starts it",
    "demo": "lasts until it is told to end; tests/cli/test_demo.py starts it",
    "backups nightly": "lasts until it is told to end; tests/ops/test_running.py starts it",
    "check-progress worker": "asks a worker that runs; tests/workers/test_progress.py",
    "restore …": "stands for the command above it, on a machine of its own",
}
"""Beginnings of commands that no test can run in seconds, and why."""

FILLED_IN = {
    "/backups": "backups",
    "/noi-khac": "elsewhere",
    "/mnt/archive": "var/storage/archive",
    "ACCOUNT": "quan-tri",
    "DATA": "dai-hoi.json",
    "DOCUMENT": "{paper}",
    "FILE": "nghi-quyet.docx",
    "NAME": "mine",
    "OUT": "bag",
    "T": "2023-2028",
    "TÊN": "quan-tri",
}
"""What a reader puts in the place of what a page says, or where it lies in the folder of the test."""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a system that holds one sealed set, and the files that pages speak of."""
    folder = tmp_path_factory.mktemp("documented")
    example = ROOT / "examples" / "so-cong-thuong-2023-day-du.json"
    services = build(Settings(var=folder / "var"), migrate=True)
    account = services.access.ensure_administrator(ROOT_NAME)
    services.submit(example.read_bytes(), account=account, key="documented")
    work_off(services)
    (found,) = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
    services.close()
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "filled.xlsx").write_bytes(filled_workbook(json.loads(example.read_bytes())))
    for name in ("dai-hoi.json", "your-data.json"):
        shutil.copy(example, folder / name)
    (paper,) = (folder / "var" / "storage" / "archive").rglob(f"papers/{found.document.file_name}")
    shutil.copy(paper, folder / "nghi-quyet.docx")
    (folder / "packs" / "mine").mkdir(parents=True)
    for place in ("my-minutes.docx", "packs/mine/minutes.docx"):
        shutil.copy(ROOT / "templates_docx" / "minutes.docx", folder / place)
    return folder


@pytest.fixture
def var(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for one page, in which the commands are said."""
    folder = tmp_path / "page"
    shutil.copytree(sealed, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VANKIEN_VAR", str(folder / "var"))
    return folder / "var"


def shown_on(page: Path) -> Iterator[list[str]]:
    """The commands of a page; a name alone that needs more words only speaks of a command."""
    for words in commands(page, "vankien"):
        if not (is_name(words) and needs_more(words)):
            yield words


def is_name(words: Sequence[str]) -> bool:
    command: click.Command = program
    for word in words:
        if not isinstance(command, click.Group) or word not in command.commands:
            return False
        command = command.commands[word]
    return True


def needs_more(words: Sequence[str]) -> bool:
    command: click.Command = program
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return isinstance(command, click.Group) or any(one.required for one in command.params)


def reason_not_to_run(words: Sequence[str]) -> str | None:
    said = " ".join(words)
    return next(
        (why for begins, why in NOT_RUN.items() if said == begins or said.startswith(f"{begins} ")), None
    )


def filled_in(word: str, paper: str) -> str:
    for gap, value in FILLED_IN.items():
        if word == gap or word.startswith(f"{gap}/"):
            word = value.format(paper=paper) + word.removeprefix(gap)
    return word.replace("/NAME/", "/mine/")


WITH_COMMANDS = [
    page for page in PAGES if name_of(page) not in RUN_AS_IT_STANDS and any(True for _ in shown_on(page))
]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_every_command_of_a_page_works(
    page: Path, vankien: Any, at_work: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One after the other, as a reader says them; a password is typed where one is asked for.
    """
    paper = json.loads(vankien("search", "--kind", "resolution", "--json").out)["id"]
    made = vankien("organisations", "add", "LĐLĐ tỉnh Gia Lai", "--level", "provincial")
    assert 0 == made.code, made.err
    wrong = []
    for words in shown_on(page):
        if reason_not_to_run(words):
            continue
        own = [filled_in(word, paper) for word in words]
        with monkeypatch.context() as place, at_work() if "submit" in own else nullcontext():
            if own[0] == "restore":
                place.setenv("VANKIEN_VAR", str(tmp_path / "where-nothing-is"))
            answer = vankien(*own, given="một mật khẩu đủ dài\n")
        if words[:2] == ["workbook", "new"]:  # the reader fills it in
            shutil.copy("filled.xlsx", "du-lieu.xlsx")
        if answer.code:
            wrong.append(f"{' '.join(words)}: {answer.code}: {answer.err or answer.out}")

    assert "" == "\n".join(wrong)


def test_what_is_not_run_is_shown_somewhere_and_tested_elsewhere() -> None:
    """
    An exception that nobody needs any more is taken away.
    """
    shown = [" ".join(words) for page in PAGES for words in shown_on(page)]

    for begins, why in NOT_RUN.items():
        assert [one for one in shown if one == begins or one.startswith(f"{begins} ")], begins
        for test in [word for word in why.split() if word.startswith("tests/")]:
            assert (ROOT / test).is_file(), test
