"""What the congress judges of the outgoing term and wants of the new one, as the report and the resolution print it."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.resolution import Achievement, Target
from service.congress.wording import target_phrase, term_range
from service.documents.fields.letterhead import Fields, capital, known, listed
from service.documents.offices import outgoing_term_name

_CADENCES = {"yearly": "Hằng năm", "term": "Trong nhiệm kỳ", None: ""}


def directions(congress: Congress) -> Fields:
    """Both terms, results, limits, lessons; motto, goals, targets, tasks."""
    assessment, resolved = congress.assessment, congress.resolution
    return {
        "outgoing_term": outgoing_term_name(congress),
        "term": term_range(congress.term.start, congress.term.end),
        "results": listed([_achievement(result) for result in assessment.results]),
        "limits": listed(assessment.limits),
        "lessons": listed(assessment.lessons),
        "motto": _quoted(congress.motto),
        "goals": listed(resolved.goals),
        "targets": _targets(resolved.targets),
        "tasks": listed(resolved.tasks),
    }


def _quoted(motto: str | None) -> str:
    bare = (motto or "").strip('“”".')
    return f"“{bare}”" if bare else ""


def _achievement(result: Achievement) -> str:
    if result.comparator in (None, "grade") or result.value is None:
        return result.text
    text = result.text.rstrip(" .;:")
    return f"{text}: {target_phrase(known(result.comparator), result.value, result.unit or '')}"


def _targets(targets: tuple[Target, ...]) -> list[Fields]:
    """Rows of the table; a share of another target is numbered under it (3.1, 3.2)."""
    numbers: list[str] = []
    parts = [0] * len(targets)
    whole = 0
    for place, target in enumerate(targets):
        parent = target.part_of - 1 if target.part_of and target.part_of <= place else None
        if parent is None:
            whole += 1
            numbers.append(str(whole))
        else:
            parts[parent] += 1
            numbers.append(f"{numbers[parent]}.{parts[parent]}")
    return [_row(number, target) for number, target in zip(numbers, targets, strict=True)]


def target_words(targets: tuple[Target, ...]) -> list[tuple[str, str]]:
    """What is to be reached and how much of it, for each target, as the table of the resolution says it."""
    return [(_of_its_base(target), capital(_phrase(target))) for target in targets]


def _row(number: str, target: Target) -> Fields:
    return {
        "number": number,
        "subject": f"Trong đó: {_subject(target)}" if "." in number else _of_its_base(target),
        "phrase": capital(_phrase(target)),
        "cadence": _CADENCES[target.cadence],
    }


def _subject(target: Target) -> str:
    return " ".join(target.subject.split())


def _of_its_base(target: Target) -> str:
    """The subject; with what the percent is of, when its own words do not say so."""
    subject, base = _subject(target), target.base
    if not base or target.unit != "%" or base.casefold() in subject.casefold():
        return subject
    return f"{subject} (tính trên {base})"


def _phrase(target: Target) -> str:
    """The writer's own words, else those of comparator and figure; a target without either is a dash."""
    if target.phrase:
        return target.phrase
    if target.comparator is None:
        return "–"
    if target.comparator == "grade":
        return target_phrase(">=", known(target.grade), "")
    return target_phrase(target.comparator, known(target.value), target.unit or "")
