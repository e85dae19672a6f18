"""The order of names against ICU, where it is installed: a second opinion, never a dependency."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from random import Random

import pytest

from service.congress.names import NameOrder, sort_key, split_name
from service.congress.text import one_tone_placement

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
RHYMES = [
    "a",
    "ai",
    "an",
    "ang",
    "anh",
    "ao",
    "ă",
    "ăn",
    "ăng",
    "â",
    "ân",
    "âu",
    "e",
    "en",
    "eo",
    "ê",
    "ên",
    "i",
    "in",
    "inh",
    "o",
    "oa",
    "oan",
    "on",
    "ô",
    "ôn",
    "ơ",
    "ơn",
    "u",
    "uy",
    "uyên",
    "ư",
    "ương",
    "y",
    "yên",
]
ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "p",
    "ph",
    "q",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Đặng",
    "Đỗ",
    "Vũ",
    "Võ",
    "Hồ",
    "Lý",
    "Rcom",
    "Ksor",
    "Siu",
    "Nay",
    "Âu",
    "Ân",
    "Đào",
    "Dao",
]
ORACLE = """
import json, sys
from icu import Collator, Locale, UCollAttribute, UCollAttributeValue
collator = Collator.createInstance(Locale("vi"))
collator.setStrength(Collator.SECONDARY)
parts = json.load(sys.stdin)
order = sorted(range(len(parts)), key=lambda n: [collator.getSortKey(part) for part in parts[n]] + [n])
json.dump(order, sys.stdout)
"""


@pytest.fixture(scope="module")
def icu() -> str:
    """A Python that has PyICU: this one, or that of the system."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-c", "import icu"], capture_output=True, check=False).returncode == 0:
                return python
        except FileNotFoundError:
            continue
    missing = "PyICU is not installed, so nobody checked the order of names: apt-get install python3-icu"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def _word(random: Random) -> str:
    """One syllable, spelt like Vietnamese, with any of the six tones on its first vowel."""
    onset, rhyme = random.choice(ONSETS), random.choice(RHYMES)
    word = unicodedata.normalize("NFC", onset + rhyme[0] + random.choice(TONES) + rhyme[1:])
    return one_tone_placement(word).capitalize()


def _name(random: Random) -> str:
    middles = [_word(random) for _ in range(random.randint(0, 2))]
    return " ".join([random.choice(FAMILIES), *middles, _word(random)])


@pytest.mark.slow
@pytest.mark.parametrize("order", ["ten-dem-ho", "ten-ho-dem"])
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_names_is_that_of_icu(icu: str, order: NameOrder, seed: int) -> None:
    """
    Thousands of names of every letter and tone stand where the collation of the CLDR puts them.
    """
    random = Random(seed)  # noqa: S311 -- names for a test, the same every time
    names = sorted({_name(random) for _ in range(3_000)})
    split = [split_name(name) for name in names]
    parts = [
        [one.ten, one.dem, one.ho] if order == "ten-dem-ho" else [one.ten, one.ho, one.dem] for one in split
    ]
    asked = subprocess.run(
        [icu, "-c", ORACLE], input=json.dumps(parts), capture_output=True, text=True, check=True
    )

    ours = sorted(names, key=lambda name: sort_key(name, order=order))
    assert [names[place] for place in json.loads(asked.stdout)] == ours
