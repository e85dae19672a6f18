"""Every name in the data is looked at, wherever it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.congress.model import Congress
from service.congress.rules import check
from service.congress.rules.named import names_in
from tests.congress.test_rules import sound_but

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
NAMES = re.compile(r'"(?:full_name|speaker|recorded_by)": ?"([^"]*)"')


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_name_of_an_example_is_found(path: Path) -> None:
    """
    As often as the text of the example has one.
    """
    text = path.read_text("utf-8")
    congress = Congress.model_validate_json(text)
    lists = [
        name
        for election in congress.elections
        for round_ in election.rounds
        for name in (*(round_.elected or ()), *(round_.alternates or ()))
    ]

    found = [name for _, name in names_in(congress)]
    assert set(NAMES.findall(text)) <= set(found)
    assert len(NAMES.findall(text)) + len(lists) <= len(found)


@pytest.mark.parametrize(
    ("pointer", "changes"),
    [
        ("/convening/signer/full_name", {"/convening": {"signer": {"full_name": "Lê Lan @"}}}),
        ("/guests/0/full_name", {"/guests": [{"full_name": "Lê Lan @"}]}),
        ("/elections/0/rounds/0/recorded_by", {"/elections/0/rounds/0/recorded_by": "Lê Lan @"}),
        ("/elections/0/rounds/0/elected/0", {"/elections/0/rounds/0/elected/0": "Ksor Hải @"}),
        (
            "/first_conference/presided_by/full_name",
            {"/first_conference": {"presided_by": {"full_name": "Lê Lan @"}}},
        ),
    ],
)
def test_a_sign_in_a_name_is_refused_wherever_the_name_stands(
    pointer: str, changes: dict[str, object]
) -> None:
    """
    A card, a ballot and the line under a signature print the same names.
    """
    found = {(one.pointer, one.severity) for one in check(sound_but(changes)) if one.code == "name.character"}

    assert {(pointer, "error")} == found


def test_a_figure_in_a_name_is_only_remarked_on() -> None:
    """
    People number namesakes in their lists: unusual on a card, and nothing that may keep a congress waiting.
    """
    found = check(sound_but({"/delegates/1/full_name": "Trần Văn Hùng 2"}))

    assert [("name.character", "warning", 15)] == [
        (one.code, one.severity, one.figures["position"]) for one in found
    ]


def test_the_place_in_a_list_is_no_name() -> None:
    """
    `sort_name` divides its parts by commas.
    """
    changes = {"/delegates/1/full_name": "Y Ngông Niê Kdăm", "/delegates/1/sort_name": "Ngông, Niê Kdăm"}

    assert "name.character" not in {one.code for one in check(sound_but(changes))}
