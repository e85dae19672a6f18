"""JSON, workbook and form are three ways of writing one thing: the same congress, the same codes at the same places."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.intake.field_types import field_types
from service.intake.form import read_form
from service.intake.read import Reading, read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import read_cells
from service.intake.workbook.write import filled_workbook
from tests.congress.test_rules_published import random_congress
from tests.intake.forms import form_of

RANDOM = st.randoms(use_true_random=True)
FEW = settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])

ODD: dict[str, tuple[Any, ...]] = {
    "text": (
        "x" * 10_001,
        "a\u202eb",
        "Ðại hội",
        "Céng hßa x· héi",
        "a\x01b",
        "=1+1",
        "+1",
        "-1",
        "@a",
        "_x0041_",
    ),
    "number": ("ba mươi", -1, 10**16, 1.5, "1/2"),
    "day": ("31/2/2023", "hôm qua", "2023-02-30", 5),
    "time": ("25:00", "sáng"),
    "truth": ("có lẽ",),
    "choice": ("bậy", "1"),
}
"""By kind of field: what somebody may type there in JSON, in a cell and in a form alike."""


def without_empties(value: Any) -> Any:
    """A group with nothing in it says nothing, and has no cell."""
    if isinstance(value, list):
        return [without_empties(one) for one in value]
    if not isinstance(value, dict):
        return value
    held = {name: without_empties(inner) for name, inner in value.items()}
    return {name: inner for name, inner in held.items() if inner != {}}


def random_value(random: Random) -> dict[str, Any]:
    value = random_congress(random).model_dump(mode="json", exclude_defaults=True)
    value.pop("pack", None)  # a workbook is for unions, and says so
    cleaned: dict[str, Any] = without_empties(value)
    return cleaned


def three_ways(value: dict[str, Any]) -> tuple[Reading, Reading, Reading]:
    """As JSON, as a workbook, as a form."""
    return (
        read_congress(json.dumps(value).encode()),
        read_cells(read_grids(filled_workbook(value))),
        read_form(form_of(value)),
    )


def said(reading: Reading) -> set[tuple[str, str]]:
    return {(found.code, found.pointer) for found in reading.findings}


def leaves(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*steps, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*steps, number))
    else:
        yield steps


def spoilt(value: dict[str, Any], random: Random) -> dict[str, Any]:
    """`value` with something odd in up to three places."""
    changed = copy.deepcopy(value)
    places = [steps for steps in leaves(value) if steps != ("format",)]
    for steps in random.sample(places, k=min(3, len(places))):
        path = "/".join("*" if isinstance(step, int) else step for step in steps)
        known = field_types().get(path.replace("/upper", ""))
        if known is None:
            continue
        held: Any = changed
        for step in steps[:-1]:
            held = held[step]
        held[steps[-1]] = random.choice(ODD[known.kind])
    return changed


def assert_the_same(value: dict[str, Any]) -> None:
    by_json, by_workbook, by_form = three_ways(value)

    assert said(by_json) == said(by_workbook) == said(by_form)
    assert by_json.canonical == by_workbook.canonical == by_form.canonical
    assert by_json.rule_set == by_workbook.rule_set == by_form.rule_set
    assert all(found.cell for found in by_workbook.findings if found.pointer)


@FEW
@given(random=RANDOM)
def test_they_give_the_same_congress(random: Random) -> None:
    """
    Whatever the model can hold, every way can say.
    """
    assert_the_same(random_value(random))


@FEW
@given(random=RANDOM)
def test_they_find_the_same_faults(random: Random) -> None:
    """
    What is odd is odd in the same words everywhere, and nowhere lost.
    """
    assert_the_same(spoilt(random_value(random), random))


@pytest.mark.slow
@MANY
@given(random=RANDOM, is_spoilt=st.booleans())
def test_they_agree_on_everything(random: Random, is_spoilt: bool) -> None:
    """
    The same, many times over.
    """
    value = random_value(random)
    assert_the_same(spoilt(value, random) if is_spoilt else value)


def test_a_blank_workbook_and_a_blank_form_lack_the_same() -> None:
    """
    Nothing at all but the format.
    """
    assert_the_same({"format": "vankien/congress/1"})
