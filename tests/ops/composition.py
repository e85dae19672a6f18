"""The compose file as the real Compose understands it; no engine is needed for that."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"

REQUIRED = {"SECRETS_FOLDER": "/srv/secrets", "VANKIEN_PUBLIC_URL": "https://vankien.example"}
"""What an operator must set, with values that do."""

Service = dict[str, Any]


def tool(name: str) -> str:
    """The program `name` of the environment that runs the tests, or of the path."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    assert found, f"{name} is missing: make install-dev"
    return found


def compose(*arguments: str, given: Mapping[str, str] = REQUIRED) -> subprocess.CompletedProcess[str]:
    """Run Compose over the file of the project, with no other variables than `given`."""
    command = [tool("docker-compose"), "--env-file", os.devnull, "--project-directory", str(ROOT)]
    return subprocess.run(
        [*command, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def composition(given: Mapping[str, str] = REQUIRED) -> dict[str, Any]:
    """The compose file with its anchors and variables resolved, and what starts only when it is asked for."""
    answer = compose("--profile", "*", "config", "--format", "json", given=given)
    assert answer.returncode == 0, answer.stderr
    resolved: dict[str, Any] = json.loads(answer.stdout)
    for service in resolved["services"].values():
        # Variables without a value are not in the container, whoever starts it.
        held = service.get("environment", {})
        service["environment"] = {name: value for name, value in held.items() if value is not None}
    return resolved


def is_ours(service: Service) -> bool:
    """Whether a service runs our image."""
    return "build" in service


def environment_of_image() -> set[str]:
    """The settings that the Dockerfile gives."""
    return set(re.findall(r"\bVANKIEN_[A-Z_]+(?==)", DOCKERFILE.read_text()))


def entry_of_image() -> list[str]:
    """The words that the Dockerfile puts before every command."""
    found = re.search(r"^ENTRYPOINT (\[.*\])$", DOCKERFILE.read_text(), re.MULTILINE)
    assert found, "the Dockerfile has no ENTRYPOINT in the form of a list"
    words: list[str] = json.loads(found[1])
    return words
