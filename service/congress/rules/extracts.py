"""What an extract (bản trích sao) asks for: parts that the paper it is taken from has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.congress.afterwards import PARTS, Part
from service.congress.rules.case import Case
from service.congress.rules.provisions import Words
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.titles import EXTRACT_PARTS, EXTRACT_SOURCES


def _not_in_source(case: Case) -> Iterator[Fault]:
    for number, extract in enumerate(case.congress.extracts):
        there = PARTS[extract.source]
        for index, part in enumerate(extract.parts):
            if part not in there:
                yield Fault(
                    pointer=f"/extracts/{number}/parts/{index}",
                    figures={"number": number + 1},
                    words={
                        "part": EXTRACT_PARTS[part],
                        "source": EXTRACT_SOURCES[extract.source],
                        "parts": _listed(there),
                    },
                )


def _listed(parts: Iterable[Part]) -> Words:
    named = [EXTRACT_PARTS[part] for part in parts]
    return Words(vi="; ".join(one.vi for one in named), en="; ".join(one.en for one in named))


RULES = (
    Rule(
        code="extract.not_in_source",
        find=_not_in_source,
        vi="Bản trích sao {number}: {source} không có phần “{part}” nên không trích được. Các phần trích được: {parts}. Bỏ "
        "phần này, hoặc chọn lại văn bản để trích.",
        en="Extract no. {number}: there is no part “{part}” in the {source}, so it cannot be copied. These parts can be: {parts}. "
        "Remove the part, or choose the other paper to copy from.",
    ),
)
