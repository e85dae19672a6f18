"""The few system calls under the folder storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.storage import StorageUnavailable
from service.storage.durable import alone, sync_upwards


def test_a_discarded_folder_needs_no_sync(tmp_path: Path) -> None:
    """
    A rival may discard staged papers just after they were stored; an archived folder may not vanish.
    """
    staging = tmp_path / "staging"
    staging.mkdir()
    sync_upwards({staging / "gone/deep"}, top=tmp_path, fleeting=staging)

    with pytest.raises(FileNotFoundError):
        sync_upwards({tmp_path / "archive/gone"}, top=tmp_path, fleeting=staging)


def test_a_lock_held_for_too_long_is_an_error(tmp_path: Path) -> None:
    """
    A frozen writer makes the others fail, retryably, instead of freezing them too.
    """
    with (
        alone(tmp_path / "lock", patience_seconds=0),
        pytest.raises(StorageUnavailable, match="held the storage"),
        alone(tmp_path / "lock", patience_seconds=0),
    ):
        pytest.fail("two hold one lock")
    with alone(tmp_path / "lock", patience_seconds=0):
        pass
