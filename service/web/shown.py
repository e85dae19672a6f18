"""Numbers, shares, days and moments as pages show them, in the language of the request."""

from __future__ import annotations

import datetime as dt
import re

from service.congress.finding import Figure
from service.congress.wording import grouped, percent
from service.congress.zone import HERE
from service.web.language import either

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def number(count: int) -> str:
    """`1.100` in Vietnamese, `1,100` in English."""
    return either(grouped(count), f"{count:,}")


def at_most(count: int, most: int) -> str:
    """A count that stopped at `most` and one more: `1.000+`."""
    return number(count) if count <= most else f"{number(most)}+"


def share(part: int, of: int) -> str:
    """A percent in the form of the language; all of nothing is 0%."""
    said = percent(part, of) if of else "0%"
    return either(said, said.replace(",", "."))


def day(value: dt.date) -> str:
    """`24/02/2023`, or `24 Feb 2023`."""
    return either(f"{value:%d/%m/%Y}", f"{value.day} {value:%b %Y}")


def moment(value: dt.datetime) -> str:
    """A moment by the clock of Vietnam: `08:05 ngày 24/02/2023`."""
    local = value.astimezone(HERE)
    return either(f"{local:%H:%M} ngày {local:%d/%m/%Y}", f"{local.day} {local:%b %Y, %H:%M}")


def size(count: int) -> str:
    """Bytes as people say them: `12,5 KB`, `5 MB`."""
    unit, name = (1024 * 1024, "MB") if count >= 1024 * 1024 else (1024, "KB")
    tenths = (count * 10 + unit // 2) // unit
    rest = f"{either(',', '.')}{tenths % 10}" if tenths % 10 or unit == 1024 else ""
    return f"{number(tenths // 10)}{rest} {name}"


def figure(value: Figure) -> str:
    """A figure of a finding; days come as `2023-02-24`."""
    if isinstance(value, int):
        return number(value)
    return day(dt.date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value
