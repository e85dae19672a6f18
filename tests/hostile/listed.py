"""
Every text of the list that others keep, in every field, by every channel.

One reading takes a text in each of many fields, another in each at the next turn, so that as many turns as there are texts bring every
text into every field; fewer turns, evenly spread, bring each text into some. Where a reading as a whole is refused, whatever is not blamed in it is read once more, alone.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from service.congress.text import clean
from service.intake.read import Reading
from tests.hostile.fields import CHANNELS, EXAMPLE, Steps, Tried, broken, errors, fields, judge
from tests.hostile.texts import listed

Placed = list[tuple[Steps, str]]
"""Texts and where they go, in one reading."""


def together(placed: Placed) -> dict[str, Any]:
    """The example with those texts there."""
    value = copy.deepcopy(EXAMPLE)
    for steps, text in placed:
        held: Any = value
        for step in steps[:-1]:
            held = held[step]
        held[steps[-1]] = text
    return value


def _is_free(steps: Steps) -> bool:
    """Whether the field takes words; the others take days, times, or one of a few words."""
    read, _, _ = CHANNELS["json"]
    return read(together([(steps, "Chữ thử")])).congress is not None


def readings(texts: Sequence[str], turns: int) -> Iterator[Placed]:
    """
    At least `turns` readings of each sort: what fields of words keep, what the other fields refuse, and what no field takes.

    Short texts come beside short ones, since one that is too long spoils its reading for all others.
    """
    empty_or_refused = [one for one in texts if errors(one) or not clean(one, multiline=True).strip()]
    sound = sorted((one for one in texts if one not in empty_or_refused), key=len)
    places = [first for first, *_ in fields().values()]
    free = [one for one in places if _is_free(one)]
    strict = [one for one in places if one not in free]
    for group, kept in ((free, sound), (strict, sound), (places, empty_or_refused)):
        for turn in range(0, len(kept), max(1, len(kept) // turns)):
            yield [(steps, kept[(turn + n) % len(kept)]) for n, steps in enumerate(group)]


def run(*, channel: str, turns: int) -> Tried:
    """Bring the list in by one channel; `wrong` has a sentence for each text that was neither kept nor refused at its place."""
    read, can_come, _ = CHANNELS[channel]
    said = Tried()
    for placed in readings([one for one in listed() if can_come(one)], turns):
        reading: Reading = read(together(placed))
        for steps, text in placed:
            blamed = reading.congress is not None or not broken(reading, steps, text)
            judge(said, channel, reading if blamed else read(together([(steps, text)])), steps, text)
        said.tried += len(placed)
    return said
