"""The table of docs/security.md: every requirement in scope, and no test that is not there."""

from __future__ import annotations

import re

from tests.ops.composition import ROOT

PAGE = ROOT / "docs" / "security.md"

IN_SCOPE = """
1.1: 1 2
1.2: 1 2 3 4 5 6 7 8 9
1.3: 1 2 3 4 5 6 7 8 9 10 11
1.4: 1 2 3
1.5: 1 2
2.1: 1 2 3
2.2: 1 2 3
2.3: 1 2 3 4
2.4: 1
3.2: 1 2
3.3: 1 2 3 4
3.4: 1 2 3 4 5 6
3.5: 1 2 3 4 5
3.7: 1 2
4.1: 1 2 3
4.2: 1
4.3: 1 2
4.4: 1 2 3 4
5.1: 1
5.2: 1 2 3
5.3: 1 2
5.4: 1 2 3
6.1: 1 2 3
6.2: 1 2 3 4 5 6 7 8 9 10 11
6.3: 1 2 3
6.4: 1 2 3 4
6.5: 1 2 3 4 5
6.6: 1 2 3
6.8: 1 2 3 4
7.1: 1 2 3
7.2: 1 2 3 4
7.3: 1 2
7.4: 1 2 3 4 5
7.5: 1 2
7.6: 1 2
8.1: 1 2
8.2: 1 2 3
8.3: 1
8.4: 1
9.1: 1 2 3
9.2: 1 2 3 4
10.1: 1 2
10.2: 1 2
10.3: 1 2 3 4
10.4: 1 2 3 4 5 6 7 8 9 10 11
10.5: 1 2 3 4 5
10.6: 1 2
10.7: 1 2 3
11.1: 1 2
11.2: 1 2 3
11.3: 1 2 3
11.4: 1 2 3 4
11.5: 1
11.6: 1
12.1: 1 2 3
12.2: 1 2
12.3: 1 2 3 4
13.1: 1
13.2: 1 2 3 4 5
13.3: 1 2
13.4: 1 2 3 4 5
14.1: 1 2
14.2: 1 2 3 4
14.3: 1 2 3
15.1: 1 2 3
15.2: 1 2 3
15.3: 1 2 3 4 5 6 7
16.1: 1
16.2: 1 2 3 4 5
16.3: 1 2 3 4
16.4: 1 2 3
16.5: 1 2 3
17.1: 1
17.2: 1 2 3 4
17.3: 1 2
"""
"""The requirements of levels 1 and 2 in OWASP ASVS 5.0, by section, as the text of the standard has them."""


def rows() -> list[tuple[list[str], str, str]]:
    """The requirements of each row of the table, how they stand, and why."""
    found = re.findall(r"^\| ([\d., ]+) \|[^|]*\| ([^|]*) \| (.*) \|$", PAGE.read_text(), re.MULTILINE)
    return [([one.strip() for one in ids.split(",")], state, how) for ids, state, how in found]


def is_shown(how: str) -> bool:
    """Whether a row that is met names a test or a page of the documents, or says why there is no test."""
    pages = re.findall(r"\]\(([^)#]+)", how)
    reason = how.partition("no test: ")[2]
    return "`tests/" in how or any((PAGE.parent / one).is_file() for one in pages) or len(reason.split()) > 4


def test_every_requirement_in_scope_stands_in_the_table_once() -> None:
    """
    None is left out because it is not met.
    """
    wanted = [
        f"{section}.{number}"
        for section, numbers in (line.split(":") for line in IN_SCOPE.strip().splitlines())
        for number in numbers.split()
    ]

    assert sorted(wanted) == sorted(one for ids, _, _ in rows() for one in ids)


def test_every_row_says_how_it_stands_and_names_files_that_are_there() -> None:
    """
    A test that was renamed proves nothing.
    """
    named = {name for _, _, how in rows() for name in re.findall(r"`((?:tests|service)/[^`]+)`", how)}

    assert {"met", "part", "not met", "–"} == {state for _, state, _ in rows()}
    assert all(how.strip() for _, _, how in rows())
    assert [] == sorted(name for name in named if not (ROOT / name).exists())


def test_every_row_names_a_test_or_a_reason() -> None:
    """
    What is met is shown, not said; what is not, and what does not apply, says why in words.
    """
    unshown = [ids for ids, state, how in rows() if state == "met" and not is_shown(how)]
    unsaid = [ids for ids, state, how in rows() if state != "met" and len(how.split()) < 3]

    assert ([], []) == (unshown, unsaid)


def test_a_word_alone_shows_nothing() -> None:
    """
    The rule itself can fail.
    """
    assert not any(map(is_shown, ("here", "JSON lines", "[a page](nowhere.md)", "no test: we know")))
