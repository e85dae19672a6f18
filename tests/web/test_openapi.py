"""The description of the API is true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from schemathesis import engine
from schemathesis.engine import events

from service.web.downloads import DOCX, PDF, XLSX
from service.web.openapi import description
from service.web.operations import OPERATIONS

Json = dict[str, Any]


def test_it_describes_every_route_and_no_other(app: Flask) -> None:
    """
    Routes of the API and of health on one side, the table of operations on the other.
    """
    routes = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/health/"))
        for method in (rule.methods or set()) - {"HEAD"}
    }

    assert {(one.method, one.path) for one in OPERATIONS} == routes


def test_it_is_openapi(client: FlaskClient) -> None:
    """
    It is served to anybody, and every reference in it leads somewhere.
    """
    served: Json = client.get("/api/v1/openapi.json").get_json()
    references = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(served)))

    assert description() == served
    assert "3.1.0" == served["openapi"]
    assert references <= set(served["components"]["schemas"])


def test_the_schema_of_congress_data_takes_the_examples(client: FlaskClient, complete: bytes) -> None:
    """
    The published schema is a schema, takes what we take, and refuses unknown fields.
    """
    schema = client.get("/api/v1/schemas/congress").get_json()
    validator = jsonschema_rs.validator_for(schema)

    assert validator.is_valid(json.loads(complete))
    assert not validator.is_valid({"format": "vankien/congress/1", "surprise": 1})


CONGRESSES = "/api/v1/congresses"
"""More than half of all requests: every field of congress data, one by one."""

PLANS = "/api/v1/plans"
"""It takes what `CONGRESSES` takes, by the same reader: every field of it need not be tried twice."""


def _tried(api: Any, *phases: str) -> Iterator[Any]:
    for name in ("examples", "coverage", "fuzzing", "stateful"):
        getattr(api.config.phases, name).enabled = name in phases
    yield from engine.from_schema(api).execute()


def _every_field_of_a_congress(api: Any) -> Iterator[Any]:
    yield from _tried(api.include(path=CONGRESSES), "coverage")


def _all_else(api: Any) -> Iterator[Any]:
    yield from _tried(api.exclude(path=[CONGRESSES, PLANS]), "coverage")
    yield from _tried(api.exclude(path=PLANS), "examples", "fuzzing", "stateful")
    # Links lead from one operation to others: there is no other in a part of one.
    yield from _tried(api.include(path=PLANS), "examples", "fuzzing")


# Data of the right shape may still break the rules of a congress: 422 is right for them.
NOT_ASKED = ["positive_data_acceptance"]


@pytest.mark.slow
@pytest.mark.parametrize("part", [_every_field_of_a_congress, _all_else])
def test_no_generated_request_surprises_us(
    part: Callable[[Any], Iterator[Any]], address: str, sealed: str, token: str
) -> None:
    """
    Whatever is generated from the description: no internal error, and every answer is as described.
    """
    for file in (DOCX, XLSX, PDF):  # it knows no way to write them
        schemathesis.serializer.alias(file, "application/octet-stream")
    api = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
    api.config.update(headers={"Authorization": f"Bearer {token}"}, continue_on_failure=True)
    api.config.generation.update(max_examples=15, deterministic=True)
    api.config.checks.update(excluded_check_names=NOT_ASKED)
    asked, faults = 0, []
    for event in part(api):
        if isinstance(event, events.NonFatalError | events.FatalError):
            faults.append(str(event))
        if not isinstance(event, events.ScenarioFinished):
            continue
        asked += len(event.recorder.interactions)
        for nodes in event.recorder.checks.values():
            faults += [
                f"{event.label}: {node.failure_info.failure}"
                for node in nodes
                if node.failure_info is not None
            ]

    assert asked > 300
    assert [] == sorted(set(faults))
