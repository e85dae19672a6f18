"""
Expressions of the language as Python source, for stories that are rendered straight.

What is written here either means exactly what `language` makes of it, or fails: a name that is not there, a value of
the wrong kind and whatever else is not plain raises, and the careful way then says what is wrong. No piece of a
template becomes source but as the literal of a string or number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeGuard

from jinja2 import nodes

from service.docx.errors import FieldRefused
from service.docx.fields import Record, Series
from service.docx.filters import FILTERS, NAMED, counted
from service.docx.language import COUNTED, DATE_NAMES, searched, spent
from service.docx.printable import checked_text
from service.docx.run import Missing, printed
from service.docx.steps import Unproven

_COMPARED: Final = {
    "eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in",
}  # fmt: skip
_COMPUTED: Final = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.FloorDiv: "//", nodes.Mod: "%"}
_COUNTERS: Final = {
    "index": "i{0} + 1",
    "index0": "i{0}",
    "revindex": "n{0} - i{0}",
    "revindex0": "n{0} - i{0} - 1",
    "length": "n{0}",
    "depth": "1",
}
_FLAGS: Final = {"first": "i{0} == 0", "last": "i{0} == n{0} - 1"}


class Irregular(Exception):
    """The fields are not what a straight rendering can take; the careful one tells why. Never leaves this room."""


@dataclass(frozen=True, slots=True)
class Scope:
    """
    What names mean here: loop variables and names that were set by their number, and the number of the innermost loop.

    A name that is set in one way of a choice has the number 0: what it means is known only when rendering.
    """

    variables: Mapping[str, int]
    loop: int = 0


def printing(node: nodes.Expr, scope: Scope) -> str:
    """The source of what `{{ node }}` prints; counters as text, the rest as it is."""
    counter = _counter(node, scope)
    return f"s{scope.loop}[{counter}]" if counter else source(node, scope)


def source(node: nodes.Node, scope: Scope) -> str:  # noqa: PLR0911  # one kind of node a line
    """The source of `node`. Raises Unproven for what only the careful way knows."""
    if isinstance(node, nodes.Const):
        return repr(_constant(node.value))
    if isinstance(node, nodes.Name):
        return _name(node, scope)
    if isinstance(node, nodes.Getattr):
        return _attribute(node, scope)
    if isinstance(node, nodes.Getitem):
        return f"item({source(node.node, scope)}, {source(node.arg, scope)})"
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        parts = (source(part, scope) for part in (node.expr1, node.test, node.expr2))
        return "({} if {} else {})".format(*parts)
    if isinstance(node, nodes.And | nodes.Or):
        word = "and" if isinstance(node, nodes.And) else "or"
        return f"({source(node.left, scope)} {word} {source(node.right, scope)})"
    if isinstance(node, nodes.Not):
        return f"(not {source(node.node, scope)})"
    if isinstance(node, nodes.Filter):
        return _filtered(node, scope)
    if isinstance(node, nodes.Test):
        return _tested(node, scope)
    return _computed(node, scope)


def _computed(node: nodes.Node, scope: Scope) -> str:
    if isinstance(node, nodes.Compare):
        return _compared(node, scope)
    if isinstance(node, nodes.List | nodes.Tuple):
        return f"[{', '.join(source(item, scope) for item in node.items)}]"
    if isinstance(node, nodes.Concat):
        pieces = ", ".join(f"text({source(piece, scope)})" for piece in node.nodes)
        return f"spent(''.join(({pieces},)))"
    if isinstance(node, nodes.BinExpr) and type(node) in _COMPUTED:
        sides = [f"whole({source(side, scope)})" for side in (node.left, node.right)]
        return f"({sides[0]} {_COMPUTED[type(node)]} {sides[1]})"
    if isinstance(node, nodes.Neg | nodes.Pos):
        return f"({'-' if isinstance(node, nodes.Neg) else '+'}whole({source(node.node, scope)}))"
    raise Unproven(f"{type(node).__name__.lower()} is not rendered straight")


def _constant(value: object) -> object:
    if isinstance(value, str):
        try:
            checked_text(value, "")
        except FieldRefused as refusal:
            raise Unproven("a text in a tag may not be printed") from refusal
        if set(value) & set("&<>\n"):
            raise Unproven("a text in a tag holds signs of markup")
        return value
    if value is None or type(value) in {int, bool}:
        return value
    raise Unproven("a constant is neither text nor number")


def _name(node: nodes.Name, scope: Scope) -> str:
    if node.name in scope.variables:
        if not scope.variables[node.name]:
            raise Unproven("a name is set in a condition")
        return f"v{scope.variables[node.name]}"
    if node.name == "loop" and scope.loop:
        raise Unproven("a loop counter is used as a value")
    return f"fields[{node.name!r}]"


def _counter(node: nodes.Node, scope: Scope) -> str:
    """The source of a number of the innermost loop, or nothing."""
    if not _of_loop(node, scope) or "loop" in scope.variables:
        return ""
    return _COUNTERS.get(node.attr, "").format(scope.loop)


def _of_loop(node: nodes.Node, scope: Scope) -> TypeGuard[nodes.Getattr]:
    """Whether `node` is `loop.something` in a loop."""
    named = isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop"
    return named and scope.loop > 0


def _attribute(node: nodes.Getattr, scope: Scope) -> str:
    if _of_loop(node, scope):
        found = _COUNTERS.get(node.attr) or _FLAGS.get(node.attr)
        if not found or "loop" in scope.variables:
            raise Unproven(f"loop.{node.attr} is not rendered straight")
        return f"({found.format(scope.loop)})"
    owner = source(node.node, scope)
    return f"part({owner}, {node.attr!r})" if node.attr in DATE_NAMES else f"{owner}[{node.attr!r}]"


def _given(node: nodes.Node, scope: Scope) -> tuple[str, str] | None:
    """The record and the name in it that `node` reads, where it reads one that may be missing."""
    if isinstance(node, nodes.Name) and node.name not in scope.variables:
        return "fields", repr(node.name)
    if isinstance(node, nodes.Getattr) and not _counter(node, scope):
        return source(node.node, scope), repr(node.attr)
    return None


def _filtered(node: nodes.Filter, scope: Scope) -> str:
    if node.node is None or not {str(one.key) for one in node.kwargs} <= NAMED.get(node.name, set()):
        raise Unproven(f"the filter {node.name} is not rendered straight")
    given = _given(node.node, scope) if node.name in {"d", "default"} else None
    value = f"{given[0]}.get({given[1]}, missing)" if given else source(node.node, scope)
    arguments = "".join(f", {source(argument, scope)}" for argument in node.args)
    arguments += "".join(f", {one.key}={source(one.value, scope)}" for one in node.kwargs)
    return f"filter_{node.name}({value}{arguments})"


def _tested(node: nodes.Test, scope: Scope) -> str:
    if node.name in {"defined", "undefined"}:
        given = _given(node.node, scope)
        # .keys() is what text, which also knows `in`, does not have
        known = f"({given[1]} in {given[0]}.keys())" if given else "True"
        return known if node.name == "defined" else f"(not {known})"
    value = source(node.node, scope)
    if node.name == "none":
        return f"({value} is None)"
    if node.name in {"odd", "even"}:
        return f"(whole({value}) % 2 == {int(node.name == 'odd')})"
    raise Unproven(f"the test {node.name} is not rendered straight")


def _compared(node: nodes.Compare, scope: Scope) -> str:
    pieces = [f"plain({source(node.expr, scope)})"]
    for operand in node.ops:
        found = source(operand.expr, scope)
        found = f"{'searched' if operand.op in {'in', 'notin'} else 'plain'}({found})"
        pieces += [_COMPARED[operand.op], found]
    return f"({' '.join(pieces)})"


def _part(owner: Any, name: str) -> object:
    return getattr(owner, name) if type(owner) is date else owner[name]


def _item(owner: Any, key: object) -> object:
    kinds = type(owner), type(key)
    if kinds in {(dict, str), (Record, str), (list, int), (tuple, int), (Series, int)}:
        return owner[key]
    raise Irregular


def _whole(value: object) -> int:
    if type(value) is not int:
        raise Irregular
    return value


def _plain(value: object) -> object:
    """Lists are copied by the careful way, so only it can say whether two are equal."""
    if isinstance(value, list | tuple | dict):
        raise Irregular
    return value


_NUMERALS: Final = tuple(map(str, range(1_000)))


def _numerals(highest: int) -> Sequence[str]:
    """The numbers up to `highest` as text: to look one up takes a third of the time of writing it."""
    return _NUMERALS if highest < len(_NUMERALS) else tuple(map(str, range(highest + 1)))


def _text(value: object) -> str:
    return printed(value, "")


NAMES: Final[Mapping[str, Callable[..., object] | Missing]] = {
    "part": _part,
    "item": _item,
    "whole": _whole,
    "plain": _plain,
    "text": _text,
    "numerals": _numerals,
    "searched": searched,
    "spent": spent,
    "missing": Missing(),
    **{f"filter_{name}": function for name, function in {**FILTERS, COUNTED: counted}.items()},
}
"""What the source may call."""
