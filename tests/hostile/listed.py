"""
Every text of the list that others keep, in every field, by every channel.

One reading takes a text in each of many fields, another in each at the next turn, so that as many turns as there are texts bring every
text into every field; fewer turns, evenly spread, bring each text into some. Where a reading as a whole is refused, whatever is not
blamed in it is read once more, alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.congress.text import clean
from service.intake.field_types import field_types
from service.intake.read import Reading
from tests.hostile.fields import CHANNELS, Steps, Tried, broken, errors, fields, judge, put, shape
from tests.hostile.texts import listed

Placed = list[tuple[Steps, str]]
"""Texts and where they go, in one reading."""


def _is_free(steps: Steps) -> bool:
    """Whether the field takes words; the others take days, times, or one of a few words."""
    read, _, _ = CHANNELS["json"]
    return read(put((steps, "Chữ thử"))).congress is not None


def _longest(steps: Steps) -> int:
    """How long a text of that field may be."""
    path = shape(steps).replace("organisation/upper/", "organisation/")
    found = field_types().get(path) or field_types()[path.removesuffix("/*")]
    return found.longest or 10_000


def readings(texts: Sequence[str], turns: int) -> Iterator[Placed]:
    """
    At least `turns` readings of each sort: what fields of words keep, what the other fields refuse, and what no field takes.

    What is too long for its field is read apart: it would spoil the reading for all others.
    """
    refused = [one for one in texts if errors(one) or not clean(one, multiline=True).strip()]
    sound = [one for one in texts if one not in refused]
    places = [first for first, *_ in fields().values()]
    free = [one for one in places if _is_free(one)]
    strict = [one for one in places if one not in free]
    for group, kept in ((free, sound), (strict, sound), (places, refused)):
        for turn in range(0, len(kept), max(1, len(kept) // turns)):
            placed = [(steps, kept[(turn + n) % len(kept)]) for n, steps in enumerate(group)]
            long = [one for one in placed if len(clean(one[1], multiline=True)) > _longest(one[0])]
            yield from filter(None, ([one for one in placed if one not in long], long))


def run(*, channel: str, turns: int) -> Tried:
    """Bring the list in by one channel; `wrong` has a sentence for each text that was neither kept nor refused at its place."""
    read, can_come, _ = CHANNELS[channel]
    said = Tried()
    for placed in readings([one for one in listed() if can_come(one)], turns):
        reading: Reading = read(put(*placed))
        for steps, text in placed:
            blamed = reading.congress is not None or not broken(reading, steps, text)
            judge(said, channel, reading if blamed else read(put((steps, text))), steps, text)
        said.tried += len(placed)
    return said
