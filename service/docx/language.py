"""
The language of templates: what it can say, and how it is evaluated.

Jinja2 gives the grammar and the compiler, and nothing else. A template can print, choose and repeat over plain data;
it can call nothing, set nothing and import nothing. What is not listed here does not exist, and says so when the
template is compiled, not when a paper is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, cast

from jinja2 import Undefined
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.docx.errors import ExpressionFailed, LimitReached, NotPrintable
from service.docx.fields import Record, Series

MAX_LOOP_STEPS: Final = 200_000
"""Steps of all loops of one paper together."""

MAX_WORK: Final = 30_000_000
"""Nodes of the template evaluated in all loops together, and items and characters that filters go through."""

_LOOP_NAMES: Final = {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"}
DATE_NAMES: Final = {"year", "month", "day"}
_FOUND: Final = {type(None): "nothing", bool: "yes or no", Series: "a list", list: "a list", tuple: "a list"}


@dataclass(slots=True)
class Run:
    """What one rendering has used up and found missing."""

    missing: set[str] = field(default_factory=set)
    steps_left: int = MAX_LOOP_STEPS
    work_left: int = MAX_WORK

    def take(self, items: Sequence[object], work: int) -> None:
        """Count a loop over `items` before its first step, a step being `work`. Raises LimitReached."""
        self.steps_left -= len(items)
        if self.steps_left < 0:
            raise LimitReached("loop steps", MAX_LOOP_STEPS)
        self.spend(len(items) * work)

    def spend(self, work: int) -> None:
        """Count `work`. Raises LimitReached."""
        self.work_left -= work
        if self.work_left < 0:
            raise LimitReached("steps of work", MAX_WORK)


RUN: ContextVar[Run] = ContextVar("RUN")


class Missing(Undefined):
    """
    A name nobody gave: every use is noted, and goes on as if it were empty.

    So one rendering finds all missing names, not only the first; the text is thrown away.
    """

    __slots__ = ()

    def note(self) -> None:
        """Write the name down as missing."""
        RUN.get().missing.add(str(self._undefined_name or self._undefined_hint))

    def _empty_text(self) -> str:
        self.note()
        return ""

    def _no(self, _other: object = None) -> bool:
        self.note()
        return False

    def _nothing(self) -> Iterator[object]:
        self.note()
        return iter(())

    def _zero(self) -> int:
        self.note()
        return 0

    __str__ = _empty_text
    __bool__ = _no
    __iter__ = _nothing
    __len__ = _zero
    # Jinja2 types these as raising, which is what its own strict class does with them
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _no  # type: ignore[assignment]
    __hash__ = object.__hash__


def printed(value: object, place: str) -> str:
    """
    `value` as it stands on paper; `place` is the expression, for the error.

    Dates are dd/mm/yyyy, decimals have a comma, whole numbers no grouping. Raises NotPrintable for nothing, yes or
    no, lists and records: a paper that says "None" must not be possible.
    """
    kind = type(value)
    if kind is str:
        return cast("str", value)
    if kind is int:
        return str(value)
    if isinstance(value, Missing):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    raise NotPrintable(place, _FOUND.get(kind, "a record"))


def bounded(items: object, place: str, work: int) -> list[object]:
    """`items` of a loop, each of which costs `work`, counted against the limits before the first step."""
    if isinstance(items, Missing):
        return list(items)
    if not isinstance(items, list | tuple):
        raise ExpressionFailed(f"{place} is not a list")
    RUN.get().take(items, work)
    return list(items)


def weighed(value: object) -> object:
    """A side of a comparison, which takes longer the longer it is."""
    if isinstance(value, str | list | tuple | dict) and len(value) > 1:
        RUN.get().spend(len(value))
    return value


def default(value: object, fallback: object = "", or_empty: object = False) -> object:
    """`fallback` where the name is not given, or with `or_empty` where it is empty."""
    if isinstance(value, Missing) or (or_empty is True and not value):
        return fallback
    return value


def join(items: object, separator: object = "") -> str:
    """`items` printed one after another."""
    if isinstance(items, Missing):
        return str(items)
    if not isinstance(items, list | tuple):
        raise ExpressionFailed("join needs a list")
    between, texts = printed(separator, "join"), [printed(item, "join") for item in items]
    RUN.get().spend(len(between) * len(texts) + sum(map(len, texts)))
    return between.join(texts)


def length(items: object) -> int:
    """How many items, or how many characters."""
    if isinstance(items, Missing | list | tuple | dict | str):
        return len(items)
    raise ExpressionFailed("length needs a list or text")


def _of_text(change: Callable[[str], str]) -> Callable[[object], str]:
    def changed(value: object) -> str:
        if isinstance(value, Missing | str):
            RUN.get().spend(len(value))
            return change(str(value))
        raise ExpressionFailed(f"{change.__name__} needs text")

    return changed


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "d": default,
    "default": default,
    "join": join,
    "length": length,
    "count": length,
    "upper": _of_text(str.upper),
    "lower": _of_text(str.lower),
    "trim": _of_text(str.strip),
}
"""What a template may write after `|`. No `title`: it breaks Vietnamese; no `safe`: values are text, never markup."""

TESTS: Final = ("defined", "undefined", "none", "odd", "even")
"""What a template may write after `is`."""

PRINTED: Final = "_printed"
BOUNDED: Final = "_bounded"
WEIGHED: Final = "_weighed"


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 without its library: no globals, few filters, and names looked up in plain data only."""

    intercepted_binops = frozenset({"+", "-", "*", "//", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Missing, extensions=(), cache_size=0)
        self.globals = {}
        self.filters = {**FILTERS, PRINTED: printed, BOUNDED: bounded, WEIGHED: weighed}
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
        raise ExpressionFailed(f"there is no .{attribute} in {_FOUND.get(type(obj), 'this value')}")

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
