"""Two people, one draft: what only one of them touched is taken, the rest is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.intake.drafts.merging import NOTHING, merge

LEAVES = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["An", "Bình"])
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["full_name", "unit", "rounds"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(base=DOCUMENTS, other=DOCUMENTS)
def test_whoever_is_alone_has_their_way(base: Any, other: Any) -> None:
    """
    One changed, the other did not; or both did the same, as by pressing twice.
    """
    for merged in (merge(base, other, base), merge(base, base, other), merge(base, other, other)):
        assert (repr(other), ()) == (repr(merged.document), merged.clashes)


@given(base=DOCUMENTS, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_both_are_asked_about_the_same_places(base: Any, mine: Any, theirs: Any) -> None:
    """
    Whoever comes second, the clashes are the same; and nothing is lost without being asked about.
    """
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert {clash.pointer for clash in one.clashes} == {clash.pointer for clash in other.clashes}
    assert {(clash.pointer, repr(clash.mine), repr(clash.theirs)) for clash in one.clashes} == {
        (clash.pointer, repr(clash.theirs), repr(clash.mine)) for clash in other.clashes
    }


@given(base=DOCUMENTS, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_choices_settle_every_clash(base: Any, mine: Any, theirs: Any) -> None:
    """
    Chosen once, asked no more.
    """
    choices = {clash.pointer: "mine" for clash in merge(base, mine, theirs).clashes}

    assert () == merge(base, mine, theirs, choices).clashes  # type: ignore[arg-type]  # the words of a choice


def test_different_fields_go_together() -> None:
    """
    One types the venue, the other a vote: nobody is asked.
    """
    base = {"venue": "A", "elections": [{"office": "chair", "rounds": [{"issued": 1}]}]}
    mine = {"venue": "B", "elections": [{"office": "chair", "rounds": [{"issued": 1}]}]}
    theirs = {"elections": [{"office": "chair", "seats": 1, "rounds": [{"issued": 2}]}]}
    merged = merge({**base, "motto": "x"}, {**mine, "motto": "x"}, {**base, **theirs, "motto": "y"})

    assert () == merged.clashes
    assert {"venue": "B", "motto": "y", **theirs} == merged.document


def test_rows_that_both_added_all_stay() -> None:
    """
    Two people type delegates, each their own part of the list.
    """
    base = [{"full_name": "An"}]
    merged = merge(
        base, [*base, {"full_name": "Bình"}], [{"full_name": "An", "unit": "x"}, {"full_name": "Chi"}]
    )

    assert () == merged.clashes
    assert [
        {"full_name": "An", "unit": "x"}, {"full_name": "Chi"}, {"full_name": "Bình"},
    ] == merged.document  # fmt: skip


BOTH = [{"full_name": "An"}, {"full_name": "Bình"}]


@pytest.mark.parametrize(
    ("mine", "theirs", "pointer"),
    [
        ([{"full_name": "An", "unit": "1"}, {"full_name": "Bình"}], [{"full_name": "An", "unit": "2"}, {"full_name": "Bình"}], "/0/unit"),
        # One takes out the row that the other corrects.
        ([{"full_name": "Bình"}], [{"full_name": "An", "unit": "2"}, {"full_name": "Bình"}], "/0"),
        # Under another name it may be somebody else, who must not get the unit of the first.
        ([{"full_name": "Anh"}, {"full_name": "Bình"}], [{"full_name": "An", "unit": "2"}, {"full_name": "Bình"}], "/0"),
    ],
)  # fmt: skip
def test_what_cannot_go_together_is_asked(mine: Any, theirs: Any, pointer: str) -> None:
    """
    A field that both changed as a field, a row that one changed and the other took out or renamed as a row.
    """
    merged = merge(BOTH, mine, theirs)

    assert [pointer] == [clash.pointer for clash in merged.clashes]
    assert theirs == merged.document
    assert mine == merge(BOTH, mine, theirs, {pointer: "mine"}).document


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        # A row taken out moves the others up: rows are not taken for one another.
        ([{"full_name": "Bình"}, {"full_name": "Chi"}], [{"full_name": "An"}, {"full_name": "Bình", "unit": "x"}], [{"full_name": "Bình", "unit": "x"}, {"full_name": "Chi"}]),
        ([{"full_name": "Bình"}], [{"full_name": "An"}], []),
        ([{"full_name": "Chi"}, *BOTH], [*BOTH, {"full_name": "Dung"}], [{"full_name": "Chi"}, *BOTH, {"full_name": "Dung"}]),
        ([{"full_name": "Chi"}, *BOTH], [{"full_name": "Chi"}, BOTH[0]], [{"full_name": "Chi"}, BOTH[0]]),
    ],
)  # fmt: skip
def test_rows_come_and_go_on_both_sides(mine: Any, theirs: Any, both: Any) -> None:
    """
    What one took out is gone, what either put in is there, and nobody is asked.
    """
    merged = merge(BOTH, mine, theirs)

    assert (both, ()) == (merged.document, merged.clashes)


def test_people_of_one_name_are_told_apart() -> None:
    """
    The first of two Ans is taken out while somebody gives the second a seat: the second has it.
    """
    base = [{"full_name": "An", "number": n} for n in (1, 2)] + [{"full_name": "Chi", "number": 3}]
    merged = merge(base, base[1:], [base[0], base[1] | {"seat": "B2"}, base[2]])

    assert ([base[1] | {"seat": "B2"}, base[2]], ()) == (merged.document, merged.clashes)


def test_two_people_at_a_list_of_five_thousand_are_not_asked() -> None:
    """
    One takes out a row of the third page and types on the first, the other mends the last row.
    """
    base = [{"full_name": f"Nguyễn Văn {n % 7}", "number": n} for n in range(5_000)]
    mine = [base[0] | {"unit": "Sở"}, *base[1:250], *base[251:]]
    theirs = [*base[:-1], base[-1] | {"unit": "Phường"}]
    merged = merge(base, mine, theirs)

    assert ([*mine[:-1], theirs[-1]], ()) == (merged.document, merged.clashes)


def test_clearing_and_changing_is_asked_too() -> None:
    """
    One clears the venue, the other corrects it; clearing may be chosen.
    """
    merged = merge({"venue": "A"}, {}, {"venue": "B"})

    assert [("/venue", NOTHING, "B")] == [(one.pointer, one.mine, one.theirs) for one in merged.clashes]
    assert {} == merge({"venue": "A"}, {}, {"venue": "B"}, {"/venue": "mine"}).document
