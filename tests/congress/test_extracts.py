"""An extract copies parts that its source has; a part that it has not is told and not left out in silence."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from service.congress.afterwards import PARTS, Extract, Part, Source
from service.congress.model import Congress
from service.congress.people import Organisation, Term
from service.congress.rules import check, load_rule_set
from service.congress.rules.titles import EXTRACT_PARTS
from service.intake.workbook.layout import layout

XII = load_rule_set("TLD-XII")
ASKED = st.builds(
    Extract,
    source=st.sampled_from(get_args(Source)),
    parts=st.lists(st.sampled_from(get_args(Part)), min_size=1, max_size=5).map(tuple),
    receivers=st.just(("Công đoàn cấp trên",)),
)


@given(extracts=st.lists(ASKED, max_size=3).map(tuple))
def test_exactly_the_parts_that_the_source_has_not_are_refused(extracts: tuple[Extract, ...]) -> None:
    """
    Each wrong part is a finding in its place, with the parts there are; a right one is none.
    """
    data = Congress(
        format="vankien/congress/1",
        organisation=Organisation(name="Công đoàn Sở"),
        term=Term(start=2023, end=2028),
        extracts=extracts,
    )
    found = [one for one in check(data, rule_set=XII) if one.code == "extract.not_in_source"]

    assert [
        f"/extracts/{number}/parts/{index}"
        for number, extract in enumerate(extracts)
        for index, part in enumerate(extract.parts)
        if part not in PARTS[extract.source]
    ] == [one.pointer for one in found]
    for one in found:
        extract = extracts[int(one.pointer.split("/")[2])]
        assert all(EXTRACT_PARTS[part].vi in one.vi for part in PARTS[extract.source])


def test_every_part_belongs_to_a_paper_and_is_called_as_in_the_workbook() -> None:
    """
    The sentence names the words that a secretary chooses from.
    """
    assert set(get_args(Part)) == {part for parts in PARTS.values() for part in parts}
    choices = dict(layout().choices["extracts/parts"])
    assert choices == {part: words.vi for part, words in EXTRACT_PARTS.items()}
