"""Tables: drawn by rich on a terminal, aligned plain columns elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence

SHORT_DIGEST = 12
_BETWEEN = 3


def show_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, digest: str | None = None, wide: bool = False
) -> None:
    """
    Print `rows` under `columns` on standard output.

    On a terminal too narrow for it, the column named `digest` is cut to its first characters, unless `wide`.
    Elsewhere nothing is ever cut: a program may read it.
    """
    if not sys.stdout.isatty():
        _show_plain(columns, rows)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    widths = _widths(columns, rows)
    cut = not wide and sum(widths) + _BETWEEN * len(widths) > console.width
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name == digest and not wide)
    for row in rows:
        shown = [
            f"{cell[:SHORT_DIGEST]}…" if cut and name == digest and cell else cell
            for name, cell in zip(columns, row, strict=True)
        ]
        table.add_row(*(Text(cell) for cell in shown))
    console.print(table)


def _show_plain(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len

    widths = _widths(columns, rows)
    for row in (columns, *rows):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(cell_len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
