"""A writer stopped at every call it makes to its storage, and what is found afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from service.storage import Damaged, MemoryStorage, OcflRoot, Storage, Version, VersionTaken
from service.storage.port import Naming

Add = Callable[[OcflRoot, int], Version]
Judged = Callable[[Storage], list[str]]
NewStorage = Callable[[str], Storage]

PLACES = ["folder", "seaweedfs"]
"""One S3 is enough: what both servers do alike is held by the contract, and this one is the real and the faster of them."""

MOST_CALLS = 200


class Crash(BaseException):
    """The process ends here: no handler of errors gets to see it."""


def crash() -> None:
    raise Crash


class InterruptedStorage:
    """A storage at whose n-th call something happens: just before its effect, or just after."""

    def __init__(
        self, storage: Storage, *, at: int, after: bool, happens: Callable[[], None] = crash
    ) -> None:
        self._storage, self._at, self._after, self._happens = storage, at, after, happens
        self.calls = 0

    def _call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self._counted(getattr(self._storage, name), *args, **kwargs)

    def _counted(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls == self._at and not self._after:
            self._happens()
        now = self.calls == self._at and self._after
        try:
            return call(*args, **kwargs)
        finally:
            if now:
                self._happens()

    def put(self, key: str, content: bytes) -> None:
        self._call("put", key, content)

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        for key, content in contents.items():
            self._call("put", key, content)

    @contextmanager
    def drafting(self, contents: Mapping[str, bytes]) -> Iterator[Naming]:
        with self._storage.drafting(contents) as name:

            def one_by_one(*keys: str) -> None:
                for key in keys:
                    self._counted(name, key)

            yield one_by_one

    def replace(self, key: str, content: bytes, *, instead_of: bytes | None) -> None:
        self._call("replace", key, content, instead_of=instead_of)

    def read(self, key: str) -> bytes:
        return bytes(self._call("read", key))

    def exists(self, key: str) -> bool:
        return bool(self._call("exists", key))

    def keys(self, prefix: str) -> Iterator[str]:
        return iter(list(self._call("keys", prefix)))

    def names(self, folder: str) -> list[str]:
        return list(self._call("names", folder))

    def sweep_folders(self, prefix: str) -> None:
        self._call("sweep_folders", prefix)

    def discard(self, prefix: str) -> None:
        # One key at a time, as an object store does it.
        for key in list(self._storage.keys(prefix)):
            self._call("discard", key)


def stops(storage: Callable[[], Storage], run: Callable[[Storage], object]) -> Iterator[Storage]:
    """A new storage after each possible stop of `run`, until `run` gets through."""
    for after in (False, True):
        for at in range(1, MOST_CALLS):
            inner = storage()
            crashing = InterruptedStorage(inner, at=at, after=after)
            try:
                run(crashing)
            except Crash:
                yield inner
                continue
            assert crashing.calls < at
            assert at > 10
            break
        else:
            pytest.fail("the calls never end")


def prepared(storage: Storage, add: Add, number: int) -> Storage:
    """`storage` with an archive that has all versions before `number`."""
    root = OcflRoot(storage)
    root.initialise()
    for earlier in range(1, number):
        add(root, earlier)
    return storage


def check_reads(root: OcflRoot, object_id: str, versions: list[dict[str, bytes]], heads: set[int]) -> int:
    """Readers see one of `heads`, and every file of every version up to it; returns which."""
    inventory = root.head(object_id)
    head = inventory.head if inventory else 0
    assert head in heads
    for number in range(1, head + 1):
        files = versions[number - 1]
        assert inventory is not None
        assert set(inventory.version(number).files) == set(files)
        assert files == {path: root.read(object_id, number, path) for path in files}
    return head


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_retry_completes_it(
    place: str,
    number: int,
    new_storage: NewStorage,
    object_id: str,
    versions: list[dict[str, bytes]],
    add: Add,
    judged: Judged,
) -> None:
    """
    Stopped at any call, readers see the old head or the new one; the same call again makes it whole and valid.
    """

    def storage() -> Storage:
        return prepared(new_storage(place), add, number)

    for left in stops(storage, lambda storage: add(OcflRoot(storage), number)):
        root = OcflRoot(left)
        check_reads(root, object_id, versions, {number - 1, number})
        add(root, number)

        assert check_reads(root, object_id, versions, {number}) == number
        assert judged(left) == []
        assert list(left.keys("staging")) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_settling_completes_it_or_leaves_the_old_one(
    place: str,
    number: int,
    new_storage: NewStorage,
    object_id: str,
    versions: list[dict[str, bytes]],
    add: Add,
    judged: Judged,
) -> None:
    """
    Without a retry, settling alone makes the archive valid, with the version or without it, and is idempotent.
    """
    heads = set()

    def storage() -> Storage:
        return prepared(new_storage(place), add, number)

    for left in stops(storage, lambda storage: add(OcflRoot(storage), number)):
        root = OcflRoot(left)
        seen = check_reads(root, object_id, versions, {number - 1, number})
        root.settle_all()
        root.settle(object_id)
        head = check_reads(root, object_id, versions, {seen, number})
        before = {key: left.read(key) for key in left.keys("")}
        root.settle(object_id)
        heads.add(head)

        assert before == {key: left.read(key) for key in left.keys("")}
        assert judged(left) == []
    assert heads == {number - 1, number}


def test_another_set_after_a_crash(object_id: str, versions: list[dict[str, bytes]], add: Add) -> None:
    """
    The next writer brings other files for the version: it wins whole, or finds the crashed one's whole.
    """
    outcomes = set()
    for left in stops(lambda: prepared(MemoryStorage(), add, 2), lambda storage: add(OcflRoot(storage), 2)):
        root = OcflRoot(left)
        other = {"papers/nghi-quyet.docx": b"another resolution", "new": b"new"}
        try:
            root.add_version(object_id, files=other, created=datetime(2026, 2, 1, tzinfo=UTC), message="other",
                             user="other", expected_head=1)  # fmt: skip
        except VersionTaken:
            outcomes.add("crashed one's")
            expected = versions
        else:
            outcomes.add("other's")
            expected = [versions[0], other]

        check_reads(root, object_id, expected, {2})
        root.settle(object_id)
        assert list(left.keys("staging")) == []
        manifest = root.head(object_id)
        assert manifest is not None
        stored = {key for key in left.keys(root.object_key(object_id)) if "/content/" in key}
        assert stored == {f"{root.object_key(object_id)}/{path}" for path in manifest.manifest.values()}
    assert outcomes == {"crashed one's", "other's"}


@pytest.mark.parametrize("number", [1, 2])
def test_injured_preparations_are_made_good_by_whoever_has_the_bytes(
    number: int, object_id: str, versions: list[dict[str, bytes]], add: Add, judged: Judged
) -> None:
    """
    Decided, then what was prepared is lost: settling cannot complete it and says so, the same call again does.
    """
    decided = f"{OcflRoot(MemoryStorage()).object_key(object_id)}/v{number}/inventory.json"
    for left in stops(lambda: prepared(MemoryStorage(), add, number), lambda one: add(OcflRoot(one), number)):
        if left.exists(decided):
            break
    left.discard("staging/versions")

    with pytest.raises(Damaged):
        OcflRoot(left).settle(object_id)
    add(OcflRoot(left), number)

    assert check_reads(OcflRoot(left), object_id, versions, {number}) == number
    assert judged(left) == []


def test_a_version_decided_for_another_object_is_damage(object_id: str, add: Add) -> None:
    """An inventory that lies in the wrong folder moves neither the object it lies in nor the one it names."""
    storage = prepared(MemoryStorage(), add, 3)
    other = "vankien:2023-2028/gia-lai.so-y-te"
    root = OcflRoot(storage)
    root.add_version(other, files={"a": b"a"}, created=datetime(2026, 1, 1, tzinfo=UTC), message="", user="",
                     expected_head=0)  # fmt: skip
    foreign = storage.read(f"{root.object_key(object_id)}/v2/inventory.json")
    storage.put(f"{root.object_key(other)}/v2/inventory.json", foreign)
    before = {key: storage.read(key) for key in storage.keys("")}

    with pytest.raises(Damaged):
        root.settle(other)

    assert before == {key: storage.read(key) for key in storage.keys("")}


def test_a_crash_while_settling_is_settled(
    object_id: str, versions: list[dict[str, bytes]], add: Add
) -> None:
    """
    The second process dies too, at any call; the third still finds everything.
    """
    halves = list(stops(lambda: prepared(MemoryStorage(), add, 2), lambda storage: add(OcflRoot(storage), 2)))
    for half in halves:
        contents = {key: half.read(key) for key in half.keys("")}

        def again(contents: dict[str, bytes] = contents) -> Storage:
            storage = MemoryStorage()
            storage.put_all(contents)
            return storage

        for at in range(1, MOST_CALLS):
            left = again()
            try:
                OcflRoot(InterruptedStorage(left, at=at, after=True)).settle(object_id)
            except Crash:
                check_reads(OcflRoot(left), object_id, versions, {1, 2})
                add(OcflRoot(left), 2)
                check_reads(OcflRoot(left), object_id, versions, {2})
            else:
                break


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", [1, 2])
def test_a_rival_overtakes_at_every_call(
    place: str,
    number: int,
    after: bool,
    new_storage: NewStorage,
    object_id: str,
    add: Add,
    judged: Judged,
) -> None:
    """
    A writer frozen at any call wakes up two versions later: the head never goes back, all is valid and tidy.
    """
    outcomes = set()
    for at in range(1, MOST_CALLS):
        storage = prepared(new_storage(place), add, number)
        writer = InterruptedStorage(
            storage, at=at, after=after, happens=partial(overtake, storage, object_id)
        )
        try:
            add(OcflRoot(writer), number)
        except VersionTaken:
            outcomes.add("refused")
        else:
            outcomes.add("added")
        if writer.calls < at:
            break
        head = OcflRoot(storage).head(object_id)

        assert head is not None
        assert head.versions[-1].files.keys() == {"rival"}
        assert head.head in {number + 1, number + 2}
        assert judged(storage) == []
        assert list(storage.keys("staging")) == []
    else:
        pytest.fail("the calls never end")
    assert outcomes == {"refused", "added"}


def overtake(storage: Storage, object_id: str) -> None:
    rival = OcflRoot(storage)
    for _ in range(2):
        head = rival.settle(object_id)
        number = head.head if head else 0
        rival.add_version(
            object_id,
            files={"rival": b"%d" % number},
            created=datetime(2026, 2, 1, tzinfo=UTC),
            message="",
            user="rival",
            expected_head=number,
        )
