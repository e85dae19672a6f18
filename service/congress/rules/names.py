"""Letters and signs in a name that are probably not meant: shown with what they look like, never put right without asking."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.names import odd_letters, odd_signs
from service.congress.rules.case import Case
from service.congress.rules.named import names_in
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Figures, Rule
from service.congress.text import TextProblem


def _character(case: Case) -> Iterator[Fault]:
    for pointer, name in names_in(case.congress):
        if signs := odd_signs(name):
            # A figure may tell two people of one name apart; any other sign is none of a name.
            others = [problem for problem in signs if not name[problem.position].isdigit()]
            yield _fault(pointer, (others or signs)[0], weighs_less=not others)


def _script(case: Case) -> Iterator[Fault]:
    return _letters(case, "name.script")


def _tone(case: Case) -> Iterator[Fault]:
    return _letters(case, "name.tone")


def _letters(case: Case, code: str) -> Iterator[Fault]:
    for pointer, name in names_in(case.congress):
        problem = next((one for one in odd_letters(name) if one.code == code), None)
        if problem:
            yield _fault(pointer, problem)


def _fault(pointer: str, problem: TextProblem, *, weighs_less: bool = False) -> Fault:
    figures: Figures = {"position": problem.position + 1, "codepoint": problem.codepoint}
    return Fault(
        pointer=pointer,
        figures=figures,
        words={"meant": _perhaps(problem.meant)},
        severity="warning" if weighs_less else None,
    )


def _perhaps(meant: str) -> Words:
    if not meant:
        return Words(vi="", en="")
    return Words(vi=f", có lẽ phải là “{meant}”", en=f", perhaps “{meant}” is meant")


RULES = (
    Rule(
        code="name.character",
        find=_character,
        vi="Ở ký tự thứ {position} của họ tên có một dấu hoặc chữ số không dùng trong họ tên ({codepoint}). Xóa đi hoặc gõ "
        "lại; để phân biệt hai người cùng tên hãy ghi ngày sinh.",
        en="Character {position} of the name is a sign or a figure that no name has ({codepoint}). Delete it or type it "
        "again; to tell two people of one name apart, give their births.",
    ),
    Rule(
        code="name.script",
        find=_script,
        severity="warning",
        vi="Ở ký tự thứ {position} của họ tên có một chữ không thuộc bảng chữ cái Latinh ({codepoint}){meant}. Kiểm tra và "
        "gõ lại nếu nhầm.",
        en="Character {position} of the name is not a Latin letter ({codepoint}){meant}. Check it, and type it again if it "
        "is wrong.",
    ),
    Rule(
        code="name.tone",
        find=_tone,
        severity="warning",
        vi="Từ bắt đầu ở ký tự thứ {position} của họ tên có dấu thanh mà tiếng Việt không dùng ở đó. Kiểm tra lại dấu.",
        en="The word that begins at character {position} of the name has a tone mark that Vietnamese never puts there. Check "
        "the mark.",
    ),
)
