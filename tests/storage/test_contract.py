"""One contract, every storage, the one in memory included."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from service.storage import KeyTaken, Missing, Storage

INVENTORY = "archive/2023-2028/gia-lai/inventory.json"
BAD_KEYS = ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a b", "đại-hội", "a\\b", "a\n", "a\0b",
            "drafts/a", "drafts", "x" * 256, "/".join(["x" * 200] * 6)]  # fmt: skip


def test_what_was_put_is_read_back(storage: Storage) -> None:
    """
    Any bytes come back as they went in, the empty ones too.
    """
    for content in (b"", b"\0\r\n\xff", b"x" * 3_000_000):
        storage.put(f"staging/set/{len(content)}", content)

        assert content == storage.read(f"staging/set/{len(content)}")


def test_other_bytes_never_overwrite(storage: Storage) -> None:
    """
    Other bytes under a taken key are refused, and the first bytes stay.
    """
    storage.put("archive/a", b"first")

    with pytest.raises(KeyTaken, match="archive/a"):
        storage.put("archive/a", b"second")
    assert storage.read("archive/a") == b"first"


def test_the_same_bytes_twice_are_fine(storage: Storage) -> None:
    """
    A task that runs twice stores once.
    """
    storage.put("archive/a", b"first")
    storage.put("archive/a", b"first")

    assert list(storage.keys("")) == ["archive/a"]


@pytest.mark.parametrize("key", ["archive/a/b", "archive/a/b/c", "archive"])
def test_a_key_is_not_also_a_folder(storage: Storage, key: str) -> None:
    """
    What a file system cannot hold is refused everywhere, so that all storages agree.
    """
    storage.put("archive/a", b"first")

    with pytest.raises(KeyTaken):
        storage.put(key, b"first")
    assert list(storage.keys("")) == ["archive/a"]


def test_a_missing_key_says_so(storage: Storage) -> None:
    """
    Nothing there is Missing, also below a key and at a folder of keys.
    """
    storage.put("archive/a", b"first")

    for key in ("archive/b", "archive/a/b", "archive"):
        assert not storage.exists(key)
        with pytest.raises(Missing, match=key):
            storage.read(key)
    assert storage.exists("archive/a")


@pytest.mark.parametrize("key", BAD_KEYS)
def test_what_is_no_key_is_refused(storage: Storage, key: str) -> None:
    """
    No key ever leads out of the storage, or means two things on two systems.
    """
    with pytest.raises(ValueError, match="not a key"):
        storage.put(key, b"")
    with pytest.raises(ValueError, match="not a key"):
        storage.read(key)
    with pytest.raises(ValueError, match="not a key"):
        storage.exists(key)
    with pytest.raises(ValueError, match="not a key"):
        storage.discard(key)


def test_keys_come_once_and_only_from_the_folder(storage: Storage) -> None:
    """
    A folder lists its own keys, not those of a longer name.
    """
    for key in ("b/c", "a-b/c", "a/c/d", "a/b", "a.b", "a/B"):
        storage.put(key, b"")

    assert sorted(storage.keys("")) == ["a-b/c", "a.b", "a/B", "a/b", "a/c/d", "b/c"]
    assert sorted(storage.keys("a")) == ["a/B", "a/b", "a/c/d"]
    assert list(storage.keys("a.b")) == ["a.b"]
    assert list(storage.keys("nothing/here")) == []


def test_names_are_those_of_one_floor(storage: Storage) -> None:
    """
    Folders are told from keys, and what lies deeper costs nothing.
    """
    for key in ("b/c", "a-b/c", "a/c/d", "a/c/e", "a/b", "a.b", "a/B"):
        storage.put(key, b"")

    assert storage.names("") == ["a-b/", "a.b", "a/", "b/"]
    assert storage.names("a") == ["B", "b", "c/"]
    assert storage.names("a/c") == ["d", "e"]
    assert storage.names("a.b") == storage.names("nothing/here") == []
    with pytest.raises(ValueError, match="not a"):
        storage.names("../a")


def test_only_staging_can_be_discarded(storage: Storage) -> None:
    """
    Archived bytes cannot be removed through a storage at all.
    """
    storage.put("archive/a", b"kept")

    for prefix in ("archive/a", "archive", "staging", "stagings/a"):
        with pytest.raises(ValueError, match="only what lies below staging/"):
            storage.discard(prefix)
    assert list(storage.keys("")) == ["archive/a"]


def test_discarding_takes_the_folder_and_nothing_else(storage: Storage) -> None:
    """
    A set's papers go together; the next set with a similar name stays, and twice is fine.
    """
    for key in ("staging/set1/a", "staging/set1/b/c", "staging/set10/a", "staging/set2"):
        storage.put(key, b"")

    storage.discard("staging/set1")
    storage.discard("staging/set1")
    storage.discard("staging/set2")

    assert list(storage.keys("staging")) == ["staging/set10/a"]
    storage.put("staging/set1/a", b"new bytes under an old name")


def test_an_inventory_is_replaced_only_if_it_is_the_expected_one(storage: Storage) -> None:
    """
    Of two writers who saw the same inventory one replaces it, the other learns that it moved on.
    """
    storage.replace(INVENTORY, b"one", instead_of=None)
    storage.replace(INVENTORY, b"two", instead_of=b"one")
    storage.replace(INVENTORY, b"two", instead_of=b"one")

    for stale in (None, b"one", b"three"):
        with pytest.raises(KeyTaken):
            storage.replace(INVENTORY, b"four", instead_of=stale)
    assert storage.read(INVENTORY) == b"two"


@pytest.mark.parametrize(
    "key",
    ["archive/a/nghi-quyet.docx", "archive/a/v1/inventory.json", "archive/a/v12/inventory.json.sha512",
     "archive/a/v1/content/inventory.json", "archive/a/content/b/inventory.json", "inventory.json"],
)  # fmt: skip
def test_nothing_else_can_be_replaced(storage: Storage, key: str) -> None:
    """
    Papers and the inventories of versions are written once.
    """
    with pytest.raises(ValueError, match="only the inventory of an object"):
        storage.replace(key, b"", instead_of=None)
    assert list(storage.keys("")) == []


def test_of_rivals_for_one_key_one_wins(storage: Storage) -> None:
    """
    Sixteen writers put other bytes under one key at once: fifteen are told, one set of bytes is there.
    """
    contents = [bytes([n]) * 50_000 for n in range(16)]
    gate = Barrier(len(contents), timeout=30)

    def put(content: bytes) -> bool:
        gate.wait()
        try:
            storage.put("archive/a", content)
        except KeyTaken:
            return False
        return True

    with ThreadPoolExecutor(len(contents)) as pool:
        won = list(pool.map(put, contents))

    assert sum(won) == 1
    assert storage.read("archive/a") == contents[won.index(True)]


def test_of_rivals_for_one_inventory_each_step_has_one_winner(storage: Storage) -> None:
    """
    Eight writers add their letter to one inventory by reading and replacing: no letter is lost.
    """
    letters = [bytes([65 + n]) for n in range(8)]

    def sign(letter: bytes) -> None:
        done = 0
        while done < 5:
            seen = storage.read(INVENTORY)
            try:
                storage.replace(INVENTORY, seen + letter, instead_of=seen)
            except KeyTaken:
                continue
            done += 1

    storage.replace(INVENTORY, b"", instead_of=None)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sign, letters))

    assert sorted(letters * 5) == sorted(storage.read(INVENTORY)[n : n + 1] for n in range(40))


def test_putting_and_discarding_side_by_side_never_fails(storage: Storage) -> None:
    """
    One set's papers are put while a neighbour's are discarded: folders come and go, papers stay.
    """

    def work(n: int) -> None:
        for round_ in range(20):
            storage.put(f"staging/deep/er/{n}/{round_}", b"x")
            storage.discard(f"staging/deep/er/{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert list(storage.keys("staging")) == []


def test_drafted_bytes_have_their_names_in_turn(storage: Storage) -> None:
    """
    What was drafted is there once it has its name, and what was given none never was.
    """
    drafted = {"staging/set/a": b"first", "archive/b": b"second", "archive/c": b"third"}

    with storage.drafting(drafted) as name:
        assert list(storage.keys("")) == []
        name("staging/set/a")
        assert list(storage.keys("")) == ["staging/set/a"]
        name()
        name("archive/b")

    assert sorted(storage.keys("")) == ["archive/b", "staging/set/a"]
    assert storage.read("archive/b") == b"second"


def test_a_taken_name_ends_the_turn(storage: Storage) -> None:
    """
    The same bytes are fine; where others lie, they stay, and what comes after is not stored.
    """
    storage.put("archive/a", b"first")
    storage.put("archive/b", b"first")
    drafted = {"archive/a": b"first", "archive/b": b"second", "archive/c": b"third"}

    with pytest.raises(KeyTaken, match="archive/b"), storage.drafting(drafted) as name:  # noqa: PT012
        name("archive/a")
        name("archive/b")
        name("archive/c")

    assert sorted(storage.keys("")) == ["archive/a", "archive/b"]
    assert storage.read("archive/b") == b"first"


def test_what_is_discarded_while_others_are_drafted_is_stored(storage: Storage) -> None:
    """
    A rival may clear away the same bytes between the drafts and their names.
    """
    storage.put("staging/set/a", b"first")

    with storage.drafting({"staging/set/a": b"first"}) as name:
        storage.discard("staging/set")
        name("staging/set/a")

    assert storage.read("staging/set/a") == b"first"
