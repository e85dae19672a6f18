"""
From template text to code: parse, allow only what is listed, prepare, compile.

The source is the XML of one part after the Word-specific tags were resolved, with a line break before each
paragraph, so that a line number of Jinja2 names a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Final, NoReturn, cast

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from service.docx.errors import ExpressionFailed, LimitReached, TemplateRefused
from service.docx.filters import FILTERS, NAMED
from service.docx.language import (
    BOUNDED,
    COUNTED,
    PRINTED,
    SEARCHED,
    SPENT,
    TESTS,
    WEIGHED,
    TemplateEnvironment,
)
from service.docx.run import RUN, Run

MAX_OUTPUT: Final = 20_000_000
"""Characters of XML of one part."""

_ALLOWED: Final = {
    nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign,
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.List, nodes.Tuple,
    nodes.CondExpr, nodes.Filter, nodes.Keyword, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat,
}  # fmt: skip
_TOO_MUCH: Final = (RecursionError, SyntaxError, ValueError, OverflowError, MemoryError)
_COUNTER: Final = "(loop)"
_RESERVED: Final = {"self", "super", "caller", "varargs", "kwargs"}
_PARAGRAPH: Final = re.compile(r"<w:p(?=[ >])")
_MARKS: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_TEXT: Final = re.compile(r"<(?:w|a|m):t(?: [^>]*)?>[^<]*$")
_ATTRIBUTE: Final = re.compile(
    r"<(?:w:shd [^>]*w:fill|w:gridSpan [^>]*w:val|(?:wp:docPr|pic:cNvPr) [^>]*(?:descr|title))=\"[^\"]*$",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A part as a checked tree; `names` are the paths it uses (`delegates[].name`)."""

    part: str
    source: str
    tree: nodes.Template
    names: frozenset[str]


def parse_part(environment: TemplateEnvironment, xml: str, part: str) -> Parsed:
    """
    The patched `xml` of `part` as a tree of what the language has.

    Raises TemplateRefused (codes `syntax`, `not-allowed`, `stray-tag`, `place`), naming the paragraph.
    """
    parsed = parse_text(environment, _PARAGRAPH.sub("\n<w:p", xml), part)
    before = ""
    for output in parsed.tree.find_all(nodes.Output):
        before = _check_places(output, before, part, parsed.source)
    return parsed


def parse_text(environment: TemplateEnvironment, source: str, part: str) -> Parsed:
    """The same for a `source` in which a value may stand anywhere."""
    try:
        tree = _Published().visit(environment.parse(source))
        _check(tree, part, source)
        return Parsed(part=part, source=source, tree=tree, names=frozenset(_names(tree, {})))
    except TemplateSyntaxError as error:
        _refuse("syntax", error.message or "not understood", part, source, error.lineno)
    except _TOO_MUCH as error:
        raise TemplateRefused("syntax", "the tags are nested too deeply or too long", part) from error


def compile_part(environment: TemplateEnvironment, parsed: Parsed) -> Template:
    """The compiled template of `parsed`, whose tree is used up. Raises TemplateRefused (code `syntax`)."""
    try:
        _prepare(parsed.tree)
        parsed.tree.set_environment(environment)
        code = environment.compile(parsed.tree)
    except TemplateSyntaxError as error:
        _refuse("syntax", error.message or "not understood", parsed.part, parsed.source, error.lineno)
    except _TOO_MUCH as error:
        raise TemplateRefused("syntax", "the tags are nested too deeply or too long", parsed.part) from error
    return Template.from_code(environment, code, {})


def evaluate(template: Template, fields: Mapping[str, object], run: Run) -> str:
    """The XML text of one part. What is missing is noted in `run`; raises RenderFailed for the rest."""
    token = RUN.set(run)
    pieces, size = [], 0
    try:
        for piece in template.root_render_func(template.new_context(dict(fields))):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT:
                raise LimitReached("characters in one part", MAX_OUTPUT)
    except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise ExpressionFailed(
            f"the template compares or computes with the wrong kind of value: {error}"
        ) from error
    finally:
        RUN.reset(token)
    return "".join(pieces)


def _refuse(code: str, sentence: str, part: str, source: str, line: int | None) -> NoReturn:
    lines = source.split("\n")
    text = re.sub(r"<[^>]*>", "", lines[line - 1] if line and line <= len(lines) else "").strip()
    raise TemplateRefused(code, sentence, part, text[:200])


def _check(tree: nodes.Template, part: str, source: str) -> None:
    for node in tree.find_all(nodes.Node):
        fault = _fault(node)
        if fault:
            _refuse("not-allowed", fault, part, source, node.lineno)
        if isinstance(node, nodes.TemplateData) and _MARKS.search(node.data):
            _refuse("stray-tag", "a tag is opened or closed on its own", part, source, node.lineno)


def _check_places(output: nodes.Output, before: str, part: str, source: str) -> str:
    """
    Refuse values outside text and the few attributes where they show; return the markup up to here.

    `before` is what stands before `output`, from the last `<`.
    """
    for node in output.nodes:
        if isinstance(node, nodes.TemplateData):
            cut = node.data.rfind("<")
            before = node.data[cut:] if cut >= 0 else before + node.data
        elif not _TEXT.search(before) and not _ATTRIBUTE.search(before):
            _refuse("place", "a value cannot be printed at this place", part, source, node.lineno)
    return before


def _fault(node: nodes.Node) -> str:  # noqa: PLR0911  # one rule a line; splitting it would hide one
    """Why `node` is not in the language, or nothing."""
    if type(node) not in _ALLOWED:
        return f"{type(node).__name__.lower()} is not in the language of templates"
    name = _read_name(node)
    if name.startswith("_") or (isinstance(node, nodes.Name) and name in _RESERVED):
        return f"the name {name} is not allowed"
    if isinstance(node, nodes.Filter):
        return _filter_fault(node)
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        return "set takes one name"
    if isinstance(node, nodes.Test) and (node.name not in TESTS or node.args or node.kwargs):
        return f"the test {node.name} does not exist"
    if isinstance(node, nodes.For) and node.recursive:
        return "a loop cannot be recursive"
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        return "a choice needs an else"
    if isinstance(node, nodes.Const) and isinstance(node.value, float):
        return "numbers in a template are whole"
    return ""


def _read_name(node: nodes.Node) -> str:
    """The name that `node` looks up, or nothing."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return node.attr
    return (
        str(node.arg.value) if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) else ""
    )


def _filter_fault(node: nodes.Filter) -> str:
    if node.name == COUNTED:
        return ""
    if node.name not in FILTERS or node.node is None or node.dyn_args or node.dyn_kwargs:
        return f"the filter {node.name} does not exist"
    names: list[str] = [str(argument.key) for argument in node.kwargs]
    try:
        signature(FILTERS[node.name]).bind(None, *node.args, **dict.fromkeys(names, None))
    except TypeError:
        names = [""]
    if not set(names) <= NAMED.get(node.name, set()):
        return f"the filter {node.name} does not take this"
    return ""


class _Published(NodeTransformer):
    """The two calls of the language, as what they mean; no other call is in it."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # the name is Jinja2's
        """`range(...)` is a filter of its first argument; `loop.cycle(...)` an item of the list of its arguments."""
        self.generic_visit(node)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not node.args:
            return node
        called, line = node.node, node.lineno
        if isinstance(called, nodes.Name) and called.name == "range" and len(node.args) <= 3:
            return nodes.Filter(node.args[0], COUNTED, node.args[1:], [], None, None, lineno=line)
        if isinstance(called, nodes.Getattr) and called.attr == "cycle" and _place(called.node) == "loop":
            index = nodes.Getattr(called.node, "index0", "load", lineno=line)
            turn = nodes.Mod(index, nodes.Const(len(node.args), lineno=line), lineno=line)
            return nodes.Getitem(nodes.List(node.args, lineno=line), turn, "load", lineno=line)
        return node


def _prepare(tree: nodes.Template) -> None:
    """Send every printed value through `printed`, every loop through `bounded`, what is compared through `weighed`."""
    for node in [tree, *tree.find_all(nodes.Node)]:
        if isinstance(node, nodes.Output):
            node.nodes = [_prepared(child) for child in node.nodes]
        elif isinstance(node, nodes.Concat):
            node.nodes = [_through(SPENT, _prepared(child)) for child in node.nodes]
        elif isinstance(node, nodes.For):
            work = sum(1 for child in node.body for _ in [child, *child.find_all(nodes.Node)])
            node.iter = _through(BOUNDED, node.iter, _place(node.iter), work)
        elif isinstance(node, nodes.Compare):
            node.expr = _through(WEIGHED, node.expr)
        elif isinstance(node, nodes.Operand):
            node.expr = _through(SEARCHED if node.op in {"in", "notin"} else WEIGHED, node.expr)


def _prepared(node: nodes.Expr) -> nodes.Expr:
    if isinstance(node, nodes.TemplateData):
        node.data = node.data.replace("\n<w:p", "<w:p")
        return node
    return _through(PRINTED, node, _place(node))


def _through(name: str, node: nodes.Node, *arguments: object) -> nodes.Filter:
    constants: list[nodes.Expr] = [nodes.Const(argument, lineno=node.lineno) for argument in arguments]
    return nodes.Filter(cast("nodes.Expr", node), name, constants, [], None, None, lineno=node.lineno)


def _place(node: nodes.Node, scope: Mapping[str, str] | None = None) -> str:
    """The expression as its author would write it, as far as it is a path."""
    if isinstance(node, nodes.Name):
        return (scope or {}).get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return f"{_place(node.node, scope)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        key = node.arg.value
        return f"{_place(node.node, scope)}{f'.{key}' if isinstance(key, str) else '[]'}"
    if isinstance(node, nodes.Const):
        return "..."
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _place(node.node, scope)
    return "..."


def _names(node: nodes.Node, scope: dict[str, str]) -> Iterator[str]:
    """Every path `node` reads, loop variables resolved to what they loop over; a name that is set adds to `scope`."""
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        path = _place(node, scope)
        if "..." not in path:
            yield from () if path.split(".")[0] == _COUNTER else (path,)
            return
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        yield from _names(node.node, scope)
        path = _place(node.node, scope)
        scope[node.target.name] = _COUNTER if "..." in path else path
        return
    children = list(node.iter_child_nodes())
    if isinstance(node, nodes.For):
        yield from _names(node.iter, scope)
        item = f"{_place(node.iter, scope)}[]"
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        bound = {target.name: item for target in targets if isinstance(target, nodes.Name)}
        scope = {**scope, **bound, "loop": _COUNTER}
        children = [*node.body, *node.else_, *([node.test] if node.test else [])]
    for child in children:
        yield from _names(child, scope)
