"""
What the template of a paper says it prints, against the words of the finished paper; it needs no knowledge of its type.

Two questions: does every value stand there, each list in its order; and does the paper count, date or name a term that
its values do not give, because somebody typed it into the Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, groupby

from service.documents.facts.paper_text import NBSP, PaperText
from service.documents.facts.reading import LONG_DAY, NUMBER, TERM
from service.docx.lint import lint_template
from service.docx.lint.names import ANY
from service.docx.lint.places import Spot

_COUNTED = (
    "đại biểu|đoàn viên|hội viên|thành viên|ủy viên|ứng cử viên|đồng chí|người|phiếu|"
    "delegates?|members?|persons?|people|votes?|ballots?"
)
# Each of the three begins with its first letters once more: only there are the alternatives tried.
_CLAIM = re.compile(
    rf"(?=[\dnlk])(?:{LONG_DAY}|{TERM}|(?<![\d/.,])(?:{NUMBER})/(?:{NUMBER})(?![\d/])|(?<![\d.,])(?:{NUMBER})(?:,\d+)?\s?%"
    rf"|(?<![\d.,/])(?:{NUMBER}) (?:{_COUNTED})|(?:lần thứ|khóa) [IVXLCDM]+\b)",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"(?=[\dn])(?:{LONG_DAY}|{TERM})", re.IGNORECASE)
_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")
_ROMAN = re.compile(r"\b[IVXLCDM]+\b", re.IGNORECASE)
_LEGAL = re.compile(r"\s*(?:Căn cứ|Pursuant to|Having regard to)\b")

Printed = tuple[str, tuple[str, ...], Spot]
"""A field that a template prints for sure: its path, the conditions it stands under, the place of its tag."""


@lru_cache(maxsize=64)
def printed_by(sha256: str, source: bytes) -> tuple[Printed, ...]:  # noqa: ARG001 -- the digest makes the key short to compare
    """The fields that the template `source` prints as they are, in the order of its tags."""
    return tuple(
        (use.path, use.under, use.spot)
        for use in lint_template(source).uses
        if use.how == "printed" and use.in_words and ANY not in use.under
    )


def missing_values(
    paper: PaperText, fields: Mapping[str, object], printed: Sequence[Printed]
) -> Iterator[tuple[str, Spot]]:
    """Each value that does not stand in the paper, or not behind those before it; with the place of its tag."""
    for path, under, spot in printed:
        at = 0
        for value in _values(path, under, fields):
            found = _find(paper.text, value.replace(NBSP, " "), at)
            if found < 0:
                yield value, spot
                break
            at = found + len(value)


def misplaced(paper: PaperText, fields: Mapping[str, object], paths: Sequence[str]) -> Iterator[str]:
    """The values of `paths` that do not stand in the paper behind the beginning of those before them; empty ones may."""
    begins = 0
    for path in paths:
        at, first = begins, None
        for value in _values(path, (), fields):
            found = _find(paper.text, value.replace(NBSP, " "), at)
            if found < 0:
                yield value
                break
            first, at = found if first is None else first, found + len(value)
        begins = first + 1 if first is not None else begins


def out_of_turn(paper: PaperText, fields: Mapping[str, object], paths: Sequence[str]) -> Iterator[str]:
    """
    The first value that does not stand in the paper behind all before it, read as a person reads: row by row.

    `paths` are those of the template in its order. Neighbours in one list are read entry by entry, so a column that was
    left out or has changed places with another is found, and so is prose in the place of prose.
    """
    at = 0
    for value in _as_read([path.split("[]") for path in paths], fields):
        found = _find(paper.text, value.replace(NBSP, " "), at)
        if found < 0:
            yield value
            return
        at = found + len(value)


def _as_read(paths: Sequence[list[str]], entry: object) -> Iterator[str]:
    """The texts at `paths` (in pieces, cut at each `[]`) of one entry."""
    for (name, is_list), together in groupby(paths, key=lambda path: (path[0], len(path) > 1)):
        value = _at(entry, _names(name))
        if is_list:
            inner = [path[1:] for path in together]
            for one in value if isinstance(value, list) else ():
                yield from _as_read(inner, one)
        elif isinstance(value, str) and value:
            yield value


def typed_in(paper: PaperText, fields: Mapping[str, object]) -> Iterator[tuple[str, Spot]]:
    """Each day, term, ordinal, share, percent or count of the paper that no value gives."""
    given: _Given | None = None
    for found, line in paper.find(_CLAIM):
        given = given or _Given.of(fields)
        if not given.has(found[0]) and not _LEGAL.match(_line_of(paper, found.start())):
            yield found[0].strip(), line.spot


def _line_of(paper: PaperText, position: int) -> str:
    return paper.text[paper.text.rfind("\n", 0, position) + 1 : position]


@dataclass(frozen=True)
class _Given:
    """`texts` are the values of a paper; what is asked of them is worked out when it is."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> _Given:
        return cls(tuple(_texts(fields)))

    @cached_property
    def _whole(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def _figures(self) -> frozenset[str]:
        return frozenset(_figures(self._whole))

    @cached_property
    def _romans(self) -> frozenset[str]:
        return frozenset(_romans(self._whole))

    @cached_property
    def _spans(self) -> frozenset[tuple[str, ...]]:
        """The days and terms."""
        return frozenset(_figures(found[0]) for found in _SPAN.finditer(self._whole))

    @cached_property
    def _alone(self) -> frozenset[str]:
        """The values that are nothing but one figure."""
        return frozenset(_bare(text) for text in self.texts if _FIGURE.fullmatch(text))

    def has(self, claim: str) -> bool:
        """A day or a term must be given as a whole, or in values of their own for its parts."""
        figures = _figures(claim)
        if _SPAN.match(claim) and figures not in self._spans:
            return self._alone.issuperset(figures)
        romans = _romans(claim)
        return self._figures.issuperset(figures) and (not romans or self._romans.issuperset(romans))


def _figures(text: str) -> tuple[str, ...]:
    return tuple(map(_bare, _FIGURE.findall(text)))


def _bare(figure: str) -> str:
    return figure.lstrip("0") or "0"


def _romans(text: str) -> tuple[str, ...]:
    return tuple(map(str.upper, _ROMAN.findall(text)))


def _texts(value: object) -> Iterator[str]:
    """Every text in `value`, and how long its lists are."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        yield str(len(value))
        for inner in value:
            yield from _texts(inner)


def _find(text: str, value: str, start: int) -> int:
    """Where `value` stands from `start` on, and not as a piece of a longer figure; -1 when it does not."""
    at = text.find(value, start)
    while at >= 0:
        end = at + len(value)
        begins = not value[0].isdigit() or not text[at - 1 : at].isdigit()
        if begins and (not value[-1].isdigit() or not text[end : end + 1].isdigit()):
            return at
        at = text.find(value, at + 1)
    return -1


def _values(path: str, under: tuple[str, ...], fields: Mapping[str, object]) -> Iterator[str]:
    """The texts at `path`, in order, of those entries whose conditions hold; empty ones print nothing."""
    return _inside(_way(path, under), [fields])


@dataclass(frozen=True, slots=True)
class _Way:
    """
    How one comes to a value: the names to go through from the fields, then from an entry of each list on the way.

    `conditions` are names likewise, each from the entry of one of those lists, by its place; 0 are the fields themselves.
    """

    steps: tuple[tuple[str, ...], ...]
    conditions: tuple[tuple[int, tuple[str, ...]], ...]


@lru_cache(maxsize=2_000)
def _way(path: str, under: tuple[str, ...]) -> _Way:
    pieces = path.split("[]")
    lists = ["", *(f"{before}[]" for before in accumulate(pieces[:-1], "{}[]{}".format))]
    conditions = []
    for one in under:
        place = max(place for place, known in enumerate(lists) if one.startswith(known))
        conditions.append((place, _names(one.removeprefix(lists[place]))))
    return _Way(tuple(map(_names, pieces)), tuple(conditions))


def _inside(way: _Way, entries: list[object]) -> Iterator[str]:
    """`entries` are the fields, and the entry of each list we stand in."""
    value = _at(entries[-1], way.steps[len(entries) - 1])
    if len(entries) < len(way.steps):
        for entry in value if isinstance(value, list) else ():
            yield from _inside(way, [*entries, entry])
    elif (
        value
        and isinstance(value, str)
        and all(_at(entries[place], names) for place, names in way.conditions)
    ):
        yield value


@lru_cache(maxsize=2_000)
def _names(path: str) -> tuple[str, ...]:
    return tuple(filter(None, path.split(".")))


def _at(value: object, names: tuple[str, ...]) -> object:
    """What stands under the last of `names`, one in the other; nothing where there is no such record."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
