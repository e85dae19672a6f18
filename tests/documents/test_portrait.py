"""A congress in figures, and two terms side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.congress.model import Congress
from service.congress.rules import rule_sets
from service.documents.portrait import Comparison, Portrait, compared_terms, portrait_of

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def portrait() -> Portrait:
    data = Congress.model_validate_json((EXAMPLES / "so-cong-thuong-2023-day-du.json").read_bytes())
    return portrait_of(data, next(one for one in rule_sets() if one.key == "TLD-XII"))


def test_the_figures_are_those_of_the_data(portrait: Portrait) -> None:
    """
    Turnout, the votes of each round with those elected marked, the composition, and who leads.
    """
    first = portrait.votes[0]

    assert portrait.turnout
    assert (31, 32) == (portrait.turnout.count, portrait.turnout.of)
    assert "Ban Chấp hành" == first.office.vi
    assert first.ballots[0] >= first.ballots[1] == first.ballots[2] + first.ballots[3]
    assert list(portrait.offices["executive_committee"]) == [
        one.label for one in sorted(first.candidates, key=lambda one: -one.count) if one.is_chosen
    ]
    assert all(one.count <= one.of for vote in portrait.votes for one in vote.candidates)
    assert portrait.compositions
    assert {31} == {one.of for part in portrait.compositions for one in part.groups}
    assert ("Trên 90%") in [level for _, level in portrait.targets]


def bare(**held: object) -> Portrait:
    empty: dict[str, object] = {
        "turnout": None,
        "votes": (),
        "compositions": (),
        "offices": {},
        "targets": (),
    }
    return Portrait(**{**empty, **held})  # type: ignore[arg-type]  # a part of a portrait is enough here


def test_who_stayed_came_and_left_is_told_by_the_name() -> None:
    """
    Another spelling of a name is the same person; an office that only one term has is told too.
    """
    earlier = bare(
        offices={"chair": ("Trần Thuý Hoà",), "executive_committee": ("Trần Thuý Hoà", "Lê Văn An")}
    )
    later = bare(
        offices={"executive_committee": ("TRẦN THÚY HÒA", "Đỗ Bình"), "inspection_committee": ("Đỗ Bình",)}
    )

    found = {
        one.office.en: (one.stayed, one.came, one.left) for one in compared_terms(earlier, later).offices
    }

    assert {
        "executive committee": (("TRẦN THÚY HÒA",), ("Đỗ Bình",), ("Lê Văn An",)),
        "chair": ((), (), ("Trần Thuý Hoà",)),
        "inspection committee": ((), ("Đỗ Bình",), ()),
    } == found


def test_targets_of_one_subject_stand_side_by_side() -> None:
    """
    In the order of the later term; what is no longer aimed at comes last.
    """
    earlier = bare(targets=(("Kết nạp đoàn viên đến năm 2023", "100 người"), ("Tập huấn", "2 lớp")))
    later = bare(
        targets=(("Giới thiệu đảng viên", "5 người"), ("Kết nạp  đoàn viên đến năm 2028", "150 người"))
    )

    assert [
        ("Giới thiệu đảng viên", None, "5 người"),
        ("Kết nạp  đoàn viên đến năm 2028", "100 người", "150 người"),
        ("Tập huấn", "2 lớp", None),
    ] == [(one.subject, one.before, one.now) for one in compared_terms(earlier, later).targets]


TARGETS = st.lists(st.tuples(st.sampled_from(["a", "á", "b"]), st.sampled_from("xyz")), max_size=6)


@given(earlier=TARGETS, later=TARGETS)
def test_every_target_of_both_terms_stands_there_once(
    earlier: list[tuple[str, str]], later: list[tuple[str, str]]
) -> None:
    """
    Nothing is matched twice and nothing left out, also where one subject comes several times.
    """
    found: Comparison = compared_terms(bare(targets=tuple(earlier)), bare(targets=tuple(later)))

    assert [level for _, level in later] == [one.now for one in found.targets if one.now is not None]
    assert sorted(level for _, level in earlier) == sorted(
        one.before for one in found.targets if one.before is not None
    )
