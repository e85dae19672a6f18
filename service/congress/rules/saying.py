"""A provision in words: a line for each thing it says, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from service.congress.rules.provisions import (
    Alternates,
    BallotCases,
    Business,
    Electors,
    Form,
    Goals,
    HonoraryShare,
    InspectionRule,
    Label,
    LevelShares,
    Provision,
    Ratio,
    Requests,
    Retention,
    RoundCap,
    SessionCap,
    Share,
    StandingRule,
    Surplus,
    TermLength,
    Threshold,
    TimeLimit,
    Words,
)
from service.congress.rules.table import Line, Table
from service.congress.rules.titles import (
    BASES,
    BODIES,
    COUNTS,
    DECIDERS,
    ELECTORS,
    GROUPS,
    KINDS,
    LEVELS,
    WAYS,
    words,
)
from service.congress.wording import grouped, percent


@singledispatch
def said(provision: Provision) -> Iterator[Words]:  # noqa: ARG001 -- the general case says nothing
    """What a provision says, a line each; nothing where its title says it all."""
    return iter(())


@said.register
def _(provision: Threshold) -> Iterator[Words]:
    base, (part, whole) = BASES[provision.base], provision.ratio
    vi, en = ("trên", "more than") if provision.strict else ("ít nhất", "at least")
    yield words(f"{vi} {part}/{whole} {base.vi}", f"{en} {part}/{whole} of {base.en}")


@said.register
def _(provision: Share) -> Iterator[Words]:
    yield _share(provision.ratio, BASES[provision.base])


def _share(ratio: Ratio, base: Words) -> Words:
    return words(f"nhiều nhất {percent(*ratio)} {base.vi}", f"at most {percent(*ratio)} of {base.en}")


@said.register
def _(provision: RoundCap) -> Iterator[Words]:
    yield words(f"nhiều nhất {provision.most} vòng", f"at most {provision.most} rounds")


@said.register
def _(provision: TermLength) -> Iterator[Words]:
    yield words(f"{provision.years} năm", f"{provision.years} years")
    if provision.shift_months is not None:
        months = provision.shift_months
        yield words(f"điều chỉnh không quá {months} tháng", f"shifted by at most {months} months")
    if provision.follows_upper:
        yield words(
            "điều chỉnh theo nhiệm kỳ của công đoàn cấp trên", "adjusted to the term of the upper union"
        )
    if provision.joined_below_months is not None:
        months = provision.joined_below_months
        yield words(
            f"nhiệm kỳ đầu còn dưới {months} tháng thì tính luôn nhiệm kỳ sau của cấp trên",
            f"a first term of less than {months} months takes in the next term of the upper union",
        )


@said.register
def _(provision: TimeLimit) -> Iterator[Words]:
    vi, en = ("ngày làm việc", "working days") if provision.counted == "working_days" else ("ngày", "days")
    yield words(f"{provision.days} {vi}", f"{provision.days} {en}")


@said.register
def _(provision: Form) -> Iterator[Words]:
    level, members = LEVELS[provision.level], provision.delegates_from
    yield words(
        f"{level.vi}, từ {grouped(members)} đoàn viên: đại hội đại biểu; dưới mức đó: đại hội toàn thể",
        f"{level.en}, from {members:,} members: a congress of delegates; below: plenary",
    )


@said.register
def _(provision: LevelShares) -> Iterator[Words]:
    for line in provision.lines:
        level, share = LEVELS[line.level], _share(line.ratio, BASES[provision.base])
        yield words(f"{level.vi}: {share.vi}", f"{level.en}: {share.en}")


@said.register
def _(provision: Table) -> Iterator[Words]:
    yield from map(_line, provision.lines)
    part, whole = provision.raised
    if part > whole:
        more = percent(part - whole, whole)
        yield words(
            f"công đoàn cấp trên đồng ý: tăng không quá {more}",
            f"with the upper union's consent: {more} more",
        )


def _line(line: Line) -> Words:
    who = KINDS[line.kind] if line.kind else LEVELS[line.level]
    members, bounds = _members(line), _bounds(line)
    note = line.note or words("", "")
    return words(
        f"{who.vi}{members.vi}: {bounds.vi}" + (f" ({note.vi})" if line.note else ""),
        f"{who.en}{members.en}: {bounds.en}" + (f" ({note.en})" if line.note else ""),
    )


def _members(line: Line) -> Words:
    low, high = line.members_from, line.members_to
    if high is None:
        return words(f", từ {grouped(low)} đoàn viên", f", from {low:,} members") if low else words("", "")
    if not low:
        return words(f", đến {grouped(high)} đoàn viên", f", up to {high:,} members")
    return words(f", {grouped(low)} - {grouped(high)} đoàn viên", f", {low:,} to {high:,} members")


def _bounds(line: Line) -> Words:
    if line.least == line.most:
        return words(str(line.most), str(line.most))
    if line.least > 1:
        return words(f"{line.least} - {line.most}", f"{line.least} to {line.most}")
    return words(f"không quá {line.most}", f"at most {line.most}")


@said.register
def _(provision: StandingRule) -> Iterator[Words]:
    least = provision.committee_from
    yield words(
        f"khi ban chấp hành có từ {least} ủy viên", f"where the executive committee has {least} or more"
    )
    if provision.ratio:
        part, whole = provision.ratio
        yield words(
            f"không quá {part}/{whole} số ủy viên ban chấp hành",
            f"at most {part}/{whole} of the executive committee",
        )


@said.register
def _(provision: InspectionRule) -> Iterator[Words]:
    part, whole = provision.ratio
    yield words(
        f"ủy viên ban chấp hành không quá {part}/{whole}",
        f"at most {part}/{whole} sit on the executive committee",
    )
    if provision.members_from:
        least = provision.members_from
        yield words(f"lập khi có từ {least} đoàn viên", f"from {least} members on")


@said.register
def _(provision: Goals) -> Iterator[Words]:
    for goal in provision.lines:
        group, share = GROUPS[goal.group], percent(*goal.ratio)
        yield words(f"{group.vi}: khoảng {share}", f"{group.en}: about {share}")


@said.register
def _(provision: Surplus) -> Iterator[Words]:
    if provision.least:
        yield words(f"ít nhất {percent(*provision.least)}", f"at least {percent(*provision.least)}")
    if provision.most:
        yield words(f"nhiều nhất {percent(*provision.most)}", f"at most {percent(*provision.most)}")


@said.register
def _(provision: Alternates) -> Iterator[Words]:
    yield from (WAYS[way] for way in provision.ways)


@said.register
def _(provision: SessionCap) -> Iterator[Words]:
    for line in provision.lines:
        level = LEVELS[line.level]
        yield words(f"{level.vi}: không quá {line.most} buổi", f"{level.en}: at most {line.most} sessions")


@said.register
def _(provision: Business) -> Iterator[Words]:
    for place, point in enumerate(provision.points, 1):
        yield words(f"{place}. {point.title.vi}", f"{place}. {point.title.en}")


@said.register
def _(provision: HonoraryShare) -> Iterator[Words]:
    part, whole = provision.ratio
    yield words(
        f"đại biểu chính thức; thành viên danh dự không quá {part}/{whole}",
        f"official delegates; honorary members at most {part}/{whole}",
    )


@said.register
def _(provision: Requests) -> Iterator[Words]:
    by = [DECIDERS[one] for one in provision.decided_by]
    yield words(
        f"do {' hoặc '.join(one.vi for one in by)} quyết định",
        f"decided by {' or '.join(one.en for one in by)}",
    )


@said.register
def _(provision: BallotCases) -> Iterator[Words]:
    for one in provision.cases:
        counts = COUNTS[one.counts]
        yield words(
            f"{one.case.vi}: {counts.vi} [{one.evidence}]", f"{one.case.en}: {counts.en} [{one.evidence}]"
        )


@said.register
def _(provision: Retention) -> Iterator[Words]:
    yield words(f"{provision.months} tháng", f"{provision.months} months")


@said.register
def _(provision: Electors) -> Iterator[Words]:
    for body, electors in provision.bodies.items():
        by = [ELECTORS[elector] for elector in electors]
        yield words(
            f"{BODIES[body].vi}: {' hoặc '.join(one.vi for one in by)}",
            f"{BODIES[body].en}: {' or '.join(one.en for one in by)}",
        )

    if provision.chair_by_congress_at:
        levels = [LEVELS[level] for level in provision.chair_by_congress_at]
        yield words(
            f"đại hội chỉ bầu trực tiếp chủ tịch ở cấp {', '.join(one.vi for one in levels)}",
            f"the congress elects the chair itself only at the level {', '.join(one.en for one in levels)}",
        )


@said.register
def _(provision: Label) -> Iterator[Words]:
    yield words(provision.text, provision.text)
