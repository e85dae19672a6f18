"""Databases and archives as earlier code left them: up to today's schema, down again, verified, and made anew."""

from __future__ import annotations

import gzip
import json
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from service.access.accounts import ADMINISTRATOR
from service.archive import Archive, SearchRequest
from service.archive.key_files import renewed_key
from service.bootstrap import build
from service.catalog import Catalog
from service.catalog.engine import WRITES
from service.catalog.schema import _config
from service.config import Settings
from service.storage import OcflRoot, open_storage
from tests.archive.test_rebuild import rebuilt
from tests.upgrades.parts import ROOT

STAGES = Path(__file__).parent / "stages"
BY_NAME = sorted(folder.name for folder in STAGES.iterdir())
REVISIONS = [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]
"""From today's back to the first."""


@pytest.fixture(params=BY_NAME)
def stage(request: pytest.FixtureRequest) -> Path:
    """The folder of one stage."""
    return STAGES / str(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def catalog(request: pytest.FixtureRequest, stage: Path, tmp_path: Path) -> Iterator[Catalog]:
    """The database of the stage, on each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{_unpacked(stage, tmp_path)}"
    else:
        url = request.getfixturevalue("postgresql_url")
        # psql's own commands are not SQL, and the public schema is there.
        lines = gzip.decompress((stage / "catalog.sql.gz").read_bytes()).decode().splitlines()
        sql = "\n".join(line for line in lines if not line.startswith("\\"))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.encode())
    held = Catalog.open(url)
    yield held
    held.close()


def _unpacked(stage: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "catalog.db"
    file.write_bytes(gzip.decompress((stage / "catalog.db.gz").read_bytes()))
    return file


def found(catalog: Catalog) -> list[tuple[str, str]]:
    """The papers that are found by words of the resolution's title, with and without marks, and by no word."""
    with catalog.read() as work:
        administrator = work.accounts.named(ADMINISTRATOR)
    assert administrator is not None
    archive = Archive(catalog=catalog, root=cast("OcflRoot", None))
    asked = (SearchRequest(words="nghị quyết"), SearchRequest(words="nghi quyet"), SearchRequest())
    return [
        (one.words, paper.document.sha256 or "")
        for one in asked
        for paper in archive.search(one, account=administrator).papers
    ]


def move(catalog: Catalog, revision: str) -> None:
    """Up to `head`, or down to an earlier revision."""
    with catalog._engine.connect().execution_options(**{WRITES: True}) as connection:
        config = _config()
        config.attributes["connection"] = connection
        (command.upgrade if revision == "head" else command.downgrade)(config, revision)
        connection.commit()


def test_what_was_sealed_is_found_after_the_way_up(catalog: Catalog, stage: Path) -> None:
    """
    From each stage to today; then every step down to the stage by itself, and up once more.
    """
    catalog.migrate()
    expected = found(catalog)
    for below in REVISIONS[1 : REVISIONS.index(stage.name) + 1]:
        move(catalog, below)
    catalog.migrate()

    assert {"nghị quyết", "nghi quyet", ""} == {words for words, _ in expected}
    assert sorted(expected) == sorted(found(catalog))


def test_the_archive_of_each_stage_verifies_and_makes_the_catalog_anew(stage: Path, tmp_path: Path) -> None:
    """
    Nothing of it is injured, and its papers are found again from its files alone, with the digests of that day.
    """
    with tarfile.open(stage / "storage.tar.gz") as packed:
        packed.extractall(tmp_path / "var", filter="data")
    settings = Settings(var=tmp_path / "var")
    with sqlite3.connect(_unpacked(stage, tmp_path / "old")) as held:
        sealed = {sha256 for (sha256,) in held.execute("SELECT sha256 FROM document")}
    renewed_key(
        settings.signing_key_file, OcflRoot(open_storage(settings.storage_url))
    )  # private halves are not kept
    services = build(settings, migrate=True)
    services.access.ensure_administrator(ROOT)
    services.close()

    report = rebuilt(settings)
    services = build(settings)
    services.access.ensure_administrator(ROOT)
    again = {sha256 for _, sha256 in found(services.catalog)}
    fixity = services.fixity()
    services.close()

    assert report.sets == 1
    assert sealed == again
    assert fixity.is_sound
    assert fixity.objects >= 1


def test_the_stages_hold_every_format_of_sealed_sets() -> None:
    """
    The first one and today's: a new format needs a stage made by the last code that wrote the old one.
    """
    formats = set()
    for name in BY_NAME:
        with tarfile.open(STAGES / name / "storage.tar.gz") as packed:
            for member in packed:
                if member.isfile() and member.name.endswith("/manifest.json"):
                    held = packed.extractfile(member)
                    assert held is not None
                    formats.add(json.loads(held.read())["format"])

    assert {"vankien/set/1", "vankien/set/2"} == formats
