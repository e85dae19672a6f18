"""Congress data from a web form."""

from __future__ import annotations

import json

import pytest

from service.intake.form import read_form
from service.intake.read import Reading, read_congress
from tests.intake.forms import form_of

LEAST = "organisation.name=C%C3%B4ng+%C4%91o%C3%A0n&term.start=2023&term.end=2028"


def errors(reading: Reading) -> set[tuple[str, str]]:
    return {(found.code, found.pointer) for found in reading.findings if found.severity == "error"}


def test_an_example_as_a_form_is_the_same_congress(complete: bytes) -> None:
    """
    Names that point into the data, values as texts: the same canonical form.
    """
    assert read_congress(complete).canonical == read_form(form_of(json.loads(complete))).canonical


def test_values_are_what_people_type() -> None:
    """
    A Vietnamese date and hour, a number with its dots, words of a list, several lines for several names.
    """
    form = (
        f"{LEAST}&opened_on=24/2/2023&sessions.0.held_on=24-2-2023&sessions.0.opened_at=7h30&organisation.members=1.100"
        "&form=%C4%90%E1%BA%A1i+bi%E1%BB%83u&delegates.0.full_name=A&delegates.0.present=on&organisation.aliases=a%0D%0Ab"
    )
    congress = read_form(form.encode()).congress

    assert congress
    assert "2023-02-24" == str(congress.opened_on) == str(congress.sessions[0].held_on)
    assert "07:30:00" == str(congress.sessions[0].opened_at)
    assert (1100, "delegates", True) == (
        congress.organisation.members,
        congress.form,
        congress.delegates[0].present,
    )
    assert ("a", "b") == congress.organisation.aliases


def test_empty_fields_say_nothing() -> None:
    """
    A browser sends every field of a form, filled in or not.
    """
    assert read_form(LEAST.encode()).canonical == read_form(f"{LEAST}&venue=&ordinal=+".encode()).canonical


@pytest.mark.parametrize(
    ("field", "code", "pointer"),
    [
        ("organisation.nam=x", "shape.unknown_field", "/organisation/nam"),
        ("organisation=x", "shape.unknown_field", "/organisation"),
        ("delegates.0=x", "shape.unknown_field", "/delegates/0"),
        ("delegates.x.full_name=x", "shape.unknown_field", "/delegates/x/full_name"),
        ("delegates.99999999999.full_name=x", "shape.unknown_field", "/delegates/99999999999/full_name"),
        ("delegates.1.full_name=x", "form.gap", "/delegates"),
        ("term.start=2024", "form.name_twice", "/term/start"),
        ("organisation.aliases=x&organisation.aliases.0=y", "form.name_twice", "/organisation/aliases/0"),
        ("organisation.aliases.0=y&organisation.aliases=x", "form.name_twice", "/organisation/aliases"),
        ("ordinal=nam", "shape.wrong_type", "/ordinal"),
        ("ordinal=0", "shape.out_of_range", "/ordinal"),
        ("opened_on=31/2/2023", "shape.wrong_type", "/opened_on"),
        ("form=online", "shape.unknown_value", "/form"),
        ("venue=a%E2%80%AEb", "text.bidi_control", "/venue"),
        ("motto=%FF", "form.unreadable", ""),
        ("venue=" + "x" * 501, "shape.too_long", "/venue"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(field: str, code: str, pointer: str) -> None:
    """
    Names that are no fields, and values that are not of their type; codes are those of JSON.
    """
    assert {(code, pointer)} == errors(read_form(f"{LEAST}&{field}".encode()))


def test_a_mistyped_name_is_told_the_right_one() -> None:
    """
    Did you mean?
    """
    (found,) = (one for one in read_form(f"{LEAST}&elections.0.rounds.0.isued=3".encode()).findings
                if one.code == "shape.unknown_field")  # fmt: skip

    assert "Did you mean elections.0.rounds.0.issued?" in found.en


def test_a_form_of_nonsense_ends_soon() -> None:
    """
    A hundred thousand unknown names are as many faults as anybody reads, and no more.
    """
    form = "&".join(f"x{number}=1" for number in range(50_000)).encode()

    assert 500 == len(read_form(form).findings)
