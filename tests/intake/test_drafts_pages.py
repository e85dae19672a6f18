"""Data to page and back: nothing is lost, nothing is changed that nobody touched."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.congress.model import Congress
from service.intake.drafts.chain import shown_at, with_upper, with_uppers
from service.intake.drafts.laid_out import LaidRows, lay_out, names_of, nearest
from service.intake.drafts.steps import NOT_TYPED, STEPS, count_step, step_named, typed_paths
from service.intake.drafts.written import write
from service.intake.field_types import field_types
from service.intake.read import canonical_form
from tests.intake.pages import sent_untouched
from tests.intake.test_three_ways import random_value, spoilt

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
FEW = settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
RANDOM = st.randoms(use_true_random=True)


def through_the_pages(value: dict[str, Any]) -> dict[str, Any]:
    for step in STEPS:
        value = write(value, step, sent_untouched(lay_out(step, value))).document
    return value


def typed_anew(value: dict[str, Any]) -> dict[str, Any]:
    """Every page of `value`, typed into a draft that holds only what no page has."""
    typed = {name: held for name, held in value.items() if name in NOT_TYPED}
    for step in STEPS:
        typed = write(typed, step, sent_untouched(lay_out(step, value, wide=True), new=True)).document
    return typed


def meaning_of(value: dict[str, Any]) -> bytes:
    """The canonical form: an empty list says as much as none, `14:00` as much as `14:00:00`."""
    return canonical_form(Congress.model_validate_json(json.dumps(value)))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_comes_back_from_the_pages_as_it_was(file: Path) -> None:
    """
    Data to form to data is the identity; and all of it can be typed.
    """
    value = json.loads(file.read_bytes())

    assert value == through_the_pages(value)
    assert meaning_of(value) == meaning_of(typed_anew(value))


@FEW
@given(random=RANDOM)
def test_whatever_the_model_can_hold_comes_back(random: Random) -> None:
    """
    Every field of every list, empty groups left out.
    """
    value = random_value(random)

    assert value == through_the_pages(value)
    assert value == typed_anew(value)


@FEW
@given(random=RANDOM)
def test_what_is_faulty_is_kept_as_it_is(random: Random) -> None:
    """
    Words where a number belongs, dates that are none: pages show them and do not lose them.
    """
    value = spoilt(random_value(random), random)
    before = copy.deepcopy(value)

    assert value == through_the_pages(value)
    assert before == value


@pytest.mark.parametrize(
    "value",
    [
        {"delegates": "ba người", "organisation": 5, "elections": [None, "x", {"rounds": {"a": 1}}]},
        {"delegates": ["An", None, {"full_name": {"a": [1]}}], "resolution": {"goals": [{"a": 1}, 5, None]}},
        {"organisation": {"upper": "cấp trên", "uppers": [1]}, "term": [], "venue": None, "motto": True},
    ],
)
def test_the_wildest_data_come_back(value: dict[str, Any]) -> None:
    """
    An uploaded file may be anything; what no field can show stays where it is.
    """
    assert value == through_the_pages(value)


def test_every_field_stands_on_a_page() -> None:
    """
    Whoever adds a field to the model says where it is typed, once.
    """
    typed = [path for step in STEPS for path in typed_paths(step)]
    # The unions above have the fields of the union itself.
    once = [path for path in typed if not path.startswith("organisation/")]

    assert len(once) == len(set(once))
    assert set(field_types()) == {*typed, *NOT_TYPED}


def test_typing_means_what_it_means_in_a_workbook() -> None:
    """
    Days, times, grouped numbers, yes and no; what means nothing there stays as it was typed.
    """
    step = step_named("organisation")
    assert step
    posted = {
        "opened_on": "24/2/2023",
        "closed_on": "hôm qua",
        "term.start": "2023",
        "organisation.members": "1.100",
        "organisation.name": "  Công đoàn  ",
        "venue": "",
        "surprise": "x",
    }
    written = write({"venue": "Hội trường", "motto": "Đổi mới"}, step, posted).document

    assert {
        "opened_on": "2023-02-24",
        "closed_on": "hôm qua",
        "term": {"start": 2023},
        "organisation": {"members": 1100, "name": "Công đoàn"},
        "motto": "Đổi mới",
    } == written


def test_rows_come_go_and_move_with_what_is_not_shown() -> None:
    """
    A row that was taken out is gone, a blank one never was, and the others keep the columns that were hidden.
    """
    step = step_named("delegates")
    assert step
    people = [{"full_name": name, "sort_name": name[0]} for name in ("An", "Bình", "Chi")]
    posted = {
        "delegates.rows": "1",
        "delegates.0.row": "2", "delegates.0.full_name": "Chi",
        "delegates.1.row": "", "delegates.1.full_name": "",
        "delegates.4.row": "", "delegates.4.full_name": "Dũng", "delegates.4.gender": "Nam",
        "delegates.5.row": "0", "delegates.5.full_name": "Ân",
    }  # fmt: skip
    written = write({"form": "delegates", "delegates": people}, step, posted)

    assert [
        {"full_name": "Chi", "sort_name": "C"},
        {"full_name": "Dũng", "gender": "male"},
        {"full_name": "Ân", "sort_name": "A"},
    ] == written.document["delegates"]
    assert "delegates.4.gender" == written.name_at("/delegates/1/gender")
    assert "delegates.5" == written.name_at("/delegates/2")
    assert "attendance.present" == written.name_at("/attendance/present")


def test_a_row_whose_fields_were_all_cleared_is_gone() -> None:
    """
    Clearing a row is taking it out, even if columns that are not shown hold something.
    """
    step = step_named("delegates")
    assert step
    posted = {"delegates.rows": "1", "delegates.0.row": "0", "delegates.0.full_name": " "}

    assert {} == write({"delegates": [{"full_name": "An", "sort_name": "A"}]}, step, posted).document


def test_items_are_added_and_removed_by_name() -> None:
    """
    An election more, a round less; what is typed at the same time is kept.
    """
    step = step_named("elections")
    assert step
    value = {"elections": [{"office": "chair", "rounds": [{"issued": 1}, {"issued": 2}]}]}
    posted = sent_untouched(lay_out(step, value)) | {"elections.0.seats": "1"}

    more = write(value, step, posted, add="elections").document["elections"]
    less = write(value, step, posted, remove="elections.0.rounds.0").document["elections"]
    round_more = write(value, step, posted, add="elections.0.rounds").document["elections"]

    assert [{**value["elections"][0], "seats": 1}, {}] == more
    assert [{"office": "chair", "seats": 1, "rounds": [{"issued": 2}]}] == less
    assert [{"issued": 1}, {"issued": 2}, {}] == round_more[0]["rounds"]


def test_one_count_is_written_into_its_round_alone() -> None:
    """
    The page of a count touches no other round.
    """
    value = {
        "elections": [{"rounds": [{"issued": 9}, {"candidates": [{"full_name": "An", "position": "x"}]}]}]
    }
    step = count_step(0, 1)
    posted = sent_untouched(lay_out(step, value)) | {
        "elections.0.rounds.1.issued": "30",
        "elections.0.rounds.1.candidates.0.votes": "0",
    }
    rounds = write(value, step, posted).document["elections"][0]["rounds"]

    assert [
        {"issued": 9},
        {"issued": 30, "candidates": [{"full_name": "An", "position": "x", "votes": 0}]},
    ] == rounds


def test_columns_that_hold_something_are_shown() -> None:
    """
    Rare columns come when they are used, or all at once when they are asked for.
    """
    step = step_named("delegates")
    assert step

    def columns(people: list[dict[str, Any]], *, wide: bool = False) -> tuple[str, ...]:
        page = lay_out(step, {"form": "delegates", "delegates": people}, wide=wide)
        (table,) = (one for one in page[1].parts if isinstance(one, LaidRows))
        assert set(table.columns).isdisjoint(table.hidden)
        return table.columns

    assert "delegates/*/hometown" not in columns([{"full_name": "An"}])
    assert "delegates/*/hometown" in columns([{"full_name": "An", "hometown": "Pleiku"}])
    assert "delegates/*/hometown" in columns([], wide=True)


def test_sections_of_the_other_form_are_shown_only_when_they_hold_something() -> None:
    """
    A congress of all members has no delegates to list.
    """
    step = step_named("delegates")
    assert step

    def keys(value: dict[str, Any]) -> set[str]:
        return {section.key for section in lay_out(step, value)}

    assert {"delegates", "membership"} & keys({"form": "plenary"}) == {"membership"}
    assert {"delegates", "membership"} & keys({"form": "delegates"}) == {"delegates"}
    assert {"delegates", "membership"} <= keys({"form": "plenary", "delegates": [{"full_name": "An"}]})


def test_a_pointer_leads_to_the_nearest_place_on_the_page() -> None:
    """
    A field, else its row, else its table, else nothing.
    """
    step = step_named("organisation")
    assert step
    names = names_of(lay_out(step, {"organisation": {"name": "a", "upper": {"name": "b"}}}))

    assert "organisation.uppers.0.name" == nearest(shown_at("/organisation/upper/name"), names)
    assert "organisation.uppers" == nearest(shown_at("/organisation/upper/upper"), names)
    assert "term.start" == nearest(shown_at("/term/start"), names)
    assert nearest(shown_at("/delegates/0"), names) is None


@given(depth=st.integers(0, 6))
def test_the_chain_above_comes_back(depth: int) -> None:
    """
    However many unions stand above one another.
    """
    own: dict[str, Any] = {"name": "0"}
    held = own
    for n in range(depth):
        held["upper"] = {"name": str(n + 1)}
        held = held["upper"]
    value = {"organisation": own, "venue": "x"}

    assert value == with_upper(with_uppers(value))
    assert depth == len(with_uppers(value)["organisation"].get("uppers", []))
