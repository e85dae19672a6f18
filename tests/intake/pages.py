"""What a browser sends of a page that nobody touched, for tests of pages."""

from __future__ import annotations

from collections.abc import Iterator

from service.intake.drafts.laid_out import (
    LISTED,
    ROW,
    Cell,
    LaidFields,
    LaidPart,
    LaidRows,
    LaidSection,
)


def sent_untouched(sections: tuple[LaidSection, ...], *, new: bool = False) -> dict[str, str]:
    """Every field as it stands; `new`: as if each row had been typed just now."""
    return dict(pair for section in sections for part in section.parts for pair in _of(part, new=new))


def _of(part: LaidPart, *, new: bool) -> Iterator[tuple[str, str]]:
    if isinstance(part, LaidFields):
        yield from _cells((*part.cells, *part.more))
        return
    yield f"{part.name}.{LISTED}", "1"
    for n, one in enumerate(part.rows if isinstance(part, LaidRows) else part.items):
        yield f"{one.name}.{ROW}", "" if new else str(n)
        if isinstance(part, LaidRows):
            yield from _cells(one.cells)  # type: ignore[union-attr]  # rows have cells
        else:
            for inner in one.parts:  # type: ignore[union-attr]  # items have parts
                yield from _of(inner, new=new)


def _cells(cells: tuple[Cell, ...]) -> Iterator[tuple[str, str]]:
    # Browsers end lines with two signs.
    yield from ((cell.name, cell.text.replace("\n", "\r\n")) for cell in cells)
