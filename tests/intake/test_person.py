"""One person over the archive: everything that names them, and a correction that leaves what is sealed alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.archive import SearchRequest
from service.bootstrap import Services, build_person
from service.catalog import AccountRecord
from service.intake.person import CorrectionRefused, Who, places_of
from service.intake.person.correcting import corrected
from service.intake.person.finding import has_namesakes
from tests.working import work_off


def test_a_name_is_one_with_its_accents_and_a_birth_tells_namesakes_apart() -> None:
    """
    Another tone is another person; one placement of the tone or the other is not.
    """
    data: dict[str, Any] = {
        "delegates": [
            {"full_name": "Trần Thị Hòa", "born_on": "1980-05-19"},
            {"full_name": "Trần Thị Hoà", "birth_year": 1975},
            {"full_name": "Trần Thị Hoa"},
        ],
        "tellers": {"members": [{"full_name": "TRẦN THỊ HÒA"}]},
        "elected": ["Trần Thị Hòa", "Trần Thị Hoa"],
    }

    def places(name: str, born: str = "") -> list[str]:
        return [one.pointer for one in places_of(Who(name=name, born=born), data)]

    assert ["/delegates/0", "/delegates/1", "/tellers/members/0", "/elected/0"] == places("Trần Thị Hòa")
    assert ["/delegates/0", "/tellers/members/0", "/elected/0"] == places("Trần Thị Hòa", "1980")
    assert ["/delegates/1", "/tellers/members/0", "/elected/0"] == places("Trần Thị Hòa", "1975-01-01")
    assert ["/delegates/2", "/elected/1"] == places("Trần Thị Hoa", "1980")
    assert has_namesakes(Who(name="Trần Thị Hòa", born="1980"), data)
    assert not has_namesakes(Who(name="Trần Thị Hoa"), data)


def test_a_correction_changes_what_stands_there_and_nothing_else() -> None:
    """
    A new name stands wherever the old one stood; a field that a list never had is not added to it.
    """
    data: dict[str, Any] = {
        "delegates": [{"full_name": "An", "hometown": "Huế"}, {"full_name": "Bình", "hometown": "Huế"}],
        "tellers": {"members": [{"full_name": "An"}]},
        "elected": ["An", "Bình"],
    }
    new, where = corrected(data, Who(name="An"), {"full_name": "Ân", "hometown": None})

    assert new == {
        "delegates": [{"full_name": "Ân", "hometown": None}, {"full_name": "Bình", "hometown": "Huế"}],
        "tellers": {"members": [{"full_name": "Ân"}]},
        "elected": ["Ân", "Bình"],
    }
    assert where == [
        "/delegates/0/full_name",
        "/delegates/0/hometown",
        "/tellers/members/0/full_name",
        "/elected/0",
    ]


def test_the_archive_is_searched_whole_and_corrected_by_a_new_set(
    services: Services, administrator: AccountRecord, complete: bytes
) -> None:
    """
    Editions with their pointers, papers with their rows, drafts; then the new set takes the place of the old one, which stays.
    """
    data = json.loads(complete)
    person = data["delegates"][0]
    who = Who(name=person["full_name"], born=str(person["birth_year"]))
    first = services.submit(complete, account=administrator, key="1").set_id
    work_off(services)
    services.drafts.begin_from("11111111-1111-4111-8111-111111111111", first, account=administrator)
    find, correct = build_person(services)
    before = find(who)
    tried = correct(who, {"hometown": "Vinh"}, reason="Đính chính", account=administrator, is_trial=True)
    done = correct(who, {"hometown": "Vinh"}, reason="Đính chính theo yêu cầu", account=administrator)
    again = correct(who, {"hometown": "Vinh"}, reason="Đính chính theo yêu cầu", account=administrator)
    work_off(services)
    after = find(who)
    written = json.loads(find.written(who, after))

    assert ["in_force", "draft"] == [one.state for one in before]
    assert {"/delegates/0"} <= {one.pointer for one in before[0].places}
    cards = [one for one in before[0].papers if one["path"].startswith("papers/") and one["rows"]]
    assert any(
        row.get("religion") == person["religion"]
        for one in cards
        for row in one["rows"]
        if isinstance(row, dict)
    )
    assert (tried[0].set_id, tried[0].pointers) == (None, done[0].pointers)
    assert "/delegates/0/hometown" in done[0].pointers
    assert [] == again
    assert {"superseded", "in_force", "draft"} == {one.state for one in after}
    newest = next(one for one in after if one.state == "in_force")
    assert "Vinh" in {place.said.get("hometown") for place in newest.places if isinstance(place.said, dict)}
    status = services.sets.status(done[0].set_id or "", account=administrator)
    assert status
    assert "sealed" == status.record.state
    assert written["named_in"][0]["places"][0]["pointer"] == after[0].places[0].pointer
    with services.catalog.read() as work:
        assert ["person_corrected"] == [
            one.event for one in work.audit.entries() if one.subject == status.record.id
        ][1:2]
        assert not any(who.name in one.subject for one in work.audit.entries())
    shown = services.archive.search(SearchRequest(person=who.name, limit=200), account=administrator).papers
    assert {one.document.id for one in shown} <= {paper["id"] for paper in newest.papers}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "x"),
        ({"hometown": "Vinh"}, " "),
        ({"salary": "1"}, "x"),
        ({"full_name": ""}, "x"),
        ({"birth_year": "y"}, "x"),
    ],
)
def test_a_correction_of_nothing_or_without_reason_is_refused(
    services: Services, administrator: AccountRecord, change: dict[str, str], reason: str
) -> None:
    """
    Before anything is looked for.
    """
    _, correct = build_person(services)

    with pytest.raises(CorrectionRefused):
        correct(Who(name="An"), change, reason=reason, account=administrator)
