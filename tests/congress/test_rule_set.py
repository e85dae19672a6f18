"""Rule sets: data with citations, chosen by date, compared in integers."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.congress.rules import (
    RuleSet,
    Share,
    Threshold,
    UnknownRuleSet,
    load_rule_set,
    read_rule_set,
    rule_set_for,
    rule_sets,
)

XII = load_rule_set("TLD-XII")
COUNTS = st.integers(0, 10_000)
RATIOS = st.tuples(st.integers(0, 20), st.integers(1, 20))


def threshold(ratio: tuple[int, int], *, strict: bool) -> Threshold:
    return Threshold(base="collected", ratio=ratio, strict=strict, article="", evidence="V", severity="error")


def later_set(key: str, valid_from: str, *, severity: str = "error") -> RuleSet:
    source = XII.source.decode().replace('key = "TLD-XII"', f'key = "{key}"')
    source = source.replace("valid_from = 2020-02-03", f"valid_from = {valid_from}")
    source = source.replace("valid_to = 2024-12-26\n", "")
    return read_rule_set(source.replace('severity = "error"', f'severity = "{severity}"', 1).encode())


@given(votes=COUNTS, base=COUNTS, ratio=RATIOS, strict=st.booleans())
def test_a_threshold_is_exact(votes: int, base: int, ratio: tuple[int, int], strict: bool) -> None:
    """
    A threshold compares whole numbers: no percent is rounded on the way to a result.
    """
    part, whole = ratio
    expected = votes * whole > part * base if strict else votes * whole >= part * base

    assert expected == threshold(ratio, strict=strict).is_met(votes, {"collected": base})


@given(base=COUNTS, ratio=RATIOS, strict=st.booleans())
def test_the_votes_needed_are_the_fewest(base: int, ratio: tuple[int, int], strict: bool) -> None:
    """
    One vote fewer than said to be needed is not enough.
    """
    rule = threshold(ratio, strict=strict)
    needed = rule.needed({"collected": base})

    assert rule.is_met(needed, {"collected": base})
    assert needed == 0 or not rule.is_met(needed - 1, {"collected": base})


@given(base=COUNTS, ratio=RATIOS)
def test_a_share_is_exact(base: int, ratio: tuple[int, int]) -> None:
    """
    The most that is allowed is within the share, and one more is over it.
    """
    part, whole = ratio
    most = Share(base="summoned", ratio=ratio, article="", evidence="V", severity="error").most(
        {"summoned": base}
    )

    assert most * whole <= part * base < (most + 1) * whole


def test_thirty_of_sixty_collected_is_not_a_majority() -> None:
    """
    The election of the XII charter asks for more than half of the ballots collected.
    """
    assert not XII.election.is_met(30, {"collected": 60, "valid": 58})
    assert XII.election.is_met(31, {"collected": 60, "valid": 58})


def test_exactly_two_thirds_is_a_quorum() -> None:
    """
    The quorum of the XII charter is two thirds at least.
    """
    assert XII.quorum
    assert XII.quorum.is_met(40, {"summoned": 60})
    assert not XII.quorum.is_met(39, {"summoned": 60})


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda rule_set: rule_set.key)
def test_every_provision_has_an_article(rule_set: RuleSet) -> None:
    """
    A finding that cites the regulation can say where it stands.
    """
    provisions = [value for _, value in rule_set if hasattr(value, "evidence")]

    assert len(provisions) >= 2
    assert all(provision.article for provision in provisions)


def test_memory_alone_may_only_warn() -> None:
    """
    A rule that nobody has read in a text cannot refuse anybody's data.
    """
    source = XII.source.replace(b'evidence = "V"', b'evidence = "M"', 1)

    with pytest.raises(ValidationError, match="may warn"):
        read_rule_set(source)


def test_an_unknown_word_in_a_rule_set_is_refused() -> None:
    """
    A misspelt table would otherwise be a rule that is silently off.
    """
    with pytest.raises(ValidationError, match="qorum"):
        read_rule_set(XII.source.replace(b"[quorum]", b"[qorum]"))


def test_the_digest_is_that_of_the_file() -> None:
    """
    What is archived beside the papers is the very file that judged them.
    """
    assert hashlib.sha256(XII.source).hexdigest() == XII.sha256
    assert read_rule_set(XII.source) == XII


def test_an_unknown_key_is_refused() -> None:
    """
    No rule set is invented for a key that no file has.
    """
    with pytest.raises(UnknownRuleSet):
        load_rule_set("TLD-MCM")


@pytest.mark.parametrize("day", [dt.date(2020, 2, 3), dt.date(2023, 2, 15), dt.date(2024, 12, 26)])
def test_a_date_within_validity_chooses_quietly(day: dt.date) -> None:
    """
    Both ends of the validity belong to it.
    """
    chosen = rule_set_for(day)

    assert chosen.rule_set.key == "TLD-XII"
    assert chosen.finding is None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, "rule_set.no_date"),
        (dt.date(2020, 2, 2), "rule_set.none_in_force"),
        (dt.date(2031, 1, 1), "rule_set.none_in_force"),
    ],
)
def test_a_rule_set_chosen_for_want_of_another_says_so(day: dt.date | None, code: str) -> None:
    """
    Nobody takes the check of another charter for the check of theirs.
    """
    chosen = rule_set_for(day, among=(XII,))

    assert chosen.finding
    assert (code, "warning", "/opened_on") == (
        chosen.finding.code,
        chosen.finding.severity,
        chosen.finding.pointer,
    )


def test_of_two_sets_in_force_the_younger_goes_first() -> None:
    """
    A plan that overlays a charter is a file with a later first day.
    """
    overlay = later_set("TLD-OVER", "2023-01-01")

    assert rule_set_for(dt.date(2023, 6, 1), among=(XII, overlay)).rule_set == overlay
    assert rule_set_for(dt.date(2022, 6, 1), among=(XII, overlay)).rule_set == XII


def test_without_a_date_the_youngest_set_is_taken() -> None:
    """
    A congress that has no day yet is most likely to be held under the newest rules.
    """
    younger = later_set("TLD-NEXT", "2024-12-27")

    assert rule_set_for(None, among=(XII, younger)).rule_set == younger


@given(day=st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_a_date_outside_every_validity_takes_the_nearest(day: dt.date) -> None:
    """
    There is always a rule set, and never a nearer one.
    """
    known = (XII, later_set("TLD-FAR", "2040-01-01"))
    chosen = rule_set_for(day, among=known)

    assert chosen.rule_set.days_from(day) == min(rule_set.days_from(day) for rule_set in known)
    assert (chosen.finding is None) == chosen.rule_set.is_in_force(day)
