"""What a pack leaves out of the pages on which its congresses are typed, and what it calls the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.documents.packs import BadPacks, Packs, read_packs
from service.intake.drafts.laid_out import LaidRows, lay_out, names_of, tables_of
from service.intake.drafts.left_out import NOTHING_LEFT_OUT, LeftOut, left_out_of, require_sound_desks
from service.intake.drafts.parts import Step
from service.intake.drafts.steps import STEPS, step_named

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def with_desk(tmp_path: Path) -> Callable[[str], Packs]:
    """The packs of the project, with another `[desk]` for the general meeting."""

    def read(desk: str) -> Packs:
        folder = tmp_path / "packs"
        shutil.copytree(PROJECT / "packs", folder)
        file = folder / "general_meeting" / "pack.toml"
        text, _, _ = file.read_text("utf-8").partition("[desk]")
        file.write_text(f"{text}[desk]\n{desk}", "utf-8")
        packs = read_packs(PROJECT / "templates_docx", folder)
        require_sound_desks(packs)
        return packs

    return read


def step(key: str) -> Step:
    found = step_named(key)
    assert found
    return found


def delegates(left_out: LeftOut, people: list[dict[str, object]], *, wide: bool = False) -> LaidRows:
    laid = lay_out(
        step("delegates"), {"form": "delegates", "delegates": people}, left_out=left_out, wide=wide
    )
    return next(table for table in tables_of(laid) if table.name == "delegates")


def test_the_packs_of_the_project_are_sound() -> None:
    """
    Their places are there, and nothing is left out that their papers need.
    """
    require_sound_desks(read_packs(PROJECT / "templates_docx", PROJECT / "packs"))


@pytest.mark.parametrize(
    ("desk", "said"),
    [
        ('leave_out = ["dance"]', "there is no place dance"),
        ('leave_out = ["delegates.dance"]', "there is no place delegates.dance"),
        ('leave_out = ["/delegates/*/shoes"]', "there is no place /delegates/*/shoes"),
        ('names = {"/**/shoes" = {vi = "Giày", en = "Shoes"}}', "there is no place /**/shoes"),
        ('leave_out = ["papers"]', "the step papers cannot be left out"),
        ('leave_out = ["organisation.organisation"]', "/organisation/name is left out, and no congress does without it"),
        ('leave_out = ["/term"]', "/term/start is left out, and no congress does without it"),
        ('leave_out = ["organs.presidium"]', "/presidium is left out, and the paper meeting_minutes needs it"),
        ('leave_out = ["/delegates/*/number"]', "/delegates/*/number is left out, and the paper voting_card needs it"),
        ('leave_out = ["sessions"]', "/minutes/steps is left out, and the paper meeting_minutes needs it"),
        ('leave_out = ["Delegates"]', "String should match pattern"),
        ('leave_in = []', "Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_when_the_packs_are_read(
    with_desk: Callable[[str], Packs], desk: str, said: str
) -> None:
    """
    A place that is not there, and whatever a congress or a paper of the pack cannot do without.
    """
    with pytest.raises(BadPacks) as refused:
        with_desk(desk)

    assert said in str(refused.value)


def test_a_field_is_left_out_until_it_is_filled_in() -> None:
    """
    No column and no button for it; what the data hold is shown all the same, so that it can be seen and mended.
    """
    out = left_out_of(("/delegates/*/unit", "/**/party_joined_on"))
    blank = delegates(out, [{"full_name": "An"}], wide=True)
    held = delegates(out, [{"full_name": "An", "unit": "Xưởng"}, {"party_joined_on": "1999-01-01"}])

    unit, party = "delegates/*/unit", "delegates/*/party_joined_on"
    assert unit in delegates(NOTHING_LEFT_OUT, []).columns
    assert not {unit, party} & {*blank.columns, *blank.hidden}
    assert {unit, party} <= set(held.columns)


def test_a_section_is_left_out_until_it_is_filled_in() -> None:
    """
    As a whole; so is a group or a list of which every field is left out.
    """
    section = left_out_of(("organs.tellers",))
    fields = left_out_of(("/tellers",))
    filled = {"tellers": {"members": [{"full_name": "An"}]}}

    assert "tellers.members" in names_of(lay_out(step("organs"), {}))
    for out in (section, fields):
        assert "tellers" not in {one.key for one in lay_out(step("organs"), {}, left_out=out)}
        assert "tellers.members.0" in names_of(lay_out(step("organs"), filled, left_out=out))


def test_where_nothing_is_left_out_every_page_is_as_ever() -> None:
    """
    The union has no desk of its own.
    """
    for one in STEPS:
        assert lay_out(one, {}) == lay_out(one, {}, left_out=left_out_of(("/dance",)))
