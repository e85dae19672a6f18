"""The bodies beside the executive committee: standing and inspection committee, who elects them, who is appointed."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.ballots import Office
from service.congress.names import same_name_key
from service.congress.rules.case import Case
from service.congress.rules.provisions import Body, Elector, Provision, Words, most_of
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.rule_set import RuleSet
from service.congress.rules.seats import in_brackets
from service.congress.rules.titles import ELECTORS

_STANDING = Words(vi="Ban thường vụ", en="The standing committee")
_INSPECTION = Words(vi="Ủy ban kiểm tra", en="The inspection committee")


def _most_in_committee(case: Case) -> int | None:
    """How many the executive committee has, at most; nothing while unknown."""
    committee, votes = case.congress.executive_committee, case.votes_on("executive_committee")
    if committee and committee.size is not None:
        return committee.size
    if len(votes) != 1 or not votes[0].is_filled:
        return None
    # A chair elected beside the committee belongs to it.
    return len(votes[0].elected or ()) + (1 if case.may_elect_chair else 0)


def _standing(case: Case) -> tuple[str, int]:
    """Where the standing committee stands, and how many it has, at least; 0 when there is none."""
    committee = case.congress.executive_committee
    standing = committee.standing_committee if committee else None
    if standing:
        return "/executive_committee/standing_committee", max(standing.size or 0, len(standing.members))
    return _seats(case, "standing_committee")


def _seats(case: Case, office: Office) -> tuple[str, int]:
    """The seats of a body that the first conference elects; 0 when it elects none."""
    votes = case.votes_on(office, by="committee")
    return (f"{votes[0].pointer}/seats", votes[0].election.seats or 0) if votes else ("", 0)


def _standing_not_allowed(case: Case) -> Iterator[Fault]:
    rule, size, (pointer, standing) = (
        case.rule_set.standing_committee,
        _most_in_committee(case),
        _standing(case),
    )
    if rule and size is not None and standing and size < rule.committee_from:
        yield Fault(
            pointer=pointer,
            figures={"standing": standing, "size": size, "from": rule.committee_from},
        )


def _standing_over_share(case: Case) -> Iterator[Fault]:
    rule, size, (pointer, standing) = (
        case.rule_set.standing_committee,
        _most_in_committee(case),
        _standing(case),
    )
    if rule and rule.ratio and size is not None and standing > most_of(rule.ratio, size):
        part, whole = rule.ratio
        yield Fault(
            pointer=pointer,
            figures={
                "standing": standing,
                "most": most_of(rule.ratio, size),
                "size": size,
                "ratio": f"{part}/{whole}",
            },
        )


def _inspection(case: Case) -> tuple[str, int]:
    """Where the inspection committee stands, and how many it has, at least; 0 when there is none."""
    inspection = case.congress.inspection_committee
    if inspection:
        return "/inspection_committee", max(inspection.size or 0, len(inspection.members))
    return _seats(case, "inspection_committee")


def _inspection_outside_sizes(case: Case) -> Iterator[Fault]:
    sizes, organisation = case.rule_set.inspection_sizes, case.congress.organisation
    pointer, size = _inspection(case)
    if not sizes or not size or organisation.members is None:
        return
    for line in sizes.lines_for(organisation.level, organisation.members, organisation.kind):
        if size > line.most:
            yield Fault(
                pointer=pointer,
                figures={"size": size, "most": line.most, "members": organisation.members},
                words={"note": in_brackets(line.note)},
                severity=line.severity,
            )
            return


def _inspection_over_share(case: Case) -> Iterator[Fault]:
    rule, inspection = case.rule_set.inspection_committee, case.congress.inspection_committee
    pointer, size = _inspection(case)
    if inspection:
        size = inspection.size or 0
    if not rule or not size:
        return
    given, named = inspection.from_committee if inspection else None, _in_both(case)
    shared = named if given is None else given
    if shared > most_of(rule.ratio, size):
        part, whole = rule.ratio
        yield Fault(
            pointer=pointer,
            figures={
                "shared": shared,
                "size": size,
                "most": most_of(rule.ratio, size),
                "ratio": f"{part}/{whole}",
            },
            # Two people of one name may stand in the two lists.
            severity="warning" if given is None else None,
        )


def _in_both(case: Case) -> int:
    committee, inspection = case.congress.executive_committee, case.congress.inspection_committee
    executive = committee.members if committee else ()
    executive = executive or case.elected_to("executive_committee", "chair") or ()
    inspecting = inspection.members if inspection else ()
    inspecting = inspecting or case.elected_to("inspection_committee", by="committee") or ()
    known = {same_name_key(member.full_name) for member in executive}
    return sum(same_name_key(member.full_name) in known for member in inspecting)


def _inspection_not_needed(case: Case) -> Iterator[Fault]:
    rule, members = case.rule_set.inspection_committee, case.congress.organisation.members
    pointer = "/inspection_committee" if case.congress.inspection_committee else _inspection(case)[0]
    if rule and pointer and members is not None and members < rule.members_from:
        yield Fault(pointer=pointer, figures={"members": members, "from": rule.members_from})


def _wrong_elector(case: Case) -> Iterator[Fault]:
    congress, electors = case.congress, case.rule_set.electors
    committee = congress.executive_committee
    bodies: tuple[tuple[str, Body, Words, object], ...] = (
        (
            "/executive_committee/standing_committee/elected_by",
            "standing_committee",
            _STANDING,
            committee.standing_committee if committee else None,
        ),
        (
            "/inspection_committee/elected_by",
            "inspection_committee",
            _INSPECTION,
            congress.inspection_committee,
        ),
    )
    for pointer, body, named, held in bodies:
        given: Elector | None = getattr(held, "elected_by", None)
        allowed = electors.bodies.get(body, ()) if electors else ()
        if given and allowed and given not in allowed:
            words = {"body": named, "given": ELECTORS[given], "right": ELECTORS[allowed[0]]}
            yield Fault(pointer=pointer, words=words)


def _chair_above(case: Case) -> Iterator[Fault]:
    electors, level = case.rule_set.electors, case.congress.organisation.level
    committee = case.congress.executive_committee
    if not electors or not electors.chair_by_congress_at or level in electors.chair_by_congress_at:
        return
    votes = case.votes_on("chair")
    for vote in votes:
        yield Fault(pointer=vote.pointer)
    if not votes and committee and committee.chair_elected_by == "congress":
        yield Fault(pointer="/executive_committee/chair_elected_by")


def _standing_share(rule_set: RuleSet) -> Provision | None:
    rule = rule_set.standing_committee
    return rule if rule and rule.ratio else None


def _inspection_from(rule_set: RuleSet) -> Provision | None:
    rule = rule_set.inspection_committee
    return rule if rule and rule.members_from else None


def _chair_levels(rule_set: RuleSet) -> Provision | None:
    electors = rule_set.electors
    return electors if electors and electors.chair_by_congress_at else None


RULES = (
    Rule(
        code="standing_committee.not_allowed",
        find=_standing_not_allowed,
        provision=lambda rule_set: rule_set.standing_committee,
        vi="Có ban thường vụ {standing} người, nhưng ban chấp hành chỉ có {size} ủy viên; từ {from} ủy viên trở lên mới bầu "
        "ban thường vụ. Xem lại số lượng ban chấp hành, hoặc bỏ ban thường vụ.",
        en="There is a standing committee of {standing}, but the executive committee has only {size}; it takes {from} or "
        "more to have one. Look at the size, or remove the standing committee.",
    ),
    Rule(
        code="standing_committee.over_share",
        find=_standing_over_share,
        provision=_standing_share,
        vi="Ban thường vụ {standing} người là quá {ratio} của ban chấp hành {size} người; nhiều nhất được {most} người. Xem "
        "lại hai số này.",
        en="A standing committee of {standing} is more than {ratio} of an executive committee of {size}; at most {most} are "
        "allowed. Look at both numbers.",
    ),
    Rule(
        code="inspection_committee.outside_sizes",
        find=_inspection_outside_sizes,
        provision=lambda rule_set: rule_set.inspection_sizes,
        vi="Ủy ban kiểm tra {size} người, nhiều hơn mức {most} người đối với công đoàn có {members} đoàn viên{note}. Xem lại "
        "số lượng ủy viên và số đoàn viên.",
        en="An inspection committee of {size} is more than the {most} for a union of {members} members{note}. Look at the "
        "size and at the number of members.",
    ),
    Rule(
        code="inspection_committee.over_share",
        find=_inspection_over_share,
        provision=lambda rule_set: rule_set.inspection_committee,
        vi="Ủy ban kiểm tra {size} người có {shared} ủy viên ban chấp hành, nhiều hơn mức {most} người ({ratio}). Xem lại "
        "danh sách ủy ban kiểm tra.",
        en="Of an inspection committee of {size}, {shared} sit on the executive committee, more than the {most} allowed "
        "({ratio}). Look at the list.",
    ),
    Rule(
        code="inspection_committee.not_needed",
        find=_inspection_not_needed,
        provision=_inspection_from,
        vi="Công đoàn có {members} đoàn viên; dưới {from} đoàn viên thì cử một ủy viên ban chấp hành làm công tác kiểm tra, "
        "không lập ủy ban kiểm tra. Xem lại số đoàn viên, hoặc bỏ ủy ban kiểm tra.",
        en="The union has {members} members; below {from} one member of the executive committee does the inspection work, "
        "and there is no inspection committee. Look at the number, or remove the committee.",
    ),
    Rule(
        code="body.wrong_elector",
        find=_wrong_elector,
        provision=lambda rule_set: rule_set.electors,
        vi="{body} được ghi là do {given} bầu; theo quy định là do {right} bầu. Xem lại nơi bầu.",
        en="{body} is given as elected by {given}; by the regulation {right} elects it. Look at who elected it.",
    ),
    Rule(
        code="chair.above_grassroots",
        find=_chair_above,
        provision=_chair_levels,
        vi="Đại hội chỉ bầu trực tiếp chủ tịch ở công đoàn cơ sở; ở cấp này chủ tịch do ban chấp hành bầu. Xem lại cấp công "
        "đoàn và nơi bầu chủ tịch.",
        en="A congress elects the chair itself only in a grassroots union; at this level the executive committee does. Look "
        "at the level and at who elected the chair.",
    ),
)
