"""
Rendering a proven story straight: its steps as one Python function, and the text of all its values handled at once.

The function returns a flat list in which markup and values take turns, so that everything that must be done to values
(turn into text, escape, break lines) is done to all of them in a few calls, and everything is joined once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from jinja2 import nodes

from service.docx.errors import LimitReached
from service.docx.expressions import NAMES, Irregular, Scope, printing, source
from service.docx.fields import Series
from service.docx.run import Run, printed
from service.docx.steps import Choice, Guard, Let, Loop, Step, Text, Unproven, Value

MAX_MARKUP: Final = 128_000_000
"""Characters of one part."""

DECLARATION: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_PIECE: Final = 8  # what a piece costs besides its characters, so that empty ones are counted too
_AT_ONCE: Final = 8_192
_LISTS: Final = frozenset({list, tuple, Series})
_BETWEEN: Final = "\0"  # no value can hold it

Pieces = list[Any]
"""Markup, value, markup, value, ...: a value may still be a number or date."""

Straight = Callable[[Mapping[str, Any], "Callable[[object, int, int], Sequence[Any]]"], Pieces]
"""Fields, and what `taking` returns, to pieces."""


def taking(run: Run) -> Callable[[object, int, int], Sequence[Any]]:
    """The function that gives loops their items, if they are a list and `run` has enough left."""
    left = MAX_MARKUP

    def take(items: Any, work: int, cost: int) -> Sequence[Any]:  # Any: it is asked for its exact type
        nonlocal left
        if type(items) not in _LISTS:
            raise Irregular
        found: Sequence[Any] = items
        run.take(found, work)
        left -= len(found) * cost
        if left < 0:
            raise LimitReached("characters in one part", MAX_MARKUP)
        return found

    return take


def straight(steps: Sequence[Step]) -> Straight:
    """The function that `steps` are. Raises Unproven where they cannot be one."""
    writer = _Writer()
    writer.write(steps, Scope({}))
    writer.flush()
    lines = ["def render(fields, take):", " out = []", " put = out.extend", *writer.lines, " return out"]
    names: dict[str, Any] = dict(NAMES)
    try:
        # the source is made of numbers, names from tables and literals of repr: nothing of a template runs as it is
        exec(compile("\n".join(lines), "<template>", "exec"), names)  # noqa: S102
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise Unproven("the tags are nested too deeply") from error
    made: Straight = names["render"]
    return made


class _Writer:
    """Lines of source; markup and values are gathered until something else must be written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._depth = 1
        self._variables = 0
        self._markup: list[str] = []
        self._pieces: list[str] = []

    def write(self, steps: Sequence[Step], scope: Scope) -> None:
        for step in steps:
            if isinstance(step, Let):
                scope = self._let(step, scope)
            elif isinstance(step, Text):
                self._markup.append(step.data)
            elif isinstance(step, Value):
                self._pieces += [repr("".join(self._markup).encode()), printing(step.expression, scope)]
                self._markup.clear()
            elif isinstance(step, Guard):
                self._line(step.line)
            elif isinstance(step, Choice):
                self._choice(step, scope)
                scope = replace(scope, variables={**scope.variables, **dict.fromkeys(_set_in(step), 0)})
            else:
                self._loop(step, scope)

    def flush(self) -> None:
        """Write what is gathered as one call."""
        if any(self._markup):
            self._pieces += [repr("".join(self._markup).encode()), "''"]
        self._markup.clear()
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            self._line(f"put(({', '.join(pieces)}))")

    def _line(self, text: str) -> None:
        self.flush()
        self.lines.append(" " * self._depth + text)

    def _block(self, head: str, steps: Sequence[Step], scope: Scope) -> None:
        self._line(head)
        self._depth += 1
        self.write(steps, scope)
        self._line("pass")
        self._depth -= 1

    def _let(self, step: Let, scope: Scope) -> Scope:
        """A set name is a variable of its own each time, so that what was read before it stays what it was."""
        self._variables += 1
        self._line(f"v{self._variables} = {source(step.expression, scope)}")
        return replace(scope, variables={**scope.variables, step.name: self._variables})

    def _choice(self, step: Choice, scope: Scope) -> None:
        self._block(f"if {source(step.test, scope)}:", step.body, scope)
        if step.other:
            self._block("else:", step.other, scope)

    def _loop(self, step: Loop, scope: Scope) -> None:
        node = step.node
        if not isinstance(node.target, nodes.Name):
            raise Unproven("a loop takes its items apart")
        self._variables += 1
        number = self._variables
        variables = {**scope.variables, node.target.name: number}
        self._line(f"l{number} = take({source(node.iter, scope)}, {_work(step.body)}, {_cost(step.body)})")
        if node.test is not None:
            test = source(node.test, Scope(variables))
            self._line(f"l{number} = [v{number} for v{number} in l{number} if {test}]")
        self._line(f"n{number} = len(l{number})")
        counters = len(self.lines)
        head = f"for i{number}, v{number} in enumerate(l{number}):"
        if all(isinstance(one, Text | Value) for one in step.body):
            self._turns(head, step.body, Scope(variables, number))
        else:
            self._block(head, step.body, Scope(variables, number))
        if any(f"s{number}[" in line for line in self.lines[counters:]):
            self.lines.insert(counters, f"{' ' * self._depth}s{number} = numerals(max(n{number}, 1))")
        if step.other:
            self._block(f"if not n{number}:", step.other, scope)

    def _turns(self, head: str, body: Sequence[Step], scope: Scope) -> None:
        """
        A loop over markup and values alone, as the rows of most tables are.

        The end of one turn and the beginning of the next are one piece: a sixth less of them in a row of five cells.
        """
        number, pieces, markup = scope.loop, list[str](), ""
        for step in body:
            if isinstance(step, Text):
                markup += step.data
            elif isinstance(step, Value):
                pieces += [repr(markup.encode()), printing(step.expression, scope)]
                markup = ""
        if not pieces:
            self._block(head, body, scope)
            return
        first, end = pieces[0], repr(markup.encode())
        self._line(f"b{number} = {first}")
        self._line(head)
        self.lines += [
            " " * self._depth + f" put((b{number}, {', '.join(pieces[1:])}))",
            " " * self._depth + f" b{number} = {end} {first}",
        ]
        self._line(f"if n{number}: put(({end}, ''))")


def _set_in(choice: Choice) -> Iterator[str]:
    """The names that are set in a choice and still mean something after it; those of loops do not."""
    for step in (*choice.body, *choice.other):
        if isinstance(step, Let):
            yield step.name
        elif isinstance(step, Choice):
            yield from _set_in(step)


def _work(steps: Sequence[Step]) -> int:
    """About how many nodes one turn evaluates; inner loops are counted again when they run."""
    work = 0
    for step in steps:
        if isinstance(step, Value):
            work += 1 + sum(1 for _ in step.expression.find_all(nodes.Node))
        elif isinstance(step, Let):
            work += sum(1 for _ in step.expression.find_all(nodes.Node))
        elif isinstance(step, Choice):
            work += sum(1 for _ in step.test.find_all(nodes.Node)) + _work(step.body) + _work(step.other)
        work += 1
    return work


def _cost(steps: Sequence[Step]) -> int:
    """The characters of markup of one turn, both ways of a choice counted; inner loops pay for themselves."""
    cost = 0
    for step in steps:
        if isinstance(step, Text):
            cost += len(step.data)
        elif isinstance(step, Choice):
            cost += _cost(step.body) + _cost(step.other) + _PIECE
        else:
            cost += _PIECE
    return cost


def as_text(
    pieces: Pieces, *, marked: bool, longest: int, line_break: str = BREAK
) -> list[bytes] | Iterator[bytes]:
    """
    The part that `pieces` are, in one chunk or, if it is long, in many, made as they are asked for.

    `marked` says whether any field holds `&<>` or a line feed, `longest` how long a value may be; `line_break` is
    what a line feed becomes. Raises LimitReached, and NotPrintable for a value that is no text.
    """
    if longest * len(pieces) > MAX_MARKUP and sum(map(_length, pieces)) > MAX_MARKUP:
        raise LimitReached("characters in one part", MAX_MARKUP)
    if len(pieces) <= _AT_ONCE:
        return [_joined(pieces, marked, line_break)]
    starts = range(0, len(pieces), _AT_ONCE)
    return (_joined(pieces[start : start + _AT_ONCE], marked, line_break) for start in starts)


def _length(piece: object) -> int:
    return len(piece) if isinstance(piece, str | bytes) else _PIECE


def _joined(pieces: Pieces, marked: bool, line_break: str) -> bytes:
    values = pieces[1::2]
    if not marked:
        try:
            # only the values are encoded: the markup around them, which is much more, already is
            pieces[1::2] = list(map(str.encode, values))
            return b"".join(pieces)
        except TypeError:
            pass
    try:
        text = _BETWEEN.join(values)
    except TypeError:  # numbers and dates are rare enough to be looked for only when they are there
        text = _BETWEEN.join([value if type(value) is str else printed(value, "") for value in values])
    if marked:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", line_break)
    pieces[1::2] = text.encode().split(b"\0")
    return b"".join(pieces)
