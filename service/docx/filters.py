"""
What a template may write after `|`: functions of plain data, each of which ends and says what it has used up.

They mean what Jinja2's guide says, as far as plain data has it. Not here, for a reason: `safe`, `escape` and `xmlattr`
(values are text, never markup), `attr` and `tojson` (values are no objects), `title` (it breaks Vietnamese), `format`
(a small format makes a large text), `random` (the same fields make the same paper), `center`, `indent`, `wordwrap` (that
is layout), `filesizeformat`, `urlize`, `pprint`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from service.docx.errors import ExpressionFailed
from service.docx.fields import Record, Series
from service.docx.run import RUN, Missing, printed

_DIGITS: Final = re.compile(r"[+-]?[0-9]{1,18}")


def default(value: object, fallback: object = "", or_empty: object = False) -> object:
    """`fallback` where the name is not given, or with `or_empty` where it is empty."""
    if isinstance(value, Missing) or (or_empty is True and not value):
        return fallback
    return value


def join(items: object, separator: object = "", attribute: object = None) -> str:
    """`items`, or `attribute` of each, printed one after another."""
    found = mapped(items, attribute=attribute) if attribute is not None else _list(items, "join")
    between, texts = printed(separator, "join"), [printed(item, "join") for item in found]
    RUN.get().spend(len(between) * len(texts) + sum(map(len, texts)))
    return between.join(texts)


def length(items: object) -> int:
    """How many items, or how many characters."""
    if isinstance(items, Missing | list | tuple | dict | str):
        return len(items)
    raise ExpressionFailed("length needs a list or text")


def mapped(items: object, *, attribute: object) -> list[object]:
    """`attribute` of each of `items`."""
    return Series("", [_of(item, attribute) for item in _list(items, "map")])


def chosen(items: object, attribute: object) -> list[object]:
    """Those of `items` whose `attribute` is not empty."""
    return Series("", [item for item in _list(items, "selectattr") if _of(item, attribute)])


def rejected(items: object, attribute: object) -> list[object]:
    """Those of `items` whose `attribute` is empty."""
    return Series("", [item for item in _list(items, "rejectattr") if not _of(item, attribute)])


def ordered(
    items: object, reverse: object = False, case_sensitive: object = False, attribute: object = None
) -> list[object]:
    """`items` in order, of `attribute` if it is given; letters in the order of their codes."""
    found = _list(items, "sort")
    RUN.get().spend(len(found) * len(found).bit_length())
    return Series("", sorted(found, key=_key(case_sensitive, attribute), reverse=reverse is True))


def unique(items: object, case_sensitive: object = False, attribute: object = None) -> list[object]:
    """`items` without those that came before."""
    key = _key(case_sensitive, attribute)
    seen: dict[Any, object] = {}
    for item in _list(items, "unique"):
        seen.setdefault(key(item), item)
    return Series("", seen.values())


def grouped(items: object, attribute: object) -> list[object]:
    """A record with `grouper` and `list` for each `attribute`, in its order."""
    groups: dict[Any, list[object]] = {}
    for item in ordered(items, attribute=attribute, case_sensitive=True):
        groups.setdefault(_of(item, attribute), []).append(item)
    return Series("", [_group(name, found) for name, found in groups.items()])


def total(items: object, attribute: object = None, start: object = 0) -> object:
    """The sum of `items`, whole or decimal numbers."""
    found = mapped(items, attribute=attribute) if attribute is not None else _list(items, "sum")
    return sum((_number(item, "sum") for item in found), _number(start, "sum"))


def least(items: object, attribute: object = None) -> object:
    """The first of `items` in order; nothing if there are none."""
    return next(iter(ordered(items, attribute=attribute)), None)


def greatest(items: object, attribute: object = None) -> object:
    """The last of `items` in order; nothing if there are none."""
    return next(iter(ordered(items, True, attribute=attribute)), None)


def first(items: object) -> object:
    """The first of `items`; nothing if there are none."""
    return next(iter(_list(items, "first")), None)


def last(items: object) -> object:
    """The last of `items`; nothing if there are none."""
    return next(reversed(_list(items, "last")), None)


def backwards(items: object) -> list[object]:
    """`items` from the last to the first."""
    return Series("", reversed(_list(items, "reverse")))


def batched(items: object, size: object, fill: object = None) -> list[object]:
    """`items` in lists of `size`, the last one filled up with `fill` if it is given."""
    found, width = _list(items, "batch"), _whole(size, "batch")
    if not 1 <= width <= 1_000:
        raise ExpressionFailed("batch needs a size from 1 to 1000")
    rows = [found[at : at + width] for at in range(0, len(found), width)]
    if rows and fill is not None:
        rows[-1] = [*rows[-1], *[fill] * (width - len(rows[-1]))]
    return Series("", [Series("", row) for row in rows])


def replaced(value: object, old: object, new: object) -> str:
    """`value` with `new` in every place of `old`, which is not empty."""
    text, before, after = (_text(one, "replace") for one in (value, old, new))
    if not before:
        raise ExpressionFailed("replace needs a text to look for")
    RUN.get().spend(len(text) + text.count(before) * len(after))
    return text.replace(before, after)


def truncated(value: object, size: object = 255, whole_letters: object = False, end: object = "...") -> str:
    """`value`, cut to `size` characters with `end`; at a space unless `whole_letters`."""
    text, tail, limit = _text(value, "truncate"), _text(end, "truncate"), _whole(size, "truncate")
    if len(text) <= limit:
        return text
    cut = text[: max(limit - len(tail), 0)]
    return (cut if whole_letters is True else cut.rsplit(" ", 1)[0]) + tail


def rounded(value: object, places: object = 0) -> Decimal:
    """`value` with so many decimals; half goes up, as people round."""
    digits = _whole(places, "round")
    if not 0 <= digits <= 9:
        raise ExpressionFailed("round needs 0 to 9 decimals")
    return Decimal(_number(value, "round")).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def whole(value: object, fallback: object = 0) -> int:
    """`value` as a whole number; what is behind the comma is dropped."""
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value) else _whole(fallback, "int")
    return int(_number(value, "int"))


def as_text(value: object) -> str:
    """`value` as it stands on paper."""
    return printed(value, "string")


def capital(value: object) -> str:
    """`value` with a capital first letter; the others stay as they are, for a name in a sentence is a name."""
    text = _text(value, "capitalize")
    return text[:1].upper() + text[1:]


def words(value: object) -> int:
    """How many words."""
    return len(_text(value, "wordcount").split())


def absolute(value: object) -> object:
    """`value` without its sign."""
    return abs(_number(value, "abs"))


def counted(start: object, stop: object = None, step: object = 1) -> list[object]:
    """The list of `range(...)`."""
    ends = (0, start) if stop is None else (start, stop)
    found = range(_whole(ends[0], "range"), _whole(ends[1], "range"), _whole(step, "range") or 1)
    RUN.get().take(found, 1)  # before it is a list
    return Series("", found)


def _of(item: object, attribute: object) -> Any:  # Any: it is sorted and looked up
    for name in _text(attribute, "attribute").split("."):
        if not isinstance(item, dict):
            raise ExpressionFailed(f"there is no .{name} in this value")
        place = item.place(name) if isinstance(item, Record) else name
        item = item[name] if name in item else Missing(name=place)
    if isinstance(item, Missing):
        item.note()
        return ""
    return item


def _key(case_sensitive: object, attribute: object) -> Callable[[object], Any]:
    def key(item: object) -> Any:
        value = item if attribute is None else _of(item, attribute)
        if isinstance(value, list | tuple | dict):
            raise ExpressionFailed("lists and records have no order")
        return value.casefold() if isinstance(value, str) and case_sensitive is not True else value

    return key


def _group(name: object, items: list[object]) -> Record:
    record = Record("")
    record.update(grouper=name, list=Series("", items))
    return record


def _list(items: object, name: str) -> list[object]:
    if isinstance(items, Missing):
        return list(items)
    if not isinstance(items, list | tuple):
        raise ExpressionFailed(f"{name} needs a list")
    RUN.get().spend(len(items))
    return list(items)


def _text(value: object, name: str) -> str:
    if not isinstance(value, Missing | str):
        raise ExpressionFailed(f"{name} needs text")
    RUN.get().spend(len(value))
    return str(value)


def _number(value: object, name: str) -> Any:  # Any: int and Decimal compute together
    if isinstance(value, Missing):
        return len(value)
    if type(value) is int or type(value) is Decimal:
        return value
    raise ExpressionFailed(f"{name} needs a number")


def _whole(value: object, name: str) -> int:
    if type(value) is not int:
        raise ExpressionFailed(f"{name} needs a whole number")
    return value


def _of_text(change: Callable[[str], str]) -> Callable[[object], str]:
    return lambda value: change(_text(value, change.__name__))


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "abs": absolute,
    "batch": batched,
    "capitalize": capital,
    "count": length,
    "d": default,
    "default": default,
    "first": first,
    "groupby": grouped,
    "int": whole,
    "join": join,
    "last": last,
    "length": length,
    "lower": _of_text(str.lower),
    "map": mapped,
    "max": greatest,
    "min": least,
    "rejectattr": rejected,
    "replace": replaced,
    "reverse": backwards,
    "round": rounded,
    "selectattr": chosen,
    "sort": ordered,
    "string": as_text,
    "sum": total,
    "trim": _of_text(str.strip),
    "truncate": truncated,
    "unique": unique,
    "upper": _of_text(str.upper),
    "wordcount": words,
}
"""What a template may write after `|`."""

NAMED: Final[dict[str, set[str]]] = {
    "batch": {"fill"},
    "groupby": {"attribute"},
    "join": {"attribute"},
    "map": {"attribute"},
    "max": {"attribute"},
    "min": {"attribute"},
    "sort": {"attribute", "reverse", "case_sensitive"},
    "sum": {"attribute", "start"},
    "truncate": {"end"},
    "unique": {"attribute", "case_sensitive"},
}
"""Arguments that may be given by name."""
