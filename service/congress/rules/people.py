"""People who stand in one list twice, and births that cannot be right. Messages never show a birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from service.congress.names import same_name_key
from service.congress.people import Person
from service.congress.rules.case import Case
from service.congress.rules.likeness import Likeness, birth_year, likeness
from service.congress.rules.rule import Fault, Figures, Rule

YOUNGEST, OLDEST = 16, 90
"""Ages outside are unlikely at a congress; the oldest delegate of the XIII national congress was 71, the youngest 26."""

NAMESAKES = 50
"""How many earlier people of one name a person is compared with; a list of one name only must not take minutes."""


def _namesakes(persons: Sequence[Person], wanted: Likeness) -> Iterator[tuple[int, int]]:
    """The places of every later person who is like an earlier one of that name, with the earlier place."""
    known: dict[str, list[int]] = defaultdict(list)
    for index, person in enumerate(persons):
        earlier = known[same_name_key(person.full_name)]
        first = next((place for place in earlier if likeness(persons[place], person) == wanted), None)
        if first is not None:
            yield first, index
        if len(earlier) < NAMESAKES:
            earlier.append(index)


def _candidates(case: Case, wanted: Likeness) -> Iterator[Fault]:
    for ballot in case.ballots:
        for first, index in _namesakes(ballot.round.candidates, wanted):
            figures: Figures = {
                "name": ballot.round.candidates[index].full_name,
                "first": first + 1,
                "second": index + 1,
            }
            pointer = f"{ballot.pointer}/candidates/{index}"
            yield Fault(pointer=pointer, figures=figures, words={"where": ballot.where})


def _candidate_twice(case: Case) -> Iterator[Fault]:
    return _candidates(case, "same")


def _candidate_same_name(case: Case) -> Iterator[Fault]:
    return _candidates(case, "unclear")


def _delegates(case: Case, wanted: Likeness) -> Iterator[Fault]:
    for first, index in _namesakes(case.congress.delegates, wanted):
        yield Fault(pointer=f"/delegates/{index}", figures={"first": first + 1, "second": index + 1})


def _delegate_twice(case: Case) -> Iterator[Fault]:
    return _delegates(case, "same")


def _delegate_same_name(case: Case) -> Iterator[Fault]:
    return _delegates(case, "unclear")


def _number_twice(case: Case) -> Iterator[Fault]:
    seen: dict[int, int] = {}
    for index, delegate in enumerate(case.congress.delegates):
        if delegate.number is None:
            continue
        first = seen.setdefault(delegate.number, index)
        if first != index:
            figures = {"number": delegate.number, "first": first + 1, "second": index + 1}
            yield Fault(pointer=f"/delegates/{index}/number", figures=figures)


def _age_unlikely(case: Case) -> Iterator[Fault]:
    year = case.term.start if case.term else None
    for pointer, person in case.persons:
        born = birth_year(person)
        if year is not None and born is not None and not YOUNGEST <= year - born <= OLDEST:
            field = "born_on" if person.born_on else "birth_year"
            yield Fault(pointer=f"{pointer}/{field}", figures={"youngest": YOUNGEST, "oldest": OLDEST})


def _birth_differs(case: Case) -> Iterator[Fault]:
    for pointer, person in case.persons:
        if person.born_on and person.birth_year is not None and person.born_on.year != person.birth_year:
            yield Fault(pointer=f"{pointer}/birth_year")


RULES = (
    Rule(
        code="candidate.twice",
        find=_candidate_twice,
        vi="{where}: {name} có tên hai lần trong danh sách bầu cử (số {first} và số {second}). Bỏ một dòng.",
        en="{where}: {name} is on the list of candidates twice (places {first} and {second}). Remove one of them.",
    ),
    Rule(
        code="candidate.same_name",
        find=_candidate_same_name,
        severity="warning",
        vi="{where}: hai ứng cử viên cùng tên {name} (số {first} và số {second}). Hãy ghi ngày sinh để phân biệt, hoặc bỏ "
        "một dòng nếu là một người.",
        en="{where}: two candidates are named {name} (places {first} and {second}). Give their births to tell them "
        "apart, or remove one if it is one person.",
    ),
    Rule(
        code="delegates.number_twice",
        find=_number_twice,
        vi="Số thẻ {number} được cấp cho hai đại biểu (dòng {first} và dòng {second} của danh sách). Sửa một trong hai số.",
        en="Card number {number} is given to two delegates (lines {first} and {second} of the list). Mend one of them.",
    ),
    Rule(
        code="delegates.twice",
        find=_delegate_twice,
        vi="Một đại biểu được ghi hai lần (dòng {first} và dòng {second} của danh sách). Bỏ một dòng.",
        en="One delegate is listed twice (lines {first} and {second} of the list). Remove one of them.",
    ),
    Rule(
        code="delegates.same_name",
        find=_delegate_same_name,
        severity="warning",
        vi="Hai đại biểu cùng họ tên (dòng {first} và dòng {second} của danh sách). Hãy ghi ngày sinh để phân biệt, hoặc "
        "bỏ một dòng nếu là một người.",
        en="Two delegates have the same name (lines {first} and {second} of the list). Give their births to tell them "
        "apart, or remove one if it is one person.",
    ),
    Rule(
        code="age.unlikely",
        find=_age_unlikely,
        severity="warning",
        vi="Tuổi tính theo ngày sinh này nằm ngoài khoảng {youngest} đến {oldest}. Xem lại ngày sinh hoặc năm sinh.",
        en="By this birth the age is outside {youngest} to {oldest}. Look at the day or year of birth.",
    ),
    Rule(
        code="birth.differs",
        find=_birth_differs,
        vi="Năm sinh không khớp với ngày sinh của cùng một người. Xem lại và chỉ giữ ngày sinh đúng.",
        en="The year of birth does not match the day of birth of the same person. Look at both and keep the right one.",
    ),
)
