"""LibreOffice, an independent reader of what we write; without it the tests that ask it fail, in words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def converted(folder: Path, form: str) -> list[Path]:
    """
    Where LibreOffice puts every .docx of `folder` as `form` (`pdf`, `odt`, `txt:Text (encoded):UTF8`), in one run.

    A file that it cannot open has no counterpart there.
    """
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed to know whether papers open: install libreoffice-writer-nogui"
    papers = sorted(folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        *map(str, papers),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [paper.with_suffix(f".{form.split(':', maxsplit=1)[0]}") for paper in papers]
