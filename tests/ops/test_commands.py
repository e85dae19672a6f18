"""Every command that the documents name is one; those of `vankien` are run by tests/cli/test_documented.py, whole pages by tests of their own."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from service.cli.entry import vankien
from tests.ops.composition import ROOT

PAGES = sorted(
    one
    for pattern in ("*.md", "docs/*.md")
    for one in ROOT.glob(pattern)
    if one.name != "CHANGELOG.md"  # speaks of what was
)
RUN_AS_IT_STANDS = {
    "docs/programs.md": "tests/web/test_recipes.py",
    "docs/tutorial.md": "tests/ops/test_tutorial.py",
    "docs/upgrading.md": "tests/upgrades/test_page.py",
}
"""Pages whose fences marked `sh` are run from top to bottom, and by which test."""

NOT_RUN = {
    "docs/debian.md": "changes the machine it is said on; its units and paths are held to the files by tests/ops/test_systemd.py",
    "README.md": "`make run` is run by tests/ops/test_first_contact.py, `make test` runs this; its curl is that of docs/programs.md",
    "CONTRIBUTING.md": "the steps of .ci/run itself",
    "docs/kubernetes.md": "speaks to a cluster; its manifests are held to their schema by tests/ops/test_kubernetes.py",
    "docs/first-steps.md": "`make run` is run by tests/ops/test_first_contact.py",
    "docs/rules.md": "run by tests/cli/test_documented.py, command by command",
    "docs/quan-tri.md": "run by tests/cli/test_documented.py, command by command",
    "docs/packs.md": "a tree of files and pieces of TOML: no command",
    "docs/programs.md": "the two variables that the reader fills in",
    "docs/tutorial.md": "lays program and examples at hand, which its test does by itself",
    "docs/architecture.md": "the tree of the rooms",
}
"""Pages with other fences without a language, and why those are not run as one piece, or by whom they are."""

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def said_on(page: Path) -> Iterator[str]:
    """Every line of a fence, of an indented block, and every piece of code within a line."""
    text = page.read_text("utf-8")
    for _, block in FENCE.findall(text):
        yield from block.replace("\\\n", " ").splitlines()
    rest = FENCE.sub("", text)
    yield from re.findall(r"^    (\S.*)$", rest, re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", rest)


def commands(page: Path, program: str) -> Iterator[list[str]]:
    """The words of each command of `program`, up to a comment, an explanation, a pipe, or what the reader fills in."""
    for line in said_on(page):
        for found in re.findall(rf"(?:^|bin/|-- |&& |\w=\S* ){program} +([^|>&;#]*)", line):
            found = found.split("   ")[0]  # noqa: PLW2901 -- what stands apart explains
            try:
                words = shlex.split(found)
            except ValueError:  # a line that goes on elsewhere
                words = found.split()
            yield words


def unknown_in(words: list[str]) -> str | None:
    """The first word that the program does not know: a command of a group, or an option."""
    command: click.Command = vankien
    for word in words:
        if isinstance(command, click.Group):
            if word.startswith("-"):
                continue
            if not re.fullmatch(r"[a-z-]+", word):
                return None
            if word not in command.commands:
                return word
            command = command.commands[word]
        elif word.startswith("--"):
            option = word.split("=")[0].rstrip("`,.…]")
            known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
            if option not in known:
                return word
    return None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_the_program_is_one(page: Path) -> None:
    """
    A command or an option that is gone, or was never there, is found before a reader finds it.
    """
    wrong = [(" ".join(words), bad) for words in commands(page, "vankien") if (bad := unknown_in(words))]

    assert [] == wrong


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_target_of_make_is_one(page: Path) -> None:
    """
    `make` lists what can be done; so do the documents, truly.
    """
    named = {
        words[0] for words in commands(page, "make") if words and re.fullmatch(r"[a-z]+(-[a-z]+)*", words[0])
    }

    assert named <= TARGETS


def test_what_is_run_is_run_and_the_rest_has_its_reason() -> None:
    """
    Fences marked `sh` belong to a test that runs them; one without a language is no command, or says why it is not run.
    """
    fences = {
        name_of(page): {tongue for tongue, _ in FENCE.findall(page.read_text("utf-8"))} for page in PAGES
    }

    assert set(RUN_AS_IT_STANDS) == {name for name, tongues in fences.items() if "sh" in tongues}
    for page, test in RUN_AS_IT_STANDS.items():
        assert Path(page).name in (ROOT / test).read_text("utf-8"), page
    assert {name for name, tongues in fences.items() if "" in tongues} <= set(NOT_RUN)
    assert not {"bash", "console", "shell"} & set().union(*fences.values())
