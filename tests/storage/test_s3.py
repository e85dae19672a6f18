"""What an S3 storage has to do beyond the contract: know a store that would overwrite."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.storage import BadStorageAddress, StorageUnavailable, StorageUnfit, open_storage
from service.storage.s3 import S3Storage
from tests import s3


def opened(endpoint: str, prefix: str | None = None) -> S3Storage:
    return S3Storage(s3.BUCKET, prefix or s3.new_prefix(), endpoint=endpoint, keys=s3.KEYS)


@pytest.mark.parametrize("header", ["If-None-Match", "If-Match"])
def test_a_store_that_overwrites_is_refused_with_the_reason(header: str) -> None:
    """
    Some stores ignore the conditions without a word: of two writers the second would win.
    """
    with s3.moto(deaf_to=header) as endpoint, pytest.raises(StorageUnfit, match=header) as refusal:
        opened(endpoint)

    assert not refusal.value.retryable


def test_trying_out_leaves_nothing(moto_server: str) -> None:
    """
    What was put to see how the store behaves is gone; what a dead process left of it is swept.
    """
    prefix = s3.new_prefix()
    storage = opened(moto_server, prefix)
    client = s3.client(moto_server)

    assert "Contents" not in client.list_objects_v2(Bucket=s3.BUCKET, Prefix=prefix)
    client.put_object(Bucket=s3.BUCKET, Key=f"{prefix}/drafts/probe-0", Body=b"one")
    assert list(storage.keys("")) == []
    assert storage.sweep_drafts(made_before=datetime.now(tz=UTC) - timedelta(hours=1)) == 0
    assert storage.sweep_drafts(made_before=datetime.now(tz=UTC) + timedelta(hours=1)) == 1
    assert "Contents" not in client.list_objects_v2(Bucket=s3.BUCKET, Prefix=prefix)


def test_a_bucket_that_is_not_there_is_said(moto_server: str) -> None:
    """
    A wrong name is found at the start, not at the first seal.
    """
    with pytest.raises(StorageUnavailable, match="s3://nobody"):
        S3Storage("nobody", "", endpoint=moto_server, keys=s3.KEYS)


def test_a_store_that_does_not_answer_is_trouble_that_passes() -> None:
    """
    The address is right and nobody listens: trying again may help.
    """
    with pytest.raises(StorageUnavailable) as refusal:
        opened("http://127.0.0.1:9")

    assert refusal.value.retryable


def test_the_archive_lies_below_its_prefix(moto_server: str) -> None:
    """
    Two archives can share a bucket.
    """
    prefix = s3.new_prefix()
    opened(moto_server, prefix).put("archive/a", b"first")

    held = s3.client(moto_server).get_object(Bucket=s3.BUCKET, Key=f"{prefix}/archive/a")["Body"].read()
    assert held == b"first"
    assert list(opened(moto_server).keys("")) == []


class TestAddress:
    def test_keys_come_from_a_file(self, moto_server: str, tmp_path: Path) -> None:
        """
        The address names a file in the form of AWS's own tools; it holds no secret itself.
        """
        file = tmp_path / "credentials"
        file.write_text("[default]\naws_access_key_id = vankien\naws_secret_access_key = x%y\n")

        storage = open_storage(
            f"s3://{s3.BUCKET}/{s3.new_prefix()}/?endpoint={moto_server}&credentials={file}"
        )

        storage.put("archive/a", b"x")
        assert isinstance(storage, S3Storage)
        assert storage.read("archive/a") == b"x"

    def test_keys_come_from_the_environment(self, moto_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The names that every tool for S3 knows are understood.
        """
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "vankien")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")

        storage = open_storage(f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={moto_server}&region=eu-west-1")

        assert not storage.exists("archive/a")

    @pytest.mark.parametrize(
        ("url", "said"),
        [
            ("s3://bucket/a?color=red", "color: an S3 address takes endpoint, region, credentials"),
            ("s3://bucket/a?endpoint=127.0.0.1:9000", "begins with https:// or http://"),
            ("s3://bucket/a?credentials=/nowhere/at/all", "/nowhere/at/all cannot be read"),
            ("s3://bucket/a b", "not a key"),
            ("s3:///a", "give file:///absolute/path, a plain path or s3://bucket/prefix"),
        ],
    )
    def test_a_wrong_address_says_what_is_wrong(self, url: str, said: str) -> None:
        """
        Nothing is asked of any server before the address makes sense.
        """
        with pytest.raises(BadStorageAddress, match=said):
            open_storage(url)

    def test_a_credentials_file_without_keys_is_refused_without_its_content(self, tmp_path: Path) -> None:
        """
        The error tells the form, and nothing of what may be a secret.
        """
        file = tmp_path / "credentials"
        file.write_text("[default]\naws_access_key_id = vankien\nsecret = hidden\n")

        with pytest.raises(BadStorageAddress, match=r"needs a section \[default\]") as refusal:
            open_storage(f"s3://bucket?credentials={file}")
        assert "hidden" not in str(refusal.value)
