"""`vankien rules ...`, and the page that lists every finding."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import service.cli
from service.congress.rules import RULES, RuleSet, rule_sets
from service.congress.rules.provisions import Provision
from service.congress.rules.saying import said
from service.congress.rules.titles import TITLES

PAGE = Path(service.cli.__file__).parents[2] / "docs" / "rules.md"
BEGIN, END = "<!-- codes: begin -->\n", "<!-- codes: end -->\n"


def test_the_rule_sets_are_listed_by_age(vankien: Any) -> None:
    """With the days they are in force, and what an overlay rests on."""
    rows = [line.split()[0] for line in vankien("rules", "list").out.splitlines()[1:]][:5]
    listed = json.loads(vankien("rules", "list", "--json").out)[:5]

    assert ["TLD-XI", "TLD-XII", "TLD-XIII", "TLD-KH22", "TLD-XIV"] == rows == [one["key"] for one in listed]
    assert ("TLD-XIII", "2025-08-29") == (listed[3]["base"], listed[3]["valid_from"])


def test_a_set_that_nobody_has_read_says_so(vankien: Any) -> None:
    """Wherever it is listed or shown."""
    assert "chưa có văn bản" in vankien("rules", "show", "XIV").out
    assert "text not on file" in vankien("rules", "show", "XIV", "--lang", "en").out
    assert json.loads(vankien("rules", "list", "--json").out)[4]["unconfirmed"]["vi"]


def test_the_rule_sets_of_packs_are_listed_shown_and_compared_too(vankien: Any) -> None:
    """With the pack they are of."""
    row = vankien("rules", "list").out.splitlines()[-1].split()
    listed = json.loads(vankien("rules", "list", "--json").out)

    assert ["GENERAL-MEETING", "1990-01-01", "general_meeting"] == row[:3]
    assert {"union": 5, "general_meeting": 1} == Counter(one["pack"] for one in listed)
    assert "Model standing orders, rule 2" in vankien("rules", "show", "general-meeting").out
    assert "Model standing orders, rule 7" in vankien("rules", "diff", "TLD-XII", "GENERAL-MEETING").out


@pytest.mark.parametrize("key", ["TLD-KH22", "kh22"])
def test_a_set_is_shown_with_article_and_certainty(vankien: Any, key: str) -> None:
    """In Vietnamese unless asked otherwise; the short key will do."""
    shown = vankien("rules", "show", key).out

    assert "Kế hoạch số 22/KH-TLĐ ngày 29 tháng 8 năm 2025" in shown
    assert "cơ sở, từ 200 đoàn viên: đại hội đại biểu" in shown
    assert "Phần III.D.1 (2) Kế hoạch 22/KH-TLĐ năm 2025" in shown
    assert "[M] chưa xác minh; cảnh báo" in shown
    assert "at most 15% of those summoned" in vankien("rules", "show", key, "--lang", "en").out


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda one: one.key)
def test_a_set_as_json_holds_every_provision(vankien: Any, rule_set: RuleSet) -> None:
    """Each with its title, article, evidence and severity, as in the file."""
    shown = json.loads(vankien("rules", "show", rule_set.key, "--json").out)

    assert rule_set.sha256 == shown["sha256"]
    assert list(rule_set.provisions) == [one["name"] for one in shown["provisions"]]
    assert all(one["article"] and one["evidence"] and one["title"]["vi"] for one in shown["provisions"])


def test_two_sets_are_compared_line_by_line(vankien: Any) -> None:
    """What they have in common is not repeated."""
    said_of = vankien("rules", "diff", "TLD-XIII", "TLD-KH22").out
    held = json.loads(vankien("rules", "diff", "TLD-XIII", "TLD-KH22", "--json").out)
    names = {one["name"]: one for one in held["differences"]}

    assert "  - cơ sở, 30 - 149 đoàn viên: không quá 7\n" in said_of
    assert "  + cơ sở, 50 - 149 đoàn viên: không quá 5\n" in said_of
    assert "quorum" not in names
    assert names["guests"]["before"] is None
    assert [15, 100] == names["guests"]["after"]["lines"][0]["ratio"]


def test_a_set_does_not_differ_from_itself(vankien: Any) -> None:
    """And that is said."""
    assert "Không có gì khác.\n" == vankien("rules", "diff", "XII", "XII").out


def test_an_unknown_set_is_refused_with_those_there_are(vankien: Any) -> None:
    """One sentence, exit code 2."""
    refused = vankien("rules", "show", "TLD-XX")

    assert (2, "") == (refused.code, refused.out)
    assert (
        "There is no rule set TLD-XX; there are TLD-XI, TLD-XII, TLD-XIII, TLD-KH22, TLD-XIV, GENERAL-MEETING.\n"
        == refused.err
    )


def test_every_provision_has_a_title() -> None:
    """A new table in the rule sets cannot be shown without one."""
    known = {
        name
        for name, field in RuleSet.model_fields.items()
        if any(
            isinstance(one, type) and issubclass(one, Provision)
            for one in (field.annotation, *getattr(field.annotation, "__args__", ()))
        )
    }

    assert known == set(TITLES)


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda one: one.key)
def test_every_figure_of_a_set_is_said(rule_set: RuleSet) -> None:
    """A provision with figures of its own says them in both languages."""
    for name, held in rule_set.provisions.items():
        lines = list(said(held))

        is_bare = type(held) is Provision or name == "surplus"
        assert is_bare == (not lines), name
        assert all(line.vi and line.en for line in lines)


def test_the_page_lists_every_finding(vankien: Any) -> None:
    """The table of docs/rules.md is the one that the program writes, with every code once."""
    table = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]

    assert vankien("rules", "codes", "--markdown").out.strip() == table.strip()
    assert [rule.code for rule in RULES] == [line.split("`")[1] for line in table.strip().splitlines()[2:]]


def test_codes_are_listed_with_their_articles(vankien: Any) -> None:
    """Those of arithmetic alone say so."""
    listed = vankien("rules", "codes").out

    assert "phép tính, lô-gic" in listed
    assert "TLD-XII: Điều 10.1" in listed
