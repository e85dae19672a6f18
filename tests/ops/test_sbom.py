"""The list of components has what pages bring to browsers, too."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.ops.composition import ROOT

VENDORED = ROOT / "service" / "web" / "static" / "vendor" / "vendored.toml"


def test_vendored_files_stand_in_it_once(tmp_path: Path) -> None:
    """
    With version, licence and digest, beside the libraries; a second run adds nothing.
    """
    (listed := tmp_path / "sbom.json").write_text(json.dumps({"components": [{"name": "flask"}]}))
    for _ in range(2):
        subprocess.run([sys.executable, ROOT / ".ci" / "sbom", listed], check=True)
    held = json.loads(listed.read_text())["components"]
    vendored = tomllib.loads(VENDORED.read_text())["vendored"]

    assert ["flask", *(one["name"] for one in vendored)] == [one["name"] for one in held]
    assert [one["sha256"] for one in vendored] == [one["hashes"][0]["content"] for one in held[1:]]
    assert "pkg:npm/%40picocss/pico@2.1.1" in {one.get("purl") for one in held}
