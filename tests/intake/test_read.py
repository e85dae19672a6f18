"""Reading congress data: every fault at once, each located, never an exception."""

from __future__ import annotations

import copy
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.intake.read import Reading, canonical_form, read_congress


@pytest.fixture
def value(complete: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(complete)
    return loaded


def read(value: Any) -> Reading:
    return read_congress(json.dumps(value).encode())


def codes(reading: Reading) -> set[tuple[str, str]]:
    return {(found.code, found.pointer) for found in reading.findings if found.severity == "error"}


class TestSoundData:
    def test_the_examples_are_accepted(self, published: bytes, complete: bytes) -> None:
        """
        What we show others to follow is right.
        """
        assert read_congress(published).is_acceptable
        assert read_congress(complete).is_acceptable

    def test_the_canonical_form_reads_back_as_itself(self, complete: bytes) -> None:
        """
        Reading the canonical form gives the same congress and the same canonical form.
        """
        first = read_congress(complete)
        second = read_congress(first.canonical)

        assert first.congress == second.congress
        assert first.canonical == second.canonical

    def test_order_spaces_and_nulls_do_not_matter(self, value: dict[str, Any]) -> None:
        """
        Two spellings of the same data have one canonical form.
        """
        shuffled = {**dict(reversed(value.items())), "closed_on": value.get("closed_on"), "reason": None}

        assert read(value).canonical == read_congress(json.dumps(shuffled, indent=4).encode()).canonical

    def test_a_byte_order_mark_is_skipped(self, complete: bytes) -> None:
        """
        Editors on Windows put one there.
        """
        assert read_congress(b"\xef\xbb\xbf" + complete).is_acceptable

    def test_decomposed_text_is_composed_and_said(self, value: dict[str, Any]) -> None:
        """
        NFD from a Mac means the same: it is put into NFC with a warning, and the canonical form is the same.
        """
        value["venue"] = "Hội trường Sở Công thương"
        composed = read(value)
        decomposed = read({**value, "venue": unicodedata.normalize("NFD", value["venue"])})

        assert composed.canonical == decomposed.canonical
        assert ("text.not_nfc", "/venue") in {(one.code, one.pointer) for one in decomposed.findings}
        assert decomposed.is_acceptable

    @pytest.mark.parametrize("day", ["2030-01-01", None])
    def test_nothing_is_said_twice(self, value: dict[str, Any], day: str | None) -> None:
        """
        That no rule set was in force, or that there is no day yet, is one finding.
        """
        reading = read({**value, "opened_on": day, "closed_on": day})
        said = [(found.code, found.pointer) for found in reading.findings]

        assert sorted(set(said)) == sorted(said)
        assert any(code.startswith("rule_set.") for code, _ in said)


class TestUnreadable:
    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"", "json.malformed"),
            (b"{", "json.malformed"),
            (b"\xff\xfe{}", "json.not_utf8"),
            (b'{"a": NaN}', "json.not_a_number"),
            (b'{"a": -Infinity}', "json.not_a_number"),
            (b'{"a": 1, "a": 2}', "json.name_twice"),
            (b'{"a": ' + b"9" * 5000 + b"}", "json.number_too_long"),
            (b"[" * 100_000, "json.too_deep"),
            (b"[" * 50 + b"]" * 50, "json.too_deep"),
            (b"[]", "shape.wrong_type"),
            (b"null", "shape.wrong_type"),
            (b'"x"', "shape.wrong_type"),
        ],
    )
    def test_it_is_one_fault_with_two_sentences(self, raw: bytes, code: str) -> None:
        """
        What is not JSON at all is said in one fault.
        """
        reading = read_congress(raw)

        (found,) = reading.findings
        assert code == found.code
        assert found.vi
        assert found.en
        assert not reading.is_acceptable


class TestFaults:
    @pytest.mark.parametrize(
        ("place", "wrong", "code"),
        [
            ("ordinal", "năm", "shape.wrong_type"),
            ("ordinal", 5.5, "shape.wrong_type"),
            ("ordinal", True, "shape.wrong_type"),
            ("ordinal", 0, "shape.out_of_range"),
            ("opened_on", "24/02/2023", "shape.wrong_type"),
            ("opened_on", 0, "shape.wrong_type"),
            ("form", "online", "shape.unknown_value"),
            ("venue", "", "shape.empty"),
            ("venue", "x" * 501, "shape.too_long"),
            ("venue", "hai\ndòng", "text.line_break"),
            ("venue", "a\u0000b", "text.control"),
            ("venue", "a\u202eb", "text.bidi_control"),
            ("venue", "a\ud800b", "text.surrogate"),
            ("venue", "a\ufffeb", "text.noncharacter"),
            ("venue", ["a"], "shape.wrong_type"),
            ("colour", "đỏ", "shape.unknown_field"),
        ],
    )
    def test_one_wrong_value_is_one_located_fault(
        self, value: dict[str, Any], place: str, wrong: Any, code: str
    ) -> None:
        """
        The code says what, the pointer says where; no value is repeated.
        """
        reading = read({**value, place: wrong})

        assert (code, f"/{place}") in codes(reading)
        assert reading.congress is None
        assert all(str(wrong) not in found.vi for found in reading.findings if len(str(wrong)) > 3)

    def test_faults_of_shape_and_broken_rules_come_together(self, value: dict[str, Any]) -> None:
        """
        Everything is said the first time: what is sound is checked by the rules beside what is not.
        """
        value["venue"] = 7
        value["delegates"][0]["full_name"] = ""
        value["attendance"]["present"] = value["attendance"]["summoned"] + 1
        value["elections"][0]["rounds"][0]["invalid"] += 1

        found = codes(read(value))

        assert {("shape.wrong_type", "/venue"), ("shape.empty", "/delegates/0/full_name")} <= found
        assert "attendance.present_over_summoned" in {code for code, _ in found}
        assert any(code.startswith("ballots.") and place.startswith("/elections/0") for code, place in found)

    def test_a_faulty_election_does_not_move_the_others(self, value: dict[str, Any]) -> None:
        """
        The pointers of the sound elections stay right.
        """
        value["elections"][0]["seats"] = "năm"
        value["elections"][1]["rounds"][0]["invalid"] += 1

        places = {place for code, place in codes(read(value)) if code.startswith("ballots.")}

        assert places
        assert all(place.startswith("/elections/1") for place in places)

    def test_a_fault_inside_a_conference_silences_nothing_beside_it(self, value: dict[str, Any]) -> None:
        """
        A wrong hour and an unreadable election: the quorum and the other votes of the same conference are judged.
        """
        vote = copy.deepcopy(value["elections"][0])
        vote["office"], vote["rounds"][0]["invalid"] = "deputy_chair", 99
        value["first_conference"] = {
            "closed_at": "25:00",
            "summoned": 5,
            "present": 9,
            "elections": [{**vote, "seats": "hai"}, vote],
        }

        found = codes(read(value))

        assert {
            ("attendance.present_over_summoned", "/first_conference/present"),
            ("ballots.valid_and_invalid", "/first_conference/elections/1/rounds/0/collected"),
        } <= found
        assert {
            place
            for code, place in found
            if place.startswith("/first_conference") and code.startswith("shape.")
        } == {"/first_conference/closed_at", "/first_conference/elections/0/seats"}
        assert not [code for code, place in found if place.startswith("/first_conference/elections/0/rounds")]

    def test_missing_required_parts_are_named(self) -> None:
        """
        An empty object lacks three things, and each is said.
        """
        expected = {("shape.missing", f"/{name}") for name in ("format", "organisation", "term")}

        assert expected == codes(read({}))

    def test_a_reversed_term_is_refused(self, value: dict[str, Any]) -> None:
        """
        2028-2023 is no term.
        """
        value["term"] = {"start": 2028, "end": 2023}

        assert "term.reversed" in {code for code, _ in codes(read(value))}

    def test_a_look_alike_letter_is_a_warning(self, value: dict[str, Any]) -> None:
        """
        Ð (eth) looks like Đ on paper; a person decides.
        """
        value["venue"] = "Ðại hội trường"
        reading = read(value)

        assert reading.is_acceptable
        assert ("text.lookalike", "/venue") in {(one.code, one.pointer) for one in reading.findings}


@st.composite
def spoilt(draw: st.DrawFn, value: Any) -> Any:
    """`value` with one place, at any depth, replaced by something odd."""
    odd = st.sampled_from(
        [None, -1, 10**20, 1.5, "", "x\u0000", "\ud800", [], {}, [[]], True, "2023-02-30", "Ð"]
    )
    if isinstance(value, dict) and value and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(value)))
        return {**value, name: draw(spoilt(value[name]))}
    if isinstance(value, list) and value and draw(st.booleans()):
        index = draw(st.integers(0, len(value) - 1))
        return [*value[:index], draw(spoilt(value[index])), *value[index + 1 :]]
    return draw(odd)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_spoilt_reading_answers(value: dict[str, Any], data: st.DataObject) -> None:
    """
    No data makes the reader raise; what it accepts has a canonical form that reads back.
    """
    spoiled = data.draw(spoilt(copy.deepcopy(value)))

    reading = read(spoiled)

    assert reading.congress is not None or reading.findings
    if reading.congress is not None:
        assert reading.canonical == canonical_form(reading.congress)
        assert reading.congress == read_congress(reading.canonical).congress
    assert all(found.vi and found.en for found in reading.findings)


def test_an_error_is_never_lost_among_warnings(published: bytes) -> None:
    """
    Of more findings than are told the errors come first, so data with one are not taken for sound.
    """
    data = json.loads(published)
    data["delegates"] = [
        {"full_name": f"Nguyễn Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "born_on": "2015-01-01"}
        for n in range(600)
    ]
    data["term"] = {"start": 2028, "end": 2023}
    reading = read(data)

    assert 500 == len(reading.findings)
    assert ["term.reversed"] == [one.code for one in reading.findings if one.severity == "error"]
    assert not reading.is_acceptable
