"""
Every rule with figures against its equation, and against mutated copies of itself.

A mutant is the rule with one thing changed in its source, in its figures of the rule set, or in how a count is read. The
examples of the rule must tell it from the right one: who breaks a rule in such a way breaks a test here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from service.congress.rules import RULES, check
from tests.congress.bounds.bound import CODES, Bound, Figures, counted_wrongly, mutated, speaks, with_data
from tests.congress.bounds.numbered import BOUNDS, CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
EXAMPLES = [(code, example) for code, bound in BOUNDS.items() for example in bound.examples]
MUTANTS = [(code, mutant) for code, bound in BOUNDS.items() for mutant in bound.mutants]
WRONG_DATA = [
    (code, name, changes)
    for code, bound in BOUNDS.items()
    for name, wrong in bound.wrong_data.items()
    for changes in wrong
]
WRONG_COUNTS = [(code, mutant) for code, bound in BOUNDS.items() for mutant in bound.wrong_count]


def _is_told(bound: Bound, answers: list[bool]) -> bool:
    """Whether one of the examples gets another answer than the equation gives."""
    return answers != [bound.speaks(*example) for example in bound.examples]


@pytest.mark.parametrize("label", CHECKS)
def test_every_check_is_a_rule_with_its_bounds_and_mutants(label: str) -> None:
    """
    A check without code, property or mutant is none; each code says an article, or rests on arithmetic alone.
    """
    for code in CHECKS[label]:
        bound = BOUNDS[code]
        rule = CODES[code]

        assert bound.mutants or bound.wrong_data or bound.wrong_count
        assert {True, False} == {bound.speaks(*example) for example in bound.examples}
        assert rule.vi.endswith(".")
        assert rule.en.endswith(".")
        if rule.provision:
            provision = rule.provision(bound.rule_set)
            assert provision
            assert provision.article


def test_the_checks_are_numbered_without_a_gap() -> None:
    """
    Twenty-four numbers, each once.
    """
    numbers = [int(re.findall(r"^[EW](\d+) ", label)[0]) for label in CHECKS]

    assert list(range(1, 25)) == numbers


def test_the_page_lists_the_checks() -> None:
    """
    docs/rules.md has each with its codes.
    """
    page = PAGE.read_text("utf-8")
    rows = [
        f"| {label.split()[0]} | {label.split(maxsplit=1)[1]} | {', '.join(f'`{code}`' for code in codes)} |"
        for label, codes in CHECKS.items()
    ]

    assert "\n".join(rows) in page


def test_only_rules_that_exist_have_bounds() -> None:
    """
    A code that was renamed takes its bounds with it.
    """
    assert set(BOUNDS) <= {rule.code for rule in RULES}


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_a_rule_speaks_at_its_boundary_and_not_before(code: str, example: Figures) -> None:
    """
    The examples lie on both sides of each bound, and on it; asked among all rules.
    """
    bound = BOUNDS[code]
    found = {finding.code for finding in check(bound.build(*example), rule_set=bound.rule_set)}

    assert bound.speaks(*example) == (code in found)


def _follows(code: str, data: st.DataObject) -> None:
    bound = BOUNDS[code]
    near = data.draw(st.sampled_from(bound.examples))
    figures = [max(0, figure + data.draw(st.integers(-4, 4))) for figure in near]
    try:
        built = bound.build(*figures)
    except ValidationError:
        assume(False)

    assert bound.speaks(*figures) == speaks(CODES[code], built, bound.rule_set)


@pytest.mark.parametrize("code", sorted(BOUNDS))
@settings(max_examples=25)
@given(data=st.data())
def test_a_rule_follows_its_equation_all_around_its_bounds(code: str, data: st.DataObject) -> None:
    """
    Whatever the figures near an example, the rule speaks exactly when its equation fails.
    """
    _follows(code, data)


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(BOUNDS))
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_rule_follows_its_equation_for_very_many_figures(code: str, data: st.DataObject) -> None:
    """
    The same, hundreds of times over.
    """
    _follows(code, data)


@pytest.mark.parametrize(("code", "mutant"), MUTANTS)
def test_a_mutated_rule_is_told_from_the_right_one(code: str, mutant: tuple[str, str]) -> None:
    """
    Another sign, another figure, another place: one of the examples gets another answer.
    """
    bound = BOUNDS[code]
    wrong = mutated(CODES[code], *mutant)

    assert _is_told(bound, [speaks(wrong, bound.build(*one), bound.rule_set) for one in bound.examples])


@pytest.mark.parametrize(("code", "name", "changes"), WRONG_DATA)
def test_another_figure_in_the_rule_set_is_told_from_the_right_one(
    code: str, name: str, changes: dict[str, Any]
) -> None:
    """
    The ratio, the base and the bound are data, and the examples hold them too.
    """
    bound = BOUNDS[code]
    wrong = with_data(bound.rule_set, name, **changes)

    assert _is_told(bound, [speaks(CODES[code], bound.build(*one), wrong) for one in bound.examples])


@pytest.mark.parametrize(("code", "mutant"), WRONG_COUNTS)
def test_a_count_read_wrongly_is_told_from_one_read_right(code: str, mutant: tuple[str, str]) -> None:
    """
    Who is elected, and whether anybody is level, follows from the counts in one module; changed, a rule notices.
    """
    bound = BOUNDS[code]
    with counted_wrongly(*mutant):
        answers = [speaks(CODES[code], bound.build(*one), bound.rule_set) for one in bound.examples]

    assert _is_told(bound, answers)
