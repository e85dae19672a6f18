"""Letters in a name that are probably not meant: shown with what they look like, and never put right without asking."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.names import odd_letters
from service.congress.rules.case import Case
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Figures, Rule


def _script(case: Case) -> Iterator[Fault]:
    return _problems(case, "name.script")


def _tone(case: Case) -> Iterator[Fault]:
    return _problems(case, "name.tone")


def _problems(case: Case, code: str) -> Iterator[Fault]:
    for pointer, person in case.persons:
        for problem in odd_letters(person.full_name):
            if problem.code == code:
                figures: Figures = {"position": problem.position + 1, "codepoint": problem.codepoint}
                words = {"meant": _perhaps(problem.meant)}
                yield Fault(pointer=f"{pointer}/full_name", figures=figures, words=words)
                break


def _perhaps(meant: str) -> Words:
    if not meant:
        return Words(vi="", en="")
    return Words(vi=f", có lẽ phải là “{meant}”", en=f", perhaps “{meant}” is meant")


RULES = (
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
