"""The tree of organisations by a list in Excel, and by hand: every fault at its cell, all or nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from service.bootstrap import Services
from service.catalog import AccountRecord, OrganisationRecord
from service.congress.text import fold
from service.intake.refused import OrganisationClosed
from service.intake.tree.cells import SHEET
from service.intake.tree.desk import NoSuchImport, TreeMoved
from service.intake.tree.planning import plan_tree
from service.intake.tree.rows import ACTIVE, CLOSED, Row
from service.intake.tree.telling import TreePlan
from service.intake.tree.workbook import read_tree, tree_workbook
from tests.databases import ON_SQLITE

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
SEED = "00000000-0000-4000-8000-00000000feed"


def held_tree(parents: Sequence[int], closed: frozenset[int] = frozenset()) -> list[OrganisationRecord]:
    """The root and one organisation for each of `parents`, which are places in the list; `closed` ones close all below."""
    ids = [str(uuid.UUID(int=number)) for number in range(len(parents) + 1)]
    made = [
        OrganisationRecord(id=ids[0], parent_id=None, name="Gốc", level="national", lineage=f"/{ids[0]}/")
    ]
    for number, parent in enumerate(parents, start=1):
        above = made[parent]
        made.append(
            OrganisationRecord(
                id=ids[number],
                parent_id=above.id,
                name=f"Công đoàn {number}",
                level="grassroots",
                lineage=f"{above.lineage}{ids[number]}/",
                code=f"M{number}",
                closed_at=NOW if above.closed_at or number in closed else None,
            )
        )
    return made


def plan(
    rows: Sequence[Row], held: Sequence[OrganisationRecord], taken: frozenset[str] = frozenset()
) -> TreePlan:
    return plan_tree(rows, held, held[0], taken=taken, at=NOW, seed=SEED)


def with_rows(raw: bytes, rows: Sequence[Sequence[str | None]], *, first: int = 4) -> bytes:
    """The workbook with these rows from row `first` on; None leaves a cell as it is."""
    book = load_workbook(io.BytesIO(raw))
    for number, values in enumerate(rows, start=first):
        for column, value in enumerate(values, start=1):
            if value is not None:
                book[SHEET].cell(number, column, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


names = st.sampled_from(["Một", "Hai", "một", ""])
codes = st.sampled_from(["", "M1", "m2", "M3", "X", "Y"])


@given(
    st.lists(st.integers(0, 3), max_size=4).map(
        lambda some: [min(one, place) for place, one in enumerate(some)]
    ),
    st.frozensets(st.integers(1, 4), max_size=2),
    st.lists(
        st.builds(
            Row,
            number=st.integers(4, 400),
            code=codes,
            name=names,
            parent=codes,
            state=st.sampled_from(["", ACTIVE, CLOSED]),
        ),
        max_size=5,
        unique_by=lambda row: row.number,
    ),
)
def test_a_list_without_faults_leaves_a_sound_tree(
    parents: list[int], closed: frozenset[int], rows: list[Row]
) -> None:
    """
    Everybody stands below the top, names are single under a parent, and nobody active stands below one that is closed.
    """
    held = held_tree(parents, closed)
    planned = plan(rows, held)
    if planned.faults:
        return
    after: dict[str, Any] = {one.id: one for one in held} | {one.id: one for one in planned.placings}

    for one in after.values():
        seen: list[str] = []
        step = one
        while step.parent_id is not None:
            assert step.id not in seen
            seen.append(step.id)
            assert not after[step.parent_id].closed_at or step.closed_at
            step = after[step.parent_id]
        assert step.id == held[0].id
    assert len(after) == len({(one.parent_id, fold(one.name)) for one in after.values()})
    assert len(after) == len({one.code or one.id for one in after.values()})


def test_the_present_tree_sent_back_changes_nothing() -> None:
    """
    What is downloaded says of everybody what they are.
    """
    held = held_tree([0, 1, 1, 0], frozenset({2}))
    read = read_tree(tree_workbook(held, held[0]))

    assert () == read.faults
    assert len(held) == len(read.rows)
    planned = plan(read.rows, held)
    assert ((), (), len(held)) == (planned.faults, planned.placings, planned.unchanged)


def test_every_fault_is_told_at_its_cell() -> None:
    """
    All at once, in both languages.
    """
    held = held_tree([0, 1])
    bad = with_rows(
        tree_workbook(held, held[0]),
        [
            (None, "Tên khác", None, None, None),
            ("M1", "", "Vua", "", "?"),
            ("M2", "Công đoàn 2", "", "không có", ""),
            ("M2", "Công đoàn 3", "", "", ""),
            ("", "x" * 201, "", "", ""),
            ("Z", "Công đoàn Z", "", "", ""),
            ("?", "Công đoàn Y", "", "", ""),
        ],
    )
    read = read_tree(bad)
    planned = plan(read.rows, held, frozenset({"Z"}))

    assert {
        ("tree.own", f"{SHEET}!B4"),
        ("tree.unknown_level", f"{SHEET}!C5"),
        ("tree.unknown_state", f"{SHEET}!E5"),
        ("tree.unknown_parent", f"{SHEET}!D6"),
        ("tree.code_twice", f"{SHEET}!A7"),
        ("tree.too_long", f"{SHEET}!B8"),
        ("tree.code_taken", f"{SHEET}!A9"),
        ("tree.no_code", f"{SHEET}!A10"),
    } == {(one.code, one.cell) for one in planned.faults}
    assert all(one.vi and one.en and "{" not in one.vi for one in planned.faults)
    assert () == planned.placings


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([Row(number=4, code="M1", parent="M2")], ("tree.circle", 1)),
        ([Row(number=4, code="M1", parent="M1")], ("tree.circle", 1)),
        ([Row(number=4, code="M3", name="Công đoàn 1")], ("tree.name_twice", 1)),
        ([Row(number=4, name="A"), Row(number=5, name="a")], ("tree.name_twice", 2)),
        ([Row(number=4, code="M1", state=CLOSED)], ("tree.open_below", 1)),
        ([Row(number=4, code="M4", name="x", parent="M5")], ("tree.closed_above", 1)),
        ([Row(number=4, code="N", state=CLOSED)], ("tree.no_name", 1)),
    ],
)
def test_what_contradicts_the_tree_is_refused(rows: list[Row], fault: tuple[str, int]) -> None:
    """
    Circles, names that are taken, closing over active ones, moving below a closed one.
    """
    planned = plan(rows, held_tree([0, 1, 0, 0, 0], frozenset({5})))

    assert fault == (planned.faults[0].code, len(planned.faults))


def submitted(services: Services, data: Mapping[str, Any], by: AccountRecord) -> str:
    made = services.submit(json.dumps(data).encode(), account=by, key=str(uuid.uuid4())).set_id
    while services.relay(services.work_on):
        pass
    return made


@ON_SQLITE
def test_an_import_is_looked_at_then_stored_whole(services: Services, administrator: AccountRecord) -> None:
    """
    Nothing is stored before the yes; the yes is to what was shown; the log says what was done; it is done once.
    """
    empty = services.tree.workbook(by=administrator)
    sent = with_rows(
        empty,
        [("T1", "LĐLĐ tỉnh", "Tỉnh, ngành trung ương", "", ""), ("C1", "CĐCS Một", "", "T1", "")],
        first=5,
    )
    looked = services.tree.look_at(sent, file_name="a.xlsx", by=administrator)
    assert ["LĐLĐ tỉnh", "CĐCS Một"] == [one.name for one in looked.plan.added]
    with services.catalog.read() as work:
        assert 1 == len(work.tree.whole(administrator.organisation.lineage))
    with pytest.raises(TreeMoved):
        services.tree.carry_out(looked.import_id, digest="other", by=administrator)

    services.tree.carry_out(looked.import_id, digest=looked.plan.digest, by=administrator)

    with pytest.raises(NoSuchImport):
        services.tree.carry_out(looked.import_id, digest=looked.plan.digest, by=administrator)
    again = services.tree.look_at(sent, file_name="a.xlsx", by=administrator)
    assert ((), ()) == (again.plan.faults, again.plan.placings)
    newest = services.people.log(by=administrator, limit=1)[0]
    assert ("tree_imported", True) == (newest.event, "added=2 " in newest.subject)


@ON_SQLITE
def test_a_correction_under_the_old_name_goes_to_the_same_congress(
    services: Services, administrator: AccountRecord, complete: bytes
) -> None:
    """
    Renamed and moved: data of those days lead to the same archive, and a closed one holds no new congress.
    """
    data = json.loads(complete)
    first = submitted(services, data, administrator)
    status = services.sets.status(first, account=administrator)
    assert status
    unit = status.congress.organisation
    added = services.tree.change(Row(number=0, name="Công đoàn tỉnh mới"), by=administrator)
    services.tree.change(
        Row(number=0, unit=unit.id, name="CĐCS Tên mới", parent="công đoàn tỉnh mới"), by=administrator
    )
    corrected = submitted(services, {**data, "reason": "Sửa tên đại biểu"}, administrator)
    after = services.sets.status(corrected, account=administrator)
    assert after
    moved = after.congress.organisation
    assert (status.congress.id, unit.id, "CĐCS Tên mới") == (after.congress.id, moved.id, moved.name)
    assert added.added[0].id in moved.lineage

    closing = services.tree.change(
        Row(number=0, unit=unit.id, name="CĐCS Tên mới", parent=moved.parent_id or "", state=CLOSED),
        by=administrator,
    )
    assert ("CĐCS Tên mới",) == tuple(one.name for one in closing.closed)
    submitted(services, {**data, "reason": "Sửa lần nữa"}, administrator)
    with pytest.raises(OrganisationClosed):
        submitted(services, {**data, "term": {"start": 2028, "end": 2033}}, administrator)
