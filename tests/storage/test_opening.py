"""From the one line of a setting to a storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.storage import FolderStorage, open_storage


@pytest.mark.parametrize("form", ["{}", "file://{}", "file://localhost{}"])
def test_a_path_and_a_file_url_mean_the_same(tmp_path: Path, form: str) -> None:
    """
    Who writes a plain path in the settings is understood.
    """
    place = tmp_path / "store"
    open_storage(form.format(place)).put("archive/a", b"x")

    assert isinstance(open_storage(str(place)), FolderStorage)
    assert (place / "archive/a").read_bytes() == b"x"


def test_a_file_url_is_unquoted(tmp_path: Path) -> None:
    """
    Spaces and Vietnamese letters in a folder's name survive the form of a URL.
    """
    place = tmp_path / "lưu trữ"
    open_storage(place.as_uri()).put("archive/a", b"x")

    assert (place / "archive/a").read_bytes() == b"x"


@pytest.mark.parametrize("url", ["", "s3:///x", "file://", "file:///", "file://host/x", "http://x/y"])
def test_an_unknown_form_is_refused_with_the_known_ones(url: str) -> None:
    """
    The error tells what may be written instead.
    """
    with pytest.raises(ValueError, match="give file:///absolute/path, a plain path or s3"):
        open_storage(url)
