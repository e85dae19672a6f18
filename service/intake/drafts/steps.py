"""The pages on which a congress is typed, in the order in which one knows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from service.intake.drafts.chain import shown_at
from service.intake.drafts.parts import Fields, Items, Part, Rows, Section, Step, type_path

_ORIGINS = (
    "sort_name",
    "born_on",
    "birth_year",
    "gender",
    "ethnicity",
    "religion",
    "hometown",
    "party_joined_on",
    "position",
    "unit",
    "education",
    "specialty",
    "political_theory",
    "union_joined_on",
    "union_office_since",
    "reelected",
)
VOTE = ("in_favour", "against", "abstained", "held_on", "held_at")
_REQUEST = (
    "accepted",
    "decided_by",
    "reason",
    "decided_on",
    "decided_at",
    *(f"vote/{name}" for name in VOTE),
)
COUNT = ("issued", "collected", "valid", "invalid")
"""Ballots given out, put in, good, spoilt."""


def _person(*shown: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a table of people: the name and those shown, and the others."""
    return ("full_name", *shown), tuple(name for name in _ORIGINS if name not in shown)


def _people(path: str, *shown: str, more: tuple[str, ...] = ()) -> Rows:
    columns, others = _person(*(shown or ("position", "unit")))
    return Rows(path, columns, (*more, *others))


def _somebody(path: str) -> Fields:
    columns, others = _person("position", "unit")
    return Fields(path, columns, others)


def _vote(path: str) -> Fields:
    return Fields(path, VOTE)


def _signer(path: str) -> Fields:
    return Fields(path, ("full_name", "office"))


def _organ(path: str) -> Section:
    return Section(path, (_people(f"{path}/members"), _vote(f"{path}/vote")))


def _report(path: str, *parts: Part, refused: str) -> tuple[Part, ...]:
    return (
        *parts,
        Items(
            f"{path}/breakdowns",
            (Fields("", ("title", "whole")), Rows("groups", ("label", "count", "percent"))),
        ),
        _somebody(f"{path}/oldest"),
        _somebody(f"{path}/youngest"),
        Rows(f"{path}/{refused}", ("full_name", "reason")),
        _vote(f"{path}/adopted"),
    )


_ROUND = (
    Fields("", COUNT, ("present", "held_on", "opened_at", "closed_at", "recorded_by", "box_checked")),
    _people("candidates", "votes", "position", "unit", more=("origin",)),
    Fields("", ("elected", "alternates"), ("decision/kind", "decision/ground", "decision/chosen")),
    Fields("decision/vote", (), VOTE),
    Fields("list_vote", (), VOTE),
    Rows("names_left", ("names", "ballots")),
    _people(
        "nominations",
        "origin",
        "nominated_by",
        "accepted",
        more=tuple(n for n in _REQUEST if n != "accepted"),
    ),
    _people(
        "withdrawals",
        "accepted",
        "reason",
        more=tuple(n for n in _REQUEST if n not in {"accepted", "reason"}),
    ),
)


def _elections(path: str) -> Items:
    ballot = ("ballot/style", "ballot/order", "ballot/two_part", "ballot/spare")
    return Items(
        path,
        (
            Fields("", ("office", "seats"), ("alternate_seats", *ballot)),
            Fields("seats_vote", (), VOTE),
            Items("rounds", _ROUND),
        ),
    )


def _proceedings(path: str) -> Rows:
    return Rows(
        path,
        ("title", "presenter", "text", *(f"vote/{name}" for name in VOTE[:3])),
        ("session", "vote/held_on", "vote/held_at"),
    )


def _conference(path: str) -> Section:
    return Section(
        path,
        (
            Fields(path, ("held_on", "opened_at", "closed_at", "venue", "summoned", "present", "programme")),
            _somebody(f"{path}/convened_by"),
            _somebody(f"{path}/presided_by"),
            _somebody(f"{path}/secretary"),
            _people(f"{path}/tellers/members"),
            _vote(f"{path}/tellers/vote"),
            _vote(f"{path}/programme_adopted"),
            _proceedings(f"{path}/steps"),
            _people(f"{path}/guests"),
            _elections(f"{path}/elections"),
        ),
    )


_UNION = ("name", "level", "province", "place", "members", "kind", "aliases")
_DELEGATE = ("number", "gender", "born_on", "position", "unit", "standing", "present")
_DELEGATE_MORE = ("delegation", "seat", "absence_reason")

STEPS: tuple[Step, ...] = (
    Step(
        "organisation",
        (
            Section(
                "organisation",
                (
                    Fields("organisation", _UNION[:5], _UNION[5:]),
                    Rows(
                        "organisation/uppers",
                        ("name", "level", "province"),
                        ("place", "members", "kind", "aliases"),
                    ),
                ),
            ),
            Section(
                "congress",
                (
                    Fields(
                        "",
                        (
                            "form",
                            "ordinal",
                            "term/start",
                            "term/end",
                            "opened_on",
                            "closed_on",
                            "venue",
                            "motto",
                        ),
                    ),
                ),
            ),
            Section(
                "before",
                (
                    Fields(
                        "",
                        ("outgoing_term/start", "outgoing_term/end", "outgoing_ordinal"),
                        ("upper_term/start", "upper_term/end", "formation", "establishment"),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "delegates",
        (
            Section(
                "attendance",
                (
                    Fields(
                        "attendance",
                        (
                            "summoned",
                            "present",
                            "absent_with_leave",
                            "absent_without_leave",
                            "members_represented",
                            "guests",
                        ),
                    ),
                ),
            ),
            Section("delegates", (_people("delegates", *_DELEGATE, more=_DELEGATE_MORE),), only="delegates"),
            Section(
                "alternate_delegates",
                (_people("alternate_delegates", *_DELEGATE, more=_DELEGATE_MORE),),
                only="delegates",
            ),
            Section(
                "credentials",
                _report(
                    "credentials",
                    Fields(
                        "credentials",
                        (
                            "reported_on",
                            "reported_at",
                            "base",
                            "ex_officio",
                            "elected",
                            "appointed",
                            "qualified",
                            "complaints",
                        ),
                    ),
                    refused="not_qualified",
                ),
                only="delegates",
            ),
            Section(
                "membership",
                _report(
                    "membership",
                    Fields(
                        "membership",
                        (
                            "reported_on",
                            "reported_at",
                            "base",
                            "groups",
                            "admitted",
                            "left",
                            "party_admitted",
                            "complaints",
                        ),
                    ),
                    refused="not_entitled",
                ),
                only="plenary",
            ),
            Section(
                "guests",
                (_people("guests", "position", "unit", "present", more=("salutation", "number", "seat")),),
            ),
            Section("staff", (_people("staff", "duty", "position", "unit", more=("number",)),)),
        ),
    ),
    Step(
        "organs",
        tuple(_organ(one) for one in ("presidium", "secretariat", "credentials_committee", "tellers")),
    ),
    Step(
        "sessions",
        (
            Section("sessions", (Rows("sessions", ("kind", "held_on", "opened_at", "closed_at")),)),
            Section("programme", (Rows("programme", ("starts_at", "title", "in_charge"), ("session",)),)),
            Section("steps", (_proceedings("minutes/steps"),)),
            Section(
                "speeches",
                (
                    Rows("minutes/discussion", ("speaker", "position", "text")),
                    Fields("minutes/upper_union_speech", ("speaker", "position", "text")),
                ),
            ),
            Section("minutes", (Fields("minutes", ("originals", "pages")),)),
            Section(
                "convening",
                (
                    _signer("convening/signer"),
                    Fields(
                        "convening",
                        (
                            "on_behalf_of",
                            "registration_on",
                            "registration_at",
                            "dress",
                            "papers_to_bring",
                            "contact",
                            "notes",
                        ),
                    ),
                ),
            ),
        ),
    ),
    Step("elections", (Section("elections", (_elections("elections"),)),)),
    Step(
        "bodies",
        (
            Section(
                "executive_committee",
                (
                    Fields("executive_committee", ("ordinal", "size", "chair_elected_by")),
                    _people("executive_committee/members"),
                    _somebody("executive_committee/chair"),
                    _people("executive_committee/deputy_chairs"),
                ),
            ),
            Section(
                "standing_committee",
                (
                    Fields("executive_committee/standing_committee", ("size", "elected_by")),
                    _people("executive_committee/standing_committee/members"),
                ),
            ),
            Section(
                "inspection_committee",
                (
                    Fields("inspection_committee", ("size", "from_committee", "elected_by")),
                    _people("inspection_committee/members"),
                    _somebody("inspection_committee/chair"),
                    _people("inspection_committee/deputy_chairs"),
                ),
            ),
            Section(
                "upper_delegation",
                (
                    Fields(
                        "upper_delegation", ("congress", "term/start", "term/end", "official", "alternates")
                    ),
                    Rows(
                        "upper_delegation/conversions",
                        ("alternate", "replaces", "requested_on", "decided_by", "decided_on", "number"),
                    ),
                ),
            ),
            Section(
                "appointments",
                (
                    Items(
                        "appointments",
                        (Fields("", ("body", "decided_by", "number", "decided_on")), _people("members")),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "resolution",
        (
            Section(
                "assessment",
                (
                    Rows("assessment/results", ("text", "comparator", "value", "unit")),
                    Rows("assessment/limits", ("",)),
                    Rows("assessment/lessons", ("",)),
                ),
            ),
            Section("heard", (Rows("resolution/heard", ("",)),)),
            Section(
                "targets",
                (
                    Rows("resolution/goals", ("",)),
                    Rows(
                        "resolution/targets",
                        ("subject", "comparator", "value", "unit", "cadence"),
                        ("grade", "base", "part_of", "phrase"),
                    ),
                    Rows("resolution/tasks", ("",)),
                ),
            ),
            Section("adopted", (_vote("resolution/adopted"), Fields("resolution", ("adopted_on",)))),
        ),
    ),
    Step(
        "afterwards",
        (
            _conference("first_conference"),
            _conference("inspection_conference"),
            Section(
                "recognition",
                (
                    Fields("recognition", ("sent_on", "received_on")),
                    _signer("recognition/signer"),
                    Rows("recognition/dossier", ("kind", "title", "enclosed", "pages", "originals")),
                    Fields(
                        "recognition/decision",
                        ("signer/full_name", "signer/office", "proposed_by", "effective_on"),
                    ),
                ),
            ),
            Section(
                "notice",
                (_signer("notice/signer"), Fields("notice", ("receivers",)), Rows("notice/further", ("",))),
            ),
            Section(
                "extracts",
                (Rows("extracts", ("source", "parts", "receivers", "signer/full_name", "signer/office")),),
            ),
            Section(
                "marks",
                (
                    Rows(
                        "marks",
                        ("kind", "number", "issued_on"),
                        ("conference", "election", "round", "extract"),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "papers",
        (
            Section(
                "edition",
                (
                    Fields(
                        "", ("reason",), ("provenance/source", "provenance/inferred", "provenance/invented")
                    ),
                ),
            ),
        ),
    ),
)

NOT_TYPED = {
    "format": "there is one, and every draft begins with it",
    "pack": "chosen when the draft is begun: it says which other fields there are",
}
"""Fields of a congress that stand on no page, and why."""


def step_named(key: str) -> Step | None:
    """The page of that name."""
    return next((step for step in STEPS if step.key == key), None)


def count_step(election: int, round_: int) -> Step:
    """The page of one count: its ballots and the votes of its candidates (both numbers from 0)."""
    place = f"elections/{election}/rounds/{round_}"
    return Step(
        "count",
        (
            Section("ballots", (Fields(place, COUNT),)),
            Section("votes", (Rows(f"{place}/candidates", ("full_name", "votes"), is_whole=True),)),
            Section(
                "course",
                (
                    Fields(
                        place, ("held_on", "opened_at", "closed_at", "present", "recorded_by", "box_checked")
                    ),
                ),
            ),
        ),
    )


def typed_paths(step: Step) -> Iterator[str]:
    """The path in the model of every field on the page."""
    for section in step.sections:
        for part in section.parts:
            yield from _paths(part, "")


def _paths(part: Part, above: str) -> Iterator[str]:
    place = f"{above}/{part.path}".strip("/")
    if isinstance(part, Fields):
        yield from (type_path(place, name) for name in (*part.names, *part.more))
    elif isinstance(part, Rows):
        yield from (type_path(f"{place}/*", name) for name in (*part.columns, *part.more))
    else:
        for inner in part.parts:
            yield from _paths(inner, f"{place}/*")


def step_of(pointer: str) -> Step | None:
    """The page where what a JSON pointer of the data leads to is typed; nothing for the data as a whole."""
    return _step_at(type_path(shown_at(pointer.replace("/-", "/0"))))


@cache
def _step_at(path: str) -> Step | None:
    if not path:
        return None
    for step in STEPS:
        if any(
            f"{one}/".startswith(f"{path}/") or f"{path}/".startswith(f"{one}/") for one in typed_paths(step)
        ):
            return step
    above = path.rpartition("/")[0]
    return _step_at(above)
