"""LibreOffice, an independent reader of what we write; without it the tests that ask it fail, in words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_AT_ONCE = 60
"""LibreOffice gets slower with every file of a run, until after some two hundred it hardly goes on."""


def converted(folder: Path, form: str) -> list[Path]:
    """
    Where LibreOffice puts every .docx of `folder` as `form` (`pdf`, `odt`, `txt:Text (encoded):UTF8`), many in one run.

    A file that it cannot open has no counterpart there.
    """
    papers = sorted(folder.glob("*.docx"))
    for first in range(0, len(papers), _AT_ONCE):
        _convert(papers[first : first + _AT_ONCE], form, folder)
    return [paper.with_suffix(f".{form.split(':', maxsplit=1)[0]}") for paper in papers]


def saved_again(workbook: Path, into: Path) -> Path:
    """The .xlsx as LibreOffice opens it, works it out and saves it, in the folder `into`."""
    _convert([workbook], "xlsx:Calc MS Excel 2007 XML", into)
    return into / workbook.name


def _convert(files: list[Path], form: str, into: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed to know whether papers open: see the packages in .ci/run"
    profile = f"-env:UserInstallation={(files[0].parent / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
