"""The code of a paper as a field of its template."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from service.archive import SearchRequest
from service.bootstrap import Services, build
from service.config import Settings
from service.documents.template_check import check_template

TEMPLATES = Path(__file__).parents[2] / "templates_docx"


@pytest.fixture
def with_qr(tmp_path: Path) -> Path:
    """The templates of the project, the resolution's with a place for the code at its end."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    word = Document(str(folder / "resolution.docx"))
    word.add_paragraph("{{ qr }}")
    word.save(str(folder / "resolution.docx"))
    return folder


def test_a_template_that_places_the_code_gets_it(with_qr: Path, tmp_path: Path, complete: bytes) -> None:
    """
    The check knows the field; the sealed paper holds the picture, whose description is the signed code.
    """
    check = check_template((with_qr / "resolution.docx").read_bytes(), among=["resolution"])
    services: Services = build(replace(Settings(var=tmp_path / "var"), templates=with_qr), migrate=True)
    account = services.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
    services.submit(complete, account=account, key="1")
    while services.relay(services.work_on):
        pass
    (paper,) = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
    with zipfile.ZipFile(io.BytesIO(services.archive.content(paper))) as word:
        pictures = [name for name in word.namelist() if name.startswith("word/media/")]
        told = word.read("word/document.xml").decode()
    services.close()

    assert [] == [one.code for one in check.findings if one.severity == "error"]
    assert 1 == len(pictures)
    assert 'descr="VK1|' in told
