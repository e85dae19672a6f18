"""Whatever happens to a file of the archive, a look at it names the file and what happened."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.storage import Checked, MemoryStorage, OcflRoot, Version
from tests.storage.conftest import OBJECT_ID, VERSIONS
from tests.storage.test_ocfl_interrupted import prepared, stops

Add = Callable[[OcflRoot, int], Version]
FOLDER = "archive/2023-2028/gia-lai.so-cong-thuong"
FLAWS = ("flip", "cut", "delete", "add", "swap")


def filled(number: int = 3) -> MemoryStorage:
    """An archive with one object of so many versions."""
    storage = MemoryStorage()
    root = OcflRoot(storage)
    root.initialise()
    for head, files in enumerate(VERSIONS[:number]):
        root.add_version(OBJECT_ID, files=files, created=_day(head), message="", user="A", expected_head=head)
    return storage


def _day(number: int) -> datetime:
    return datetime(2026, 1, 1 + number, tzinfo=UTC)


def look(storage: MemoryStorage, *, at_least: int = 3) -> Checked:
    return OcflRoot(storage).check(OBJECT_ID, at_least=at_least)


def named(found: Checked) -> dict[str, set[str]]:
    return {name: set(getattr(found, name)) for name in ("changed", "missing", "untracked")}


def injure(contents: dict[str, bytes], key: str, flaw: str, chance: random.Random) -> dict[str, set[str]]:
    """Do it to the file; what a look must name."""
    told: dict[str, set[str]] = {"changed": set(), "missing": set(), "untracked": set()}
    held = contents[key]
    if flaw == "flip":
        place = chance.randrange(len(held))
        contents[key] = held[:place] + bytes([held[place] ^ 1 << chance.randrange(8)]) + held[place + 1 :]
        told["changed"] = {key}
    elif flaw == "cut":
        contents[key] = held[: chance.randrange(len(held))]
        told["changed"] = {key}
    elif flaw == "delete":
        del contents[key]
        told["missing"] = {key}
    elif flaw == "add":
        new = f"{key.rpartition('/')[0]}/{chance.randrange(10**6)}.docx"
        contents[new] = held
        told["untracked"] = {new}
    else:
        other = chance.choice(
            [one for one in sorted(contents) if contents[one] != held and one.startswith(FOLDER)]
        )
        contents[key], contents[other] = contents[other], held
        told["changed"] = {key, other}
    return told


SOUND = filled()._contents
KEYS = sorted(key for key in SOUND if key.startswith(FOLDER))


@given(st.sampled_from(KEYS), st.sampled_from(FLAWS), st.randoms(use_true_random=False))
def test_every_injury_is_found_and_classified(key: str, flaw: str, chance: random.Random) -> None:
    """
    A bit, the end of a file, the whole file, one file too many, two in each other's place: named, and nothing else is.
    """
    storage = MemoryStorage()
    storage._contents = dict(SOUND)
    expected = injure(storage._contents, key, flaw, chance)

    assert expected == named(look(storage))


@pytest.mark.parametrize(("one", "other"), list(combinations(KEYS, 2)))
def test_any_two_files_in_each_others_place_are_named(one: str, other: str) -> None:
    """
    Inventories and digests too, which vouch for each other: each pair once.
    """
    storage = MemoryStorage()
    storage._contents = {**SOUND, one: SOUND[other], other: SOUND[one]}
    expected = {one, other} if SOUND[one] != SOUND[other] else set()

    assert {"changed": expected, "missing": set(), "untracked": set()} == named(look(storage))


@given(st.lists(st.tuples(st.sampled_from([key for key in KEYS if "/content/" in key]), st.sampled_from(FLAWS[:4])),
                min_size=1, unique_by=lambda pair: pair[0]), st.randoms(use_true_random=False))  # fmt: skip
def test_many_injuries_at_once_are_all_named(injuries: list[tuple[str, str]], chance: random.Random) -> None:
    """
    One damage does not hide another.
    """
    storage = MemoryStorage()
    storage._contents = dict(SOUND)
    expected: dict[str, set[str]] = {"changed": set(), "missing": set(), "untracked": set()}
    for key, flaw in injuries:
        for name, keys in injure(storage._contents, key, flaw, chance).items():
            expected[name] |= keys

    assert expected == named(look(storage))


@given(st.lists(st.sampled_from([key for key in KEYS if "/content/" not in key]), min_size=1, unique=True))
def test_an_object_without_an_inventory_to_believe_is_never_sound(keys: list[str]) -> None:
    """
    However many of the inventories and their digests are gone, something is said.
    """
    storage = MemoryStorage()
    storage._contents = {key: content for key, content in SOUND.items() if key not in keys}

    assert not look(storage).is_sound


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_sound_object_is_sound(number: int) -> None:
    """
    No false alarm, whatever the catalog knows of it.
    """
    for at_least in (0, number):
        found = look(filled(number), at_least=at_least)
        assert found.is_sound
        assert not found.unfinished


def test_what_only_the_catalog_knows_is_missed() -> None:
    """
    A whole object that is gone, or its last version with its traces, leaves no file that could tell.
    """
    gone, older = MemoryStorage(), filled(2)

    assert {f"{FOLDER}/v1", f"{FOLDER}/v2"} == set(look(gone, at_least=2).missing)
    assert {f"{FOLDER}/v3"} == set(look(older, at_least=3).missing)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_writer_that_stopped_is_no_injury(number: int, add: Add) -> None:
    """
    At whatever call it stopped: what is decided and not complete is unfinished, and complete after settling.
    """
    for left in stops(lambda: prepared(MemoryStorage(), add, number), lambda one: add(OcflRoot(one), number)):
        root = OcflRoot(left)
        found = root.check(OBJECT_ID, at_least=number - 1)
        if number == 1 and not list(left.keys(FOLDER)):
            continue  # nothing is there yet
        assert found.is_sound, found
        root.settle(OBJECT_ID)
        assert not root.check(OBJECT_ID, at_least=number - 1).unfinished


def test_the_root_is_looked_at_too() -> None:
    """
    The declaration, the README, and whatever somebody laid beside the objects.
    """
    storage = filled()
    assert ({OBJECT_ID}, True) == (OcflRoot(storage).survey()[0], OcflRoot(storage).survey()[1].is_sound)

    storage._contents["archive/README.txt"] += b"!"
    del storage._contents["archive/0=ocfl_1.1"]
    storage._contents["archive/2023-2028/notes.txt"] = b"foreign"
    storage._contents["archive/2023-2028/Thumbs.db/x"] = b"foreign"
    objects, found = OcflRoot(storage).survey()

    assert {OBJECT_ID} <= objects
    assert ("archive/README.txt",) == found.changed
    assert ("archive/0=ocfl_1.1",) == found.missing
    assert "archive/2023-2028/notes.txt" in {*found.untracked}


def test_a_folder_that_is_no_object_is_foreign() -> None:
    """
    Files laid where an object could stand belong to nothing.
    """
    storage = filled()
    storage._contents["archive/2023-2028/copy/nghi-quyet.docx"] = b"foreign"

    found = OcflRoot(storage).check("vankien:2023-2028/copy")
    assert ("archive/2023-2028/copy/nghi-quyet.docx",) == found.untracked
