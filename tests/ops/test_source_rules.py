"""What docs/security.md says of the source itself: no shell, no pickle, known digests, and pages' scripts that keep to themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.composition import ROOT

SOURCES = sorted(path for room in ("service", "workers") for path in (ROOT / room).rglob("*.py"))
SCRIPTS = sorted((ROOT / "service" / "web" / "static").glob("*.js"))

MAKES_CODE = {"docx/straight.py": "what it executes is made of the compiled template's texts, by their repr"}
"""Modules that execute what they wrote themselves, and why that is none of anybody's data."""

CRYPTOGRAPHY = {"argon2", "authlib", "cryptography", "hashlib", "hmac", "joserfc", "secrets", "ssl"}
NOT_FOR_SECRETS = {"Crypto", "jwt", "md5", "nacl", "passlib", "rsa", "ecdsa", "bcrypt"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls of a module, with the dotted name of what is called."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node


def imported(path: Path) -> set[str]:
    """The first names of the modules that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_there_is_something_to_look_at() -> None:
    """
    A walk through nothing finds nothing.
    """
    assert len(SOURCES) > 300
    assert len(SCRIPTS) > 3
    assert all((ROOT / "service" / name).is_file() for name in MAKES_CODE)


def test_no_process_is_started_by_a_shell_and_no_text_becomes_code() -> None:
    """
    Lists of arguments alone, and no `eval` of anything.
    """
    wrong = []
    for path in SOURCES:
        for name, call in calls(path):
            by_shell = any(one.arg == "shell" for one in call.keywords)
            if by_shell or name in {"os.system", "os.popen", "eval", "subprocess.getoutput"}:
                wrong.append(f"{path.name}:{call.lineno}")
            if name == "exec" and str(path.relative_to(ROOT / "service")) not in MAKES_CODE:
                wrong.append(f"{path.name}:{call.lineno}")

    assert [] == wrong


def test_nothing_that_makes_objects_of_bytes_is_imported() -> None:
    """
    What comes from outside, or back from a process for it, is JSON, TOML or bytes.
    """
    makers = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "xmlrpc"}

    assert {} == {path.name: found for path in SOURCES if (found := makers & imported(path))}


def test_digests_are_those_that_are_approved() -> None:
    """
    SHA-256 and SHA-512; SHA-1 stands in codes of telephones alone, whose standard wants it.
    """
    used = {
        name
        for path in SOURCES
        for name, _ in calls(path)
        if name.startswith("hashlib.") and name.count(".") == 1
    }
    with_sha1 = {path.name for path in SOURCES if "SHA1" in path.read_text("utf-8")}

    assert used <= {"hashlib.sha256", "hashlib.sha512", "hashlib.file_digest"}
    assert {"second_factor.py"} == with_sha1


def test_cryptography_is_that_of_known_libraries() -> None:
    """
    No second library for the same, and none of our own.
    """
    used = set().union(*map(imported, SOURCES))

    assert set() == used & NOT_FOR_SECRETS
    assert used >= CRYPTOGRAPHY - {"ssl"}


def test_no_secret_is_made_by_dice() -> None:
    """
    Where chance chooses what is looked at, it makes no secret.
    """
    dicing = {path.stem for path in SOURCES if "random" in imported(path)}

    assert {"fixity", "invariants", "rendered_again"} == dicing
    assert set() == {path.stem for path in SOURCES if "secrets" in imported(path)} & dicing


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_of_the_pages_make_no_markup_and_no_code_of_text(script: Path) -> None:
    """
    Nor do they mend prototypes, or keep anything in the browser.
    """
    text = script.read_text("utf-8")

    assert [] == re.findall(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|__proto__|\.prototype\b|"
        r"localStorage|sessionStorage|indexedDB",
        text,
    )
