"""
The language of templates: what it can say, and how it is evaluated.

Jinja2 gives the grammar and the compiler, and nothing else. A template can print, choose and repeat over plain data;
it can name what it computed, but call and import nothing. What is not listed here does not exist, and says so when the
template is compiled, not when a paper is due.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.docx.errors import ExpressionFailed
from service.docx.fields import Record, Series
from service.docx.filters import FILTERS, counted
from service.docx.run import FOUND, RUN, Missing, printed

__all__ = ["FILTERS", "TESTS", "TemplateEnvironment"]

_LOOP_NAMES: Final = {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"}
DATE_NAMES: Final = {"year", "month", "day"}


def bounded(items: object, place: str, work: int) -> list[object]:
    """`items` of a loop, each of which costs `work`, counted against the limits before the first step."""
    if isinstance(items, Missing):
        return list(items)
    if not isinstance(items, list | tuple):
        raise ExpressionFailed(f"{place} is not a list")
    RUN.get().take(items, work)
    return list(items)


def weighed(value: object) -> object:
    """A side of a comparison, which takes longer the longer it is; lists of lists could take for ever."""
    if isinstance(value, list | tuple | dict):
        items = value.values() if isinstance(value, dict) else value
        if any(isinstance(item, list | tuple | dict) for item in items):
            raise ExpressionFailed("lists of lists or records cannot be compared")
    return searched(value)


def searched(value: object) -> object:
    """What `in` looks through."""
    if isinstance(value, str | list | tuple | dict) and len(value) > 1:
        RUN.get().spend(len(value))
    return value


def spent(text: str) -> str:
    """`text`, which was put together just now, counted."""
    RUN.get().spend(len(text))
    return text


TESTS: Final = ("defined", "undefined", "none", "odd", "even")
"""What a template may write after `is`."""

PRINTED: Final = "_printed"
BOUNDED: Final = "_bounded"
WEIGHED: Final = "_weighed"
SEARCHED: Final = "_searched"
COUNTED: Final = "_range"
SPENT: Final = "_spent"


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 without its library: no globals, few filters, and names looked up in plain data only."""

    intercepted_binops = frozenset({"+", "-", "*", "//", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Missing, extensions=(), cache_size=0)
        self.globals = {}
        self.filters = {**FILTERS, PRINTED: printed, BOUNDED: bounded, WEIGHED: weighed}
        self.filters |= {SEARCHED: searched, COUNTED: counted, SPENT: spent}
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:  # Any: the signature is Jinja2's
        """`obj.attribute` for records, loop counters and dates; never an attribute of a Python object."""
        if isinstance(obj, Record):
            return obj[attribute] if attribute in obj else Missing(name=obj.place(attribute))
        if isinstance(obj, Missing):
            obj.note()
            return obj
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        if isinstance(obj, date) and attribute in DATE_NAMES:
            return getattr(obj, attribute)
        raise ExpressionFailed(f"there is no .{attribute} in {FOUND.get(type(obj), 'this value')}")

    def getitem(self, obj: Any, argument: Any) -> Any:  # Any: the signature is Jinja2's
        """`obj[argument]` for records by name and lists by number."""
        if isinstance(obj, Missing):
            return self.getattr(obj, "")
        if isinstance(obj, Record) and type(argument) is str:
            return self.getattr(obj, argument)
        if isinstance(obj, list | tuple) and type(argument) is int:
            path = obj.path if isinstance(obj, Series) else ""
            return obj[argument] if -len(obj) <= argument < len(obj) else Missing(name=f"{path}[{argument}]")
        raise ExpressionFailed("[...] needs a record and a name, or a list and a number")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Whole numbers only: text times a number is how a small template makes a large paper."""
        left, right = _whole(left, operator), _whole(right, operator)
        if right == 0 and operator in {"//", "%"}:
            raise ExpressionFailed("division by zero")
        return super().call_binop(context, operator, left, right)

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """Whole numbers only, as for two sides."""
        return super().call_unop(context, operator, _whole(arg, operator))


def _whole(value: object, operator: str) -> int:
    if isinstance(value, Missing):
        return len(value)
    if type(value) is int:
        return value
    raise ExpressionFailed(f"{operator} needs whole numbers")
