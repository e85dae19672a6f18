"""What `pytest --audit` sees, and what it takes for the same."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from service.config import read_settings
from service.docx import CompiledTemplate, compile_template
from tests.audited import FOLDER, MOST, PaperAudit, shared_folder, structure

ROWS = [["{%tr for d in ds %}"], ["{{ d }}"], ["{%tr endfor %}"]]


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PaperAudit:
    """An audit of its own, whose recording ends with the test."""
    monkeypatch.setattr(CompiledTemplate, "render", CompiledTemplate.render)
    return PaperAudit(tmp_path)


def test_papers_of_other_words_and_more_rows_are_one_structure(word: SimpleNamespace) -> None:
    """
    Two rows or five, of any words, are read once; a row less than two, or a paragraph more, is another structure.
    """
    source = word.file("{%p if x %}", "more", "{%p endif %}", table=ROWS)
    template = compile_template(source)
    two, five, one, more = (
        structure(source, template.render({"ds": ds, "x": x}))
        for ds, x in ((["a", "b"], ""), (list("cdefg"), ""), (["a"], ""), (["a", "b"], "x"))
    )

    assert two == five
    assert len({two, one, more}) == 3


def test_of_a_test_that_makes_many_a_dozen_are_taken_and_no_other_is_lost(
    word: SimpleNamespace, audit: PaperAudit
) -> None:
    """
    The next test that makes what was left has it read.
    """
    source = word.file("")
    papers = [(source, word.file(*("x" * int(bit) for bit in f"{one:04b}"))) for one in range(MOST + 3)]
    taken = []
    for _ in range(3):
        audit._made += papers
        taken.append(audit._taken())

    assert [papers[:MOST], papers[MOST:], []] == taken


def test_commands_run_while_papers_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    What the processes of a run share is no setting of the program, which takes none that it does not know.
    """
    monkeypatch.setenv(FOLDER, str(tmp_path))

    assert tmp_path == shared_folder()
    read_settings()


@pytest.mark.slow
def test_a_new_fault_is_found_and_an_old_one_is_not(word: SimpleNamespace, audit: PaperAudit) -> None:
    """
    A cell without a paragraph is a fault of the paper, but none where the template has one.
    """
    source = word.file("{{ x }}", table=[["a"]])
    paper = compile_template(source).render({"x": "y"})
    empty = "<w:tc><w:tcPr/></w:tc></w:tr>"
    broken, known = (
        word.edited(file, "word/document.xml", lambda xml: xml.replace("</w:tr>", empty))
        for file in (paper, source)
    )

    assert audit._added(source, paper) == set()
    assert {part for part, _ in audit._added(source, broken)} == {"/word/document.xml"}
    assert audit._added(known, broken) == set()
