"""The catalogue of personal data, held against the model and the fields of papers."""

from __future__ import annotations

import typing
from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.personal import class_of, personal_data, withheld_fields, withheld_templates
from service.congress.shape import Shape
from service.documents.fields.published import published


def models(model: type[Shape], seen: set[type[Shape]]) -> set[type[Shape]]:
    """Every model that a congress is made of."""
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for inner in within(field.annotation):
                models(inner, seen)
    return seen


def within(annotation: object) -> Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for part in typing.get_args(annotation):
        yield from within(part)


def test_every_field_of_the_model_stands_in_one_class() -> None:
    """
    Nobody adds a field without saying what it tells of people; what is gone from the model is gone here.
    """
    known = {
        (f"{one.__module__.rsplit('.', 1)[-1]}.{one.__name__}", field)
        for model in models(Congress, set())
        for one in model.__mro__
        if issubclass(one, Shape) and one is not Shape
        for field in one.model_fields
        if field in one.__annotations__
    }

    assert known == set(personal_data().fields)
    assert all(class_of(model, field) for model in models(Congress, set()) for field in model.model_fields)


def test_nothing_asks_for_a_number_of_an_identity_paper() -> None:
    """
    No paper of a congress needs one; a field for it must come with its encryption, and this test with a decision.
    """
    assert "identity" not in set(personal_data().fields.values())


def test_what_is_sensitive_on_paper_is_withheld_by_role() -> None:
    """
    Every published field that prints a sensitive datum is listed, with the templates that have it.
    """
    leaves = {"ethnicity", "religion", "party"}
    printing = {
        template: {path for path in fields.fields if path.rsplit(".", 1)[-1] in leaves}
        for template, fields in published().items()
    }

    assert {template for template, paths in printing.items() if paths} == personal_data().sensitive_templates
    assert set().union(*printing.values()) == personal_data().printed_sensitive
    assert (frozenset(), frozenset()) == (withheld_templates("official"), withheld_fields("secretary"))
    assert withheld_templates("archivist") == personal_data().sensitive_templates


def test_every_class_names_the_law_it_rests_on() -> None:
    """
    All but the class of what is no personal data.
    """
    assert {"plain"} == {name for name, one in personal_data().classes.items() if not one.law}
    assert all(
        "91/2025" in one.law or "356/2025" in one.law for one in personal_data().classes.values() if one.law
    )
