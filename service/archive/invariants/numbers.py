"""I2 and I12: the numbers of the register, each used once, none skipped, none to be given again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from service.archive.invariants.findings import Findings
from service.catalog.witness import Row, Testimony

Series = tuple[str, str, int]


def check_numbers(
    told: Testimony, registers: Mapping[str, Sequence[Mapping[str, Any]]], found: Findings
) -> None:
    """Hold numbers, counters, papers and the registers of the archive against each other."""
    documents = {row["id"]: row for row in told["documents"]}
    by_series: dict[Series, dict[int, Row]] = defaultdict(dict)
    bearing: dict[str, list[str]] = defaultdict(list)
    for row in told["numbers"]:
        taken = by_series[_series(row)].setdefault(row["number"], row)
        found.expect(taken is row, "I2", f"{_written(row)} of {row['year']} is given twice")
        if row["state"] == "given":
            bearing[row["document_id"]].append(_written(row))
        else:
            found.expect(row["reason"], "I2", f"{_written(row)} of {row['year']} is voided without a reason")
    for document_id, written in bearing.items():
        found.expect(len(written) == 1, "I2", f"paper {document_id} bears {' and '.join(written)}")
        found.expect(
            documents[document_id]["number"] == written[-1],
            "I2",
            f"paper {document_id} says {documents[document_id]['number']}, the register says {written[-1]}",
        )
    _none_skipped(told, by_series, found)
    _none_again(told, registers, found)


def _none_skipped(told: Testimony, by_series: Mapping[Series, Mapping[int, Row]], found: Findings) -> None:
    """
    Up to the counter each number has its line, its entry, or a higher one that came with the data.

    A number that comes with the data was given elsewhere, and those before it too.
    """
    drawn = {row["subject"] for row in told["events"] if row["event"] == "number_given"}
    entered = _entered(told)
    for counter in told["counters"]:
        series = (counter["organisation_id"], counter["symbol"], counter["year"])
        lines = by_series.get(series, {})
        came_with_data = [number for number, row in lines.items() if row["document_id"] not in drawn]
        known = lines.keys() | entered[series]
        given_elsewhere = max([*came_with_data, *(entered[series] - lines.keys()), 0])
        for number in range(1, counter["last"] + 1):
            found.expect(
                number in known or number < given_elsewhere,
                "I2",
                f"{number:02d}/{counter['symbol']} of {counter['year']} was skipped and nothing says why",
            )
        above = [number for number in known if number > counter["last"]]
        found.expect(
            not above, "I12", f"{counter['symbol']} of {counter['year']}: {above} would be given again"
        )
    counted = {(row["organisation_id"], row["symbol"], row["year"]) for row in told["counters"]}
    for organisation_id, symbol, year in by_series.keys() - counted:
        found.expect(False, "I12", f"{symbol} of {year} has numbers and no counter ({organisation_id})")


def _none_again(
    told: Testimony, registers: Mapping[str, Sequence[Mapping[str, Any]]], found: Findings
) -> None:
    """Every entry that the archive knows is known here: else its number could be given to another paper."""
    held = {row["id"] for row in told["entries"]}
    for object_id, entries in registers.items():
        for entry in entries:
            found.expect(
                entry["id"] in held,
                "I12",
                f"{object_id}: the archive's entry {entry['id']} is unknown to the catalog",
            )


def _entered(told: Testimony) -> dict[Series, set[int]]:
    """The numbers that entries tell of, of papers that never came back too."""
    organisation = {row["id"]: row["organisation_id"] for row in told["congresses"]}
    entered: dict[Series, set[int]] = defaultdict(set)
    for row in told["entries"]:
        entry = json.loads(row["content"])
        if entry["entry"] == "number_given":
            series = (organisation[row["congress_id"]], entry["symbol"], entry["year"])
            entered[series].add(entry["number"])
    return entered


def _series(row: Row) -> Series:
    return (row["organisation_id"], row["symbol"], row["year"])


def _written(row: Row) -> str:
    return f"{row['number']:02d}/{row['symbol']}"
