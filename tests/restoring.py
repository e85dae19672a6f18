"""What `vankien restore` does, for tests that go on with what came of it."""

from __future__ import annotations

from pathlib import Path

from service.bootstrap import build_rebuild, build_restore
from service.catalog import Catalog, Replacement
from service.config import Settings


def put_back(backup: Path, settings: Settings, **options: bool) -> None:
    """Restore a backup, and make the catalog anew from its archive; the keys are kept apart and are not there yet."""
    build_restore(settings)(backup, **options)
    catalog = Catalog.open(settings.catalog_url)
    catalog.migrate()
    catalog.close()
    new = Replacement(settings.catalog_url)
    assert not build_rebuild(settings)(new).lost
    new.close()
