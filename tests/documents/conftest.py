"""The example congresses, the templates, and papers made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import RuleSet, check, rule_set_for
from service.documents.plan import Plan, plan
from service.documents.templates import TemplateBook, read_templates

PROJECT = Path(__file__).parents[2]
Change = Callable[[dict[str, Any]], None]


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PROJECT / "examples" / name).read_text(encoding="utf-8"))
    return loaded


def _congress(data: dict[str, Any]) -> Congress:
    return Congress.model_validate_json(json.dumps(data))


@pytest.fixture
def facts() -> Congress:
    """Only what the published text says."""
    return _congress(_read("so-cong-thuong-2023.json"))


@pytest.fixture
def full_data() -> dict[str, Any]:
    """The complete example as data that a test may change."""
    return _read("so-cong-thuong-2023-day-du.json")


@pytest.fixture
def full(full_data: dict[str, Any]) -> Congress:
    """The complete example."""
    return _congress(full_data)


@pytest.fixture
def after_data() -> dict[str, Any]:
    """The complete example with what came after, as data that a test may change."""
    return _read("so-cong-thuong-2023-sau-dai-hoi.json")


@pytest.fixture
def plenary_data() -> dict[str, Any]:
    """The complete plenary example as data that a test may change."""
    return _read("truong-hoa-sen-2023-toan-the.json")


@pytest.fixture
def plenary(plenary_data: dict[str, Any]) -> Congress:
    """The complete plenary example: all members meet, the chair is elected directly."""
    return _congress(plenary_data)


@pytest.fixture
def changed(full_data: dict[str, Any]) -> Callable[[Change], Congress]:
    """The complete example after a change of its data."""

    def make(change: Change) -> Congress:
        change(full_data)
        return _congress(full_data)

    return make


@pytest.fixture
def rule_set(full: Congress) -> RuleSet:
    """The rule set the examples fall under."""
    return rule_set_for(full.opened_on).rule_set


@pytest.fixture(scope="session")
def book() -> TemplateBook:
    """The templates of the project."""
    return read_templates(PROJECT / "templates_docx")


@pytest.fixture
def planned(book: TemplateBook) -> Callable[[Congress], Plan]:
    """The plan of a congress, with the findings of its rules."""
    return lambda congress: plan(congress, check(congress), book)
