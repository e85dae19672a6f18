"""The inventory: one form for the same versions, and the way back from it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.storage import Damaged, Inventory, Missing, object_path
from service.storage.inventory import decode, extended, sha512, sidecar
from service.storage.layout import object_id_at

OBJECT_ID = "vankien:2023-2028/gia-lai"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

names = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}", fullmatch=True)
paths = st.lists(names, min_size=2, max_size=3).map("/".join)
contents = st.sampled_from([b"", b"a", b"b", b"c"])
filesets = st.dictionaries(paths, contents, min_size=1, max_size=6).filter(
    lambda files: not any(other.startswith(f"{path}/") for path in files for other in files)
)
texts = st.text(st.characters(codec="utf-8"), max_size=20)


def grown(steps: list[dict[str, bytes]], *, message: str = "", user: str = "") -> Inventory:
    inventory = None
    for files in steps:
        inventory, _ = extended(
            inventory, object_id=OBJECT_ID, files=files, created=NOON, message=message, user=user
        )
    assert inventory is not None
    return inventory


@settings(max_examples=25)  # each builds many inventories
@given(st.lists(filesets, min_size=1, max_size=12), texts, texts)
def test_an_inventory_survives_its_bytes(steps: list[dict[str, bytes]], message: str, user: str) -> None:
    """
    What is read back is what was written, so the next version builds on all earlier ones.
    """
    inventory = grown(steps, message=message, user=user)

    assert decode(inventory.encode()) == inventory
    assert decode(inventory.encode()).encode() == inventory.encode()


@settings(max_examples=25)  # each builds many inventories
@given(st.lists(filesets, min_size=1, max_size=4))
def test_the_order_of_files_does_not_matter(steps: list[dict[str, bytes]]) -> None:
    """
    The same versions give the same bytes, however the caller's dict was filled.
    """
    turned = [dict(reversed(files.items())) for files in steps]

    assert grown(steps).encode() == grown(turned).encode()


@settings(max_examples=25)  # each builds many inventories
@given(st.lists(filesets, min_size=1, max_size=6))
def test_equal_bytes_are_held_once(steps: list[dict[str, bytes]]) -> None:
    """
    Every content has one file, in the version where it first came, whatever its names.
    """
    inventory = grown(steps)

    for content in {content for files in steps for content in files.values()}:
        first = next(n for n, files in enumerate(steps, start=1) if content in files.values())
        path = inventory.manifest[sha512(content)]
        assert path.startswith(f"v{first}/content/")
        assert inventory.sha256[path] == hashlib.sha256(content).hexdigest()
    assert len(set(inventory.manifest.values())) == len(inventory.manifest)


@settings(max_examples=25)  # each builds many inventories
@given(st.lists(filesets, min_size=1, max_size=5))
def test_the_new_files_are_those_the_inventory_adds(steps: list[dict[str, bytes]]) -> None:
    """
    What a writer stores and what anybody finishing for it looks for are the same.
    """
    before = grown(steps[:-1]) if len(steps) > 1 else None
    after, new = extended(before, object_id=OBJECT_ID, files=steps[-1], created=NOON, message="", user="")

    assert {path: sha512(content) for path, content in new.items()} == after.added(len(steps))


def test_the_same_moment_has_one_form() -> None:
    """
    A writer in Hà Nội and one in UTC write the same bytes.
    """
    there = NOON.astimezone(timezone(timedelta(hours=7)))
    one, _ = extended(None, object_id=OBJECT_ID, files={"a": b""}, created=NOON, message="", user="")
    other, _ = extended(None, object_id=OBJECT_ID, files={"a": b""}, created=there, message="", user="")

    assert one.encode() == other.encode()
    assert json.loads(one.encode())["versions"]["v1"]["created"] == "2026-01-01T12:00:00Z"


def test_a_digest_stands_for_bytes_already_held() -> None:
    """
    An archived paper is carried over without reading it; an unknown digest is refused.
    """
    before = grown([{"a": b"paper"}])
    after, new = extended(
        before, object_id=OBJECT_ID, files={"b": sha512(b"paper")}, created=NOON, message="", user=""
    )

    assert (after.digest(2, "b"), new) == (sha512(b"paper"), {})
    with pytest.raises(Missing, match="holds no file"):
        extended(before, object_id=OBJECT_ID, files={"b": sha512(b"?")}, created=NOON, message="", user="")


@pytest.mark.parametrize(
    "files",
    [{}, {"nghị-quyết.docx": b""}, {"../a": b""}, {"a//b": b""}, {"/a": b""}, {"a/": b""}, {"a b": b""},
     {"a": b"", "a/b": b""}, {"a/b": b"", "a/b/c/d": b""}],
)  # fmt: skip
def test_bad_paths_are_refused(files: dict[str, bytes]) -> None:
    """
    A path inside a version is safe on every file system, and no file is also a folder.
    """
    with pytest.raises(ValueError, match=r"at least one file|not a key|also a file"):
        grown([files])


def test_a_time_without_zone_is_refused() -> None:
    """
    Nobody can say later which noon it was.
    """
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="needs its zone"):
        extended(None, object_id=OBJECT_ID, files={"a": b""}, created=naive, message="", user="")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"head": "v1"}', b"\xff"])
def test_what_is_no_inventory_is_damaged(content: bytes) -> None:
    """
    Any bytes in an inventory's place are an answer, never a stray exception.
    """
    with pytest.raises(Damaged):
        decode(content)


@given(st.binary(max_size=30), st.integers(0))
def test_a_broken_inventory_is_damaged_or_an_inventory(noise: bytes, place: int) -> None:
    """
    Bytes overwritten anywhere: it still decodes, or it is Damaged; nothing else is raised.
    """
    whole = grown([{"a": b"1"}, {"b": b"2"}]).encode()
    at = place % len(whole)
    try:
        decode(whole[:at] + noise + whole[at + len(noise) :])
    except Damaged:
        return


def test_the_sidecar_is_what_sha512sum_reads() -> None:
    """
    Two spaces, the name, a line end: a person checks it with no program of ours.
    """
    digest = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"

    assert sidecar(b"") == f"{digest}  inventory.json\n".encode()


@pytest.mark.parametrize(
    "object_id",
    ["", "vankien:", "2023-2028/gia-lai", "vankien:2023-2028", "vankien:2023-2028/", "vankien:2023-2028/v1",
     "vankien:2023-2028/content", "vankien:2023-2028/a/b", "vankien:2023-2028/Gia-Lai", "vankien:2023-2028/gia_lai",
     "vankien:2023-2028/a..b", "vankien:2023-2028/a.", "vankien:2023-2028/-a", "vankien:2023/a", "vankien:2023-2028/a\n",
     "vankien:٢٠٢٣-2028/a", "vankien:2023-2028/đ", "vankien:2023-2028/" + "a" * 240],
)  # fmt: skip
def test_what_is_no_object_is_refused(object_id: str) -> None:
    """
    Only a term and an organisation's name in plain letters have a place in the archive.
    """
    with pytest.raises(ValueError, match="not the identifier"):
        object_path(object_id)


@given(st.from_regex(r"[a-z0-9]{1,9}([.-][a-z0-9]{1,9}){0,5}", fullmatch=True))
def test_an_object_is_found_again_by_its_path(name: str) -> None:
    """
    The identifier is the scheme and the path, so a folder tells its object.
    """
    object_id = f"vankien:2023-2028/{name}"
    if name == "content" or (name[0] == "v" and name[1:].isdigit()):
        return

    assert object_path(object_id) == f"2023-2028/{name}"
    assert object_id_at(object_path(object_id)) == object_id
