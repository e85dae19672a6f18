"""What changed between two papers, line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.archive.story import Change, Line, compared, lines_of

LINES = st.lists(st.builds(Line, name=st.sampled_from("ab"), text=st.sampled_from("xyz")), max_size=8)


def test_a_row_is_one_line_and_nothing_stands_for_nothing() -> None:
    """
    The fields of an entry stand behind one another; empty values are left out.
    """
    fields = {"motto": "", "goals": ["Một", ""], "members": [{"name": "An", "office": ""}, {"name": ""}]}

    assert (Line(name="goals[]", text="Một"), Line(name="members[]", text="An")) == lines_of(fields)


def test_a_name_more_moves_no_other() -> None:
    """
    Somebody who came into the list is new; those after them did not change.
    """
    was = [Line(name="members[]", text=name) for name in ("An", "Cường")]
    now = [Line(name="members[]", text=name) for name in ("An", "Bình", "Cường")]

    assert [("An", "An"), (None, "Bình"), ("Cường", "Cường")] == [
        (one.before, one.now) for one in compared(was, now)
    ]


def test_what_fell_away_stands_where_it_stood() -> None:
    """
    A value of another name is not what it was replaced by.
    """
    was = [Line(name="chair", text="An"), Line(name="motto", text="x")]
    now = [Line(name="signer", text="Bình"), Line(name="motto", text="y")]

    assert (
        Change(name="signer", before=None, now="Bình"),
        Change(name="chair", before="An", now=None),
        Change(name="motto", before="x", now="y"),
    ) == compared(was, now)


@given(was=LINES, now=LINES)
def test_nothing_is_lost_and_nothing_invented(was: list[Line], now: list[Line]) -> None:
    """
    One side of the comparison is exactly the paper before, the other exactly the paper now, each in its order.
    """
    changes = compared(was, now)

    assert was == [Line(name=one.name, text=one.before) for one in changes if one.before is not None]
    assert now == [Line(name=one.name, text=one.now) for one in changes if one.now is not None]
    assert (was == now) == all(one.is_same for one in changes)
