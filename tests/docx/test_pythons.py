"""The same paper from every Python that may run the engine."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
import warnings
from importlib.metadata import version as version_of
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.docx_samples import samples
from service.docx.printable import FORBIDDEN
from service.docx.survey import ORDINARY
from tests.docx.defects import body_of
from tests.docx.test_lists import GROUPS, ITEMS
from tests.pythons import VERSIONS, interpreter

LIBRARIES = ["docxtpl", "python-docx", "jinja2", "markupsafe", "lxml", "isal", "typing_extensions"]
RENDERING = """
import hashlib, json, pathlib, sys
from service.docx import ENGINE_VERSION, compile_template
print(ENGINE_VERSION)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.docx")):
    fields = json.loads(path.with_suffix(".json").read_text("utf-8"))
    paper = compile_template(path).render(fields)
    print(path.stem, hashlib.sha256(paper).hexdigest())
"""


def others() -> list[Path]:
    """The other Pythons of this machine, one of each version."""
    here = f"3.{sys.version_info.minor}"
    return [found for version in VERSIONS if version != here and (found := interpreter(version))]


@pytest.mark.slow
def test_every_python_makes_the_same_bytes(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    Each Python from 3.11 to 3.14 that is on this machine, with the same libraries, has one version and one digest each.
    """
    if not others():
        message = f"OTHER PYTHONS ARE NOT TESTED: of {', '.join(VERSIONS)} only this one is here"
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)
    straight = [(one.name, one.template, one.fields) for one in samples()]
    for name, source, fields in [*straight, ("careful", body_of(word, ITEMS), GROUPS)]:
        (tmp_path / f"{name}.docx").write_bytes(source)
        (tmp_path / f"{name}.json").write_text(json.dumps(fields), "utf-8")
    made = {said(sys.executable, tmp_path)}
    for number, python in enumerate(others()):
        home = tmp_path / f"env{number}"
        subprocess.run([python, "-m", "venv", home], check=True)
        pinned = [f"{name}=={version_of(name)}" for name in LIBRARIES]
        subprocess.run([home / "bin/pip", "install", "--quiet", "--no-deps", *pinned], check=True)
        made.add(said(str(home / "bin/python"), tmp_path))

    assert len(made) == 1


def said(python: str, folder: Path) -> str:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [python, "-c", RENDERING, folder], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_no_ordinary_sign_is_disputed() -> None:
    """
    What papers are made of has one form and one case in every Unicode: none of it is refused, all of it is in NFC.
    """
    assert FORBIDDEN.findall(ORDINARY) == []
    assert unicodedata.is_normalized("NFC", ORDINARY)


@pytest.mark.parametrize("sign", ["\u0897", "\ua7cb", "\U00011383", "\U0001e030"])
def test_what_pythons_disagree_about_is_refused(sign: str) -> None:
    """
    A sign that is newer than the Unicode of Python 3.11, and has a case or a form there, is in no paper.
    """
    assert FORBIDDEN.search(f"a{sign}b")
