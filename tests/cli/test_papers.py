"""`vankien submit`, `plan` and `search`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from service.cli.tables import show_table
from tests.example import PAPERS

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n")


@pytest.fixture
def faulty(complete: str, tmp_path: Path) -> str:
    """Data with a missing section, a wrong type and a count that does not add up."""
    data = json.loads(Path(complete).read_text())
    del data["organisation"]["name"]
    data["ordinal"] = "năm"
    data["elections"][0]["rounds"][0]["issued"] = 1
    path = tmp_path / "faulty.json"
    path.write_text(json.dumps(data))
    return str(path)


def test_submitting_a_file_twice_gives_the_same_set(vankien: Any, complete: str) -> None:
    """The second time changes nothing."""
    vankien("migrate")

    first, second = vankien("submit", complete), vankien("submit", complete)

    assert UUID.fullmatch(first.out)
    assert (0, first.out) == (second.code, second.out)


def test_submit_can_wait_until_the_set_is_in_the_archive(vankien: Any, at_work: Any, complete: str) -> None:
    """It ends when the set is sealed, and says so."""
    with at_work():
        said = vankien("submit", complete, "--wait")

    assert (0, f"sealed: {PAPERS} papers, 0 held back\n") == (said.code, said.err)


def test_refused_data_is_said_with_all_its_findings(vankien: Any, faulty: str) -> None:
    """Every finding has a line, the exit code is 2, and nothing is stored."""
    vankien("migrate")

    said = vankien("submit", faulty)

    assert said.code == 2
    assert {"/organisation/name", "/ordinal"} <= set(said.out.split())
    assert any(place.startswith("/elections/0") for place in said.out.split())
    assert "faulty.json is refused" in said.err
    assert vankien("search").err == "Nothing was found.\n"


def test_findings_can_be_said_in_english(vankien: Any, faulty: str) -> None:
    """--lang en."""
    assert "This required field is missing." in vankien("plan", faulty, "--lang", "en").out


def test_the_plan_of_published_facts_says_what_each_paper_lacks(
    vankien: Any, facts_only: str, var: Path
) -> None:
    """Nothing can be made yet, each lack is a sentence, and no file is written anywhere."""
    said = vankien("plan", facts_only)

    assert said.code == 0
    assert "Nghị quyết Đại hội" in said.out
    assert "Chưa có ngày khai mạc." in said.out
    assert "Chưa có danh sách đại biểu." in said.out
    assert "làm được ngay" not in said.out
    assert not var.exists()


def test_the_plan_of_complete_data_says_that_all_can_be_made(vankien: Any, complete: str) -> None:
    """Every paper can be made, none is held back."""
    said = vankien("plan", complete)

    assert PAPERS == said.out.count("làm được ngay")
    assert "còn thiếu " not in said.out.replace("còn thiếu, chờ", "")


def test_a_plan_of_faulty_data_exits_with_2(vankien: Any, faulty: str) -> None:
    """As the submission would."""
    assert 2 == vankien("plan", faulty).code


def test_search_finds_papers_by_term_kind_and_words_without_accents(
    vankien: Any, at_work: Any, complete: str
) -> None:
    """JSON lines for programs, a table for people; both give the digest whole."""
    with at_work():
        vankien("submit", complete, "--wait")

    found = vankien("search", "--term", "2023-2028", "--kind", "minutes", "--json", "cong thuong")
    table = vankien("search", "--term", "2023-2028", "--kind", "minutes")
    others = vankien("search", "--term", "2018-2023")

    (paper,) = map(json.loads, found.out.splitlines())
    path = table.out.splitlines()[1].split()[3]
    assert ("minutes", "Biên bản Đại hội") == (paper["kind"], paper["title"])
    assert paper["sha256"] in table.out
    assert Path(path).is_file()
    assert (0, "") == (others.code, others.out)


def test_search_says_when_there_is_more(vankien: Any, at_work: Any, complete: str) -> None:
    """A limit is never silent."""
    with at_work():
        vankien("submit", complete, "--wait")

    said = vankien("search", "--limit", "5", "--json")

    assert 5 == len(said.out.splitlines())
    assert "more than 5" in said.err


def test_only_a_narrow_terminal_cuts_digests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Elsewhere, on a wide terminal, and with --wide they are whole."""
    digest = "0123456789abcdef" * 4
    rows = [["minutes", digest]]

    show_table(("kind", "sha256"), rows, digest="sha256")
    assert digest in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    for columns, wide, whole in (("40", False, False), ("200", False, True), ("90", True, True)):
        monkeypatch.setenv("COLUMNS", columns)
        show_table(("kind", "sha256"), rows, digest="sha256", wide=wide)
        said = capsys.readouterr().out
        assert whole == (digest in said)
        assert digest[:12] in said
