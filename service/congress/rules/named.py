"""Every name of a person in a congress, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from service.congress.shape import FullName, Shape

_NOT_PRINTED = frozenset({"sort_name"})
"""The place of a person in a list, written with commas: no name as such."""


def names_in(value: Shape, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Each name with its JSON pointer, in the order of the data; `pointer` is that of `value`."""
    for field, is_name in _leading_to_names(type(value)):
        yield from _held(getattr(value, field), f"{pointer}/{field}", is_name=is_name)


def _held(value: Any, pointer: str, *, is_name: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _held(inner, f"{pointer}/{index}", is_name=is_name)
    elif isinstance(value, Shape):
        yield from names_in(value, pointer)
    elif is_name and value is not None:
        yield pointer, value


@cache
def _leading_to_names(shape: type[Shape]) -> tuple[tuple[str, bool], ...]:
    """The fields of a shape in which there may be names, and whether their texts are names themselves."""
    hints = get_type_hints(shape, include_extras=True)
    fields = ((name, _parts(hints[name])) for name in shape.model_fields if name not in _NOT_PRINTED)
    return tuple(
        (name, FullName in parts)
        for name, parts in fields
        if FullName in parts
        or any(isinstance(part, type) and issubclass(part, Shape) and part is not shape for part in parts)
    )


def _parts(hint: Any) -> list[Any]:
    """A type and every type it is made of, but for what a name itself is made of."""
    return [hint] if hint == FullName else [hint, *(part for one in get_args(hint) for part in _parts(one))]
