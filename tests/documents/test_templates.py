"""The templates of a folder are read with their manifest, and every fault is named at once."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import get_args

import pytest

from service.documents.fields.published import published
from service.documents.paper import Kind
from service.documents.templates import BadTemplates, TemplateBook, read_templates

TEMPLATES = Path(__file__).parents[2] / "templates_docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the templates that a test may spoil."""
    for path in (*TEMPLATES.glob("*.docx"), TEMPLATES / "manifest.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def _faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BadTemplates) as caught:
        read_templates(folder)
    return caught.value.faults


def _rewrite(folder: Path, old: str, new: str) -> None:
    manifest = folder / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_manifest_and_published_fields_name_the_same_templates(book: TemplateBook) -> None:
    """
    A template without fields, or fields without a template, would be found out only at a congress.
    """
    assert {name for name, held in published().items() if not held.shared} == set(book.templates)


def test_every_kind_of_paper_has_a_template(book: TemplateBook) -> None:
    """
    Every drawer of the archive can be filled.
    """
    assert set(get_args(Kind)) == {file.kind for file in book.templates.values()}


def test_a_template_is_its_bytes_and_their_digest(book: TemplateBook) -> None:
    """
    The digest that is kept with a paper is that of the file as it stands.
    """
    source = (TEMPLATES / "minutes.docx").read_bytes()

    assert source == book["minutes"].source
    assert hashlib.sha256(source).hexdigest() == book["minutes"].sha256


def test_all_faults_of_a_folder_are_named_at_once(folder: Path) -> None:
    """
    Whoever mends a folder mends it once.
    """
    (folder / "minutes.docx").unlink()
    (folder / "stray.docx").write_bytes(b"")
    _rewrite(folder, "fields_version = 1", "fields_version = 99")

    assert _faults(folder) == (
        "template resolution: wants fields 99, published are 1",
        "template minutes: minutes.docx is not there",
        "stray.docx is not in manifest.toml",
    )


def test_a_wrong_entry_is_named_with_its_place(folder: Path) -> None:
    """
    A misspelt key is a fault, not a silence.
    """
    _rewrite(folder, "originals = 2", "copies = 2")

    assert "manifest.toml, template 1: wrong or missing originals, copies" in _faults(folder)


def test_a_template_named_twice_is_a_fault(folder: Path) -> None:
    """
    The second entry must not quietly win.
    """
    _rewrite(folder, 'id = "minutes"', 'id = "resolution"')

    assert "template resolution is named twice" in _faults(folder)


def test_a_template_nobody_makes_fields_for_is_a_fault(folder: Path) -> None:
    """
    Word files alone do not make a new paper.
    """
    _rewrite(folder, 'id = "minutes"', 'id = "telegram"')

    assert "template telegram: no fields are published for it" in _faults(folder)


@pytest.mark.parametrize("text", ["", "template = 3", "[[template]", "[other]\na = 1"])
def test_a_manifest_without_templates_is_refused(folder: Path, text: str) -> None:
    """
    An empty or broken manifest is no empty book.
    """
    (folder / "manifest.toml").write_text(text, encoding="utf-8")

    assert _faults(folder)[0].startswith("manifest.toml")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """
    A wrong path in the settings is said at the start.
    """
    assert "manifest.toml cannot be read" in _faults(tmp_path / "nowhere")[0]


def test_a_file_word_has_open_is_no_fault(folder: Path) -> None:
    """
    Word leaves a lock file beside an open document.
    """
    (folder / "~$minutes.docx").write_bytes(b"")

    assert "minutes" in read_templates(folder)
