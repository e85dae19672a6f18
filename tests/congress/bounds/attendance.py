"""Bounds of who came and how they came to be delegates."""

# ruff: noqa: ARG005 -- an equation names every figure of its examples, those that must not count too

from __future__ import annotations

from collections.abc import Callable

from service.congress.attending import Attendance, Breakdown, Credentials, Group
from service.congress.model import Congress
from service.congress.people import HandVote, Organ, Person
from tests.congress.bounds.bound import KH22, Bound, congress


def hands(in_favour: int, against: int, abstained: int, present: int) -> Congress:
    vote = HandVote(in_favour=in_favour, against=against, abstained=abstained)
    organ = Organ(members=(Person(full_name="Lê An"),), vote=vote)
    return congress(presidium=organ, attendance=Attendance(present=present))


def broken_down(first: int, second: int, present: int, summoned: int) -> Congress:
    groups = (Group(label="Nam", count=first), Group(label="Nữ", count=second))
    return congress(
        credentials=Credentials(breakdowns=(Breakdown(title="Giới tính", whole=True, groups=groups),)),
        attendance=Attendance(present=present, summoned=summoned),
    )


def written(percent: str) -> Callable[[int, int], Congress]:
    def build(count: int, present: int) -> Congress:
        groups = (Group(label="Nữ", count=count, percent=percent),)
        return congress(
            credentials=Credentials(breakdowns=(Breakdown(title="Khác", whole=False, groups=groups),)),
            attendance=Attendance(present=present),
        )

    return build


def composed_of(ex_officio: int, elected: int, appointed: int, summoned: int) -> Congress:
    return congress(
        credentials=Credentials(ex_officio=ex_officio, elected=elected, appointed=appointed),
        attendance=Attendance(summoned=summoned),
    )


ATTENDANCE: dict[str, Bound] = {
    "quorum.not_met": Bound(
        speaks=lambda present, summoned: 3 * present < 2 * summoned,
        mutants=(("and not quorum.is_met", "and quorum.is_met"),),
        wrong_data={"quorum": ({"strict": True}, {"ratio": (1, 2)}, {"base": "present"})},
        examples=((40, 60), (39, 60), (30, 60), (66, 100), (67, 100)),
        build=lambda p, s: congress(attendance=Attendance(present=p, summoned=s)),
    ),
    "attendance.present_over_summoned": Bound(
        speaks=lambda present, summoned: present > summoned,
        mutants=(("present > meeting.summoned", "present >= meeting.summoned"),),
        examples=((60, 60), (61, 60), (59, 60)),
        build=lambda p, s: congress(attendance=Attendance(present=p, summoned=s)),
    ),
    "vote.over_present": Bound(
        speaks=lambda f, a, n, present: f + a + n > present,
        mutants=(
            ("vote.cast > present", "vote.cast >= present"),
            ("vote.cast > present", "vote.in_favour + vote.against > present"),
        ),
        examples=((58, 1, 1, 60), (59, 1, 1, 60), (59, 2, 0, 60)),
        build=hands,
    ),
    "attendance.guests_over_cap": Bound(
        speaks=lambda guests, summoned, present: 100 * guests > 15 * summoned,
        mutants=(("attendance.guests > most", "attendance.guests >= most"),),
        wrong_data={"guests": ({"base": "present"},)},
        examples=((15, 100, 90), (16, 100, 90), (14, 100, 90), (14, 95, 100)),
        build=lambda g, s, p: congress(attendance=Attendance(guests=g, summoned=s, present=p)),
        rule_set=KH22,
    ),
    "form.delegates_needed": Bound(
        speaks=lambda members: members >= 200,
        mutants=((">= rule.delegates_from", "> rule.delegates_from"),),
        wrong_data={"form": ({"delegates_from": 150},)},
        examples=((199,), (200,), (150,)),
        build=lambda m: congress(union=m, form="plenary"),
        rule_set=KH22,
    ),
    "form.plenary_usual": Bound(
        speaks=lambda members: members < 200,
        mutants=((">= rule.delegates_from", "> rule.delegates_from"),),
        wrong_data={"form": ({"delegates_from": 150},)},
        examples=((199,), (200,), (150,)),
        build=lambda m: congress(union=m, form="delegates"),
        rule_set=KH22,
    ),
    "delegates.composition": Bound(
        speaks=lambda ex_officio, elected, appointed, summoned: ex_officio + elected + appointed != summoned,
        mutants=(
            ("total != summoned", "total > summoned"),
            ("total != summoned", "total < summoned"),
            ("ex_officio + elected + appointed", "elected + appointed"),
            ("ex_officio + elected + appointed", "ex_officio + elected"),
        ),
        examples=((5, 52, 3, 60), (5, 52, 4, 60), (5, 51, 3, 60)),
        build=composed_of,
    ),
    "delegates.appointed_share": Bound(
        speaks=lambda appointed, summoned, present: 100 * appointed > 5 * summoned,
        mutants=(("appointed > share.most", "appointed >= share.most"),),
        wrong_data={"appointed_share": ({"base": "present"}, {"ratio": (3, 100)})},
        examples=((3, 60, 60), (4, 60, 60), (3, 60, 50), (2, 60, 50)),
        build=lambda a, s, p: congress(
            credentials=Credentials(appointed=a), attendance=Attendance(summoned=s, present=p)
        ),
    ),
    "delegates.over_cap": Bound(
        speaks=lambda summoned, members: summoned > (150 if members < 5_000 else 200),
        mutants=(("summoned > line.most", "summoned >= line.most"),),
        examples=((150, 4_999), (151, 4_999), (200, 5_000), (201, 5_000), (151, 5_000)),
        build=lambda s, m: congress(union=m, form="delegates", attendance=Attendance(summoned=s)),
        rule_set=KH22,
    ),
    "delegates.under_floor": Bound(
        speaks=lambda summoned, members: 2 * summoned < (150 if members < 5_000 else 200),
        mutants=(("summoned < line.least", "summoned <= line.least"),),
        examples=((75, 4_999), (74, 4_999), (100, 5_000), (99, 5_000)),
        build=lambda s, m: congress(union=m, form="delegates", attendance=Attendance(summoned=s)),
        rule_set=KH22,
    ),
    "credentials.breakdown": Bound(
        speaks=lambda one, two, present, summoned: one + two != present,
        mutants=(
            ("total != trait.of", "total > trait.of"),
            ("total != trait.of", "total < trait.of"),
            ("of=counts[base]", 'of=counts["summoned"]'),
        ),
        examples=((30, 28, 58, 60), (30, 30, 58, 60), (29, 28, 58, 60)),
        build=broken_down,
    ),
    "credentials.percent_differs": Bound(
        speaks=lambda count, of: (20_000 * count + of) // (2 * of) != 5548,
        mutants=(
            ("(2 * 100 * scale * part + of) // (2 * of)", "100 * scale * part // of"),
            ("(2 * 100 * scale * part + of) // (2 * of)", "-(-100 * scale * part // of)"),
        ),
        examples=((602, 1_085), (602, 1_100), (601, 1_085), (233, 420), (1_553, 2_799)),
        build=written("55,48%"),
    ),
}
