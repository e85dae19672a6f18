"""From the one line of a setting to a storage."""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from service.storage.folder import FolderStorage
from service.storage.keys import check_prefix
from service.storage.port import Storage
from service.storage.reading import ReadOnlyFolder

_FORMS = "give file:///absolute/path, a plain path or s3://bucket/prefix"
_S3_SETTINGS = ("endpoint", "region", "credentials")


class BadStorageAddress(ValueError):
    """The address of the storage has no form that is known, or names what is not there."""


def open_storage(url: str) -> Storage:
    """
    The storage at `url`: `file:///absolute/path`, a plain path, or `s3://bucket/prefix`.

    After `?`, an S3 address may name its `endpoint` (an address), its `region` and a file of
    `credentials`. Raises BadStorageAddress for any other form, StorageUnfit when the bucket
    would overwrite, StorageUnavailable when it cannot be written.
    """
    scheme, separator, _ = url.partition("://")
    if not separator and url:
        return FolderStorage(Path(url))
    parts = urlsplit(url)
    if scheme == "file" and parts.netloc in {"", "localhost"} and len(parts.path) > 1:
        return FolderStorage(Path(unquote(parts.path)))
    if scheme == "s3" and parts.netloc:
        return _open_s3(parts)
    raise BadStorageAddress(f"no storage is known at {url!r}: {_FORMS}")


def open_to_read(url: str) -> Storage:
    """
    The storage at `url` for whoever only looks: nothing is tried out, and a folder that is missing is not made.

    Raises as `open_storage` does.
    """
    scheme, separator, _ = url.partition("://")
    if scheme == "s3":
        return _open_s3(urlsplit(url), only_read=True)
    open_at = Path(unquote(urlsplit(url).path)) if separator else Path(url)
    if (separator and scheme != "file") or not open_at.is_dir():
        raise BadStorageAddress(f"no storage is there to be read at {url!r}")
    return ReadOnlyFolder(open_at)


def _open_s3(parts: SplitResult, *, only_read: bool = False) -> Storage:
    # Only here: who keeps a folder need not load the client.
    from service.storage.s3 import S3Storage

    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(given.keys() - {*_S3_SETTINGS}):
        raise BadStorageAddress(f"{', '.join(unknown)}: an S3 address takes {', '.join(_S3_SETTINGS)}")
    endpoint = given.get("endpoint")
    if endpoint is not None and urlsplit(endpoint).scheme not in {"http", "https"}:
        raise BadStorageAddress("the endpoint of an S3 address begins with https:// or http://")
    try:
        prefix = check_prefix(parts.path.strip("/"))
    except ValueError as error:
        raise BadStorageAddress(f"the prefix of the S3 address is {error}") from None
    return S3Storage(
        parts.netloc,
        prefix,
        endpoint=endpoint,
        region=given.get("region") or os.environ.get("AWS_REGION") or "us-east-1",
        keys=_keys_in(Path(given["credentials"])) if "credentials" in given else None,
        only_read=only_read,
    )


def _keys_in(file: Path) -> tuple[str, str]:
    """The two keys in a credentials file of AWS's form: section `default`. Their values are never said."""
    read = configparser.ConfigParser(interpolation=None)
    try:
        read.read_string(file.read_text(encoding="utf-8"))
        held: Mapping[str, str] = read["default"]
        return held["aws_access_key_id"], held["aws_secret_access_key"]
    except OSError as error:
        raise BadStorageAddress(f"the credentials file {file} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, configparser.Error, KeyError):
        raise BadStorageAddress(
            f"the credentials file {file} needs a section [default] with aws_access_key_id and"
            " aws_secret_access_key"
        ) from None
