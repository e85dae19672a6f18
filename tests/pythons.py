"""The Pythons of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""Those that must do."""


def interpreter(version: str) -> Path | None:
    """A Python of that version that runs and makes environments: on the path, or among those that pyenv keeps."""
    on_path = shutil.which(f"python{version}")
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [Path(held) for held in [on_path] if held]
    for one in [*places, *sorted(kept.glob(f"{version}.*/bin/python{version}"))]:
        # One on the path may be a pointer to one that is switched off.
        said = subprocess.run([one, "-c", "import venv, ensurepip"], capture_output=True, check=False)
        if said.returncode == 0:
            return one
    return None
