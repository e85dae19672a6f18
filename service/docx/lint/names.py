"""
What one tag says: parsed alone, so that a fault in one does not hide the next.

The engine decides what is allowed (`grammar.py`); this module finds the fault with its place and says it to a person.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jinja2 import Environment, TemplateSyntaxError, nodes

from service.docx.language import FILTERS, TESTS
from service.docx.lint.findings import LintFinding, finding
from service.docx.lint.places import Spot
from service.docx.lint.tags import Tag

How = Literal["printed", "looped", "read"]

OPENING: Final = {"for": "endfor", "if": "endif"}
MIDDLE: Final = ("elif", "else")
CLOSING: Final = tuple(OPENING.values())
CELL: Final = ("cellbg", "colspan", "hm", "vm")
SET: Final = "set"
WORDS: Final = (*OPENING, *MIDDLE, *CLOSING, *CELL, SET)
LOOP: Final = "(loop)"
ANY: Final = "(any)"

_WRONG: Final = {"–": "-", "—": "-", "−": "-", "„": '"', "‟": '"', "″": '"', "′": "'", "«": '"', "»": '"'}
_STRANGE: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Div: "/",
    nodes.Pow: "**",
    nodes.Dict: "{…: …}",
    nodes.Slice: "[…:…]",
}
# Only parses: nothing is ever rendered by it, and the engine has its own.
_PARSER: Final = Environment(autoescape=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldUse:
    """
    A field that a tag reads: `path` with loop variables resolved (`delegates[].name`), and how it is used.

    `printed` and `looped` say that the tag prints, or goes over, this very field and nothing made of it. `under` are
    the conditions it stands under, outermost first: the path of the field that must not be empty, or `ANY` for what
    cannot be said so. `in_words`: among the words of a paragraph, not in what is said of a picture or of the file.
    """

    path: str
    how: How
    spot: Spot
    tag: str
    under: tuple[str, ...] = ()
    in_words: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A tag read alone: its faults, the tree of its expression where there is one, the loop it opens, the name it sets."""

    faults: tuple[LintFinding, ...] = ()
    expression: nodes.Node | None = None
    loop: nodes.For | None = None
    assigned: nodes.Assign | None = None


def read_tag(tag: Tag) -> Reading:
    """What a tag that prints or opens a block says."""
    if tag.kind == "comment":
        return Reading()
    if tag.kind == "block" and (word := _unknown_word(tag)):
        return Reading(faults=(word,))
    if tag.kind == "block" and tag.word in {*CLOSING, "else", "hm", "vm"}:
        rest = tag.inner.removeprefix(tag.word).strip("-+ ")
        return Reading(faults=(_unreadable(tag, f"unexpected '{rest}'"),) if rest else ())
    try:
        tree = _PARSER.parse(_alone(tag))
    except TemplateSyntaxError as error:
        return Reading(faults=(_unreadable(tag, error.message or ""),))
    except (RecursionError, ValueError, OverflowError, MemoryError):
        return Reading(faults=(_unreadable(tag, "too long"),))
    faults = tuple(_faults(tag, tree))
    return Reading(faults=faults) if faults else _sound(tag, tree)


def _sound(tag: Tag, tree: nodes.Template) -> Reading:
    return Reading(
        expression=_expression(tree),
        loop=next(tree.find_all(nodes.For), None) if tag.word == "for" and tag.kind == "block" else None,
        assigned=next(tree.find_all(nodes.Assign), None),
    )


def _alone(tag: Tag) -> str:
    """A template that says only this tag, whole."""
    if tag.kind == "print":
        return f"{{{{ {tag.inner} }}}}"
    rest = tag.inner[len(tag.word) :].rstrip("-+ ")
    if tag.word in CELL:
        return f"{{{{ {rest} }}}}"
    if tag.word == SET:
        return f"{{% set {rest} %}}"
    word = "if" if tag.word == "elif" else tag.word
    return f"{{% {word} {rest} %}}{{% {OPENING[word]} %}}"


def _expression(tree: nodes.Template) -> nodes.Node | None:
    top = tree.body[0] if tree.body else None
    if isinstance(top, nodes.Output):
        return top.nodes[0] if len(top.nodes) == 1 else top
    return top.test if isinstance(top, nodes.If) else None


def _unknown_word(tag: Tag) -> LintFinding | None:
    spot = tag.passage.spot
    if tag.word in WORDS:
        return None
    if not tag.word:
        return finding("tag-empty", spot, tag.text)
    if tag.word in {"p", "tr", "tc", "r"}:
        return finding("tag-prefix-apart", spot, tag.text, meant=f"{{%{' '.join(tag.inner.split())} %}}")
    if hidden := _hidden(tag):
        return hidden
    meant = nearest(tag.word, WORDS)
    return finding("unknown-statement", spot, tag.text, meant=meant, word=tag.word)


def _unreadable(tag: Tag, message: str) -> LintFinding:
    """The fault of a tag that does not parse: a character nobody sees, a character that looks right, or its grammar."""
    if found := _hidden(tag):
        return found
    if not tag.inner:
        return finding("tag-empty", tag.passage.spot, tag.text)
    return finding("tag-syntax", tag.passage.spot, tag.text, message=message.rstrip("."))


def _hidden(tag: Tag) -> LintFinding | None:
    for letter in tag.text:
        if unicodedata.category(letter) in {"Cf", "Cc", "Co"}:
            return finding(
                "tag-hidden-character", tag.passage.spot, tag.text, codepoint=f"U+{ord(letter):04X}"
            )
        if letter in _WRONG:
            return finding(
                "tag-wrong-character", tag.passage.spot, tag.text, meant=_WRONG[letter], letter=letter
            )
    return None


def _faults(tag: Tag, tree: nodes.Template) -> Iterator[LintFinding]:
    """What the language of templates does not have; each once."""
    seen = set()
    for node in tree.find_all(nodes.Node):
        fault = _fault(tag, node)
        if fault and fault not in seen:
            seen.add(fault)
            yield fault
    if tag.kind == "print" and tag.prefix:
        yield finding("tag-prefix-print", tag.passage.spot, tag.text, meant=f"{{{{ {tag.inner} }}}}")


def _fault(tag: Tag, node: nodes.Node) -> LintFinding | None:  # noqa: PLR0911  # one rule a line
    spot, text = tag.passage.spot, tag.text
    if isinstance(node, nodes.Call) and not _is_published(node):
        return finding("call", spot, text)
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return finding("unknown-filter", spot, text, meant=nearest(node.name, FILTERS), name=node.name)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return finding("unknown-test", spot, text, meant=nearest(node.name, TESTS), name=node.name)
    if any(name.startswith("_") for name in _said(node)):
        return finding("private-name", spot, text)
    if isinstance(node, nodes.Const) and isinstance(node.value, float):
        return finding("not-whole", spot, text)
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        return finding("choice-without-else", spot, text)
    sign = next((sign for kind, sign in _STRANGE.items() if isinstance(node, kind)), "")
    return finding("not-in-language", spot, text, sign=sign) if sign else None


def _is_published(call: nodes.Call) -> bool:
    """Whether this is one of the two calls the language has: `range(...)` and `loop.cycle(...)`."""
    called = call.node
    if isinstance(called, nodes.Name):
        return called.name == "range"
    return (
        isinstance(called, nodes.Getattr)
        and called.attr == "cycle"
        and isinstance(called.node, nodes.Name)
        and called.node.name == "loop"
    )


def _said(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Name):
        yield node.name
    elif isinstance(node, nodes.Getattr):
        yield node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        yield str(node.arg.value)


def nearest(word: str, known: Iterator[str] | Mapping[str, object] | tuple[str, ...]) -> str:
    """The one of `known` that `word` is probably meant to be, without regard to accents, case and signs; or ""."""
    keys = {_key(one): one for one in known}
    close = difflib.get_close_matches(_key(word), keys, n=1, cutoff=0.6)
    return keys[close[0]] if close else ""


def _key(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in bare if letter.isalnum() or letter in "[].")


def uses(node: nodes.Node, tag: Tag, scope: Mapping[str, str], how: How) -> Iterator[FieldUse]:
    """Every field that the expression `node` reads; `scope` says what the variables of the loops stand for."""
    path = _path(node, scope)
    if path:
        if not path.startswith(LOOP):
            yield FieldUse(path=path, how=how, spot=tag.passage.spot, tag=tag.text)
        return
    # What a call names is no field; what it is given may be.
    for child in node.args if isinstance(node, nodes.Call) else node.iter_child_nodes():
        yield from uses(child, tag, scope, "read")


def bound(loop: nodes.For, scope: Mapping[str, str]) -> dict[str, str]:
    """The names that a loop gives inside, each with what it stands for."""
    path = _path(loop.iter, scope)
    targets = loop.target.items if isinstance(loop.target, nodes.Tuple) else [loop.target]
    names = [target.name for target in targets if isinstance(target, nodes.Name)]
    # What comes out of a computed list has no published name; it is the loop's own.
    item = f"{path}[]" if path and not path.startswith(LOOP) else LOOP
    return {**dict.fromkeys(names, item), "loop": LOOP}


def condition(reading: Reading, scope: Mapping[str, str]) -> str:
    """What an opening tag asks of the fields: the path of one, `ANY`, or nothing for a loop over a whole list."""
    if reading.loop is not None:
        return ANY if reading.loop.test is not None else ""
    path = _path(reading.expression, scope) if reading.expression is not None else ""
    return path if path and not path.startswith(LOOP) else ANY


def set_name(assigned: nodes.Assign, scope: Mapping[str, str]) -> dict[str, str]:
    """The name that a `set` gives from here on, with what it stands for."""
    if not isinstance(assigned.target, nodes.Name):
        return {}
    return {assigned.target.name: _path(assigned.node, scope) or LOOP}


def _path(node: nodes.Node, scope: Mapping[str, str]) -> str:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        before = _path(node.node, scope)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before, key = _path(node.node, scope), node.arg.value
        return f"{before}{f'.{key}' if isinstance(key, str) else '[]'}" if before else ""
    return ""
