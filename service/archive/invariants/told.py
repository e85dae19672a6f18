"""I13: whatever was sealed or signed is told to every address that was there, at least once, or given up with a reason."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Final

from service.archive.invariants.findings import Findings
from service.catalog.witness import Row, Testimony

_TOLD: Final[Mapping[str, str]] = {"set_sealed": "set.sealed", "copy_attached": "paper.signed"}
"""What the log says happened, and what is told of it."""


def check_told(told: Testimony, found: Findings) -> None:
    """Hold the log against the deliveries of each address."""
    promised = {
        (row["webhook_id"], row["event"], value)
        for row in told["deliveries"]
        for value in json.loads(row["payload"])["data"].values()
    }
    for row in told["deliveries"]:
        name = f"delivery {row['id']} of {row['event']}"
        if row["state"] == "delivered":
            found.expect(str(row["outcome"]).startswith("2"), "I13", f"{name} counts as taken and was answered {row['outcome']}")  # fmt: skip
        elif row["state"] == "dead":
            found.expect(row["outcome"], "I13", f"{name} was given up without a reason")
    for row in told["events"]:
        if (event := _TOLD.get(row["event"])) is None:
            continue
        for webhook in _listening(told, row):
            found.expect(
                (webhook["id"], event, row["subject"]) in promised,
                "I13",
                f"address {webhook['id']} was never to be told of {row['event']} {row['subject']}",
            )


def _listening(told: Testimony, event: Row) -> Iterator[Row]:
    """The addresses at and above the organisation of the event, of that moment."""
    lineage = _lineage(told, event)
    if lineage is None:
        return
    for row in told["webhooks"]:
        there = row["created_at"] < event["at"] and (
            row["removed_at"] is None or row["removed_at"] > event["at"]
        )
        if there and row["organisation_id"] in lineage:
            yield row


def _lineage(told: Testimony, event: Row) -> list[str] | None:
    """The organisations from the top down to the event's; nothing where one of them has moved since."""
    sets = {row["id"]: row["congress_id"] for row in told["sets"]}
    of_document = {row["id"]: row["set_id"] for row in told["documents"]}
    set_id = event["subject"] if event["event"] == "set_sealed" else of_document.get(event["subject"])
    congress = next((row for row in told["congresses"] if row["id"] == sets.get(set_id)), None)
    place = next((row for row in told["organisations"] if congress and row["id"] == congress["organisation_id"]), None)  # fmt: skip
    if place is None:
        return None
    lineage = [step for step in str(place["lineage"]).split("/") if step]
    return None if _moved(told, set(lineage), event["at"]) else lineage


def _moved(told: Testimony, organisations: set[str], since: dt.datetime) -> bool:
    parents = {row["id"]: row["parent_id"] for row in told["organisations"]}
    return any(
        row["organisation_id"] in organisations
        and row["until"] > since
        and row["parent_id"] != parents[row["organisation_id"]]
        for row in told["former_places"]
    )
