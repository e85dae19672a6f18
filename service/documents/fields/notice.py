"""The fields of the notice of the results (thông báo kết quả đại hội)."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.letterhead import (
    Fields,
    capital,
    days,
    full_name,
    hand_vote,
    known,
    lines_of,
    people,
    share,
    voters,
)
from service.documents.fields.officers import Officers, appointed_delegates, bodies, officers
from service.documents.fields.ordinary import capacity, dated, issued_by, numbered, signing, year_after
from service.documents.fields.results import alternates, elected_to
from service.documents.offices import NBSP, committee, upper_congress
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed


def notice_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of the notice. Raises NotReady when its data is not complete."""
    notice, found = congress.notice, officers(congress, rule_set)
    signer = known(signing(notice.signer if notice else None, found.chair))
    official, reserve = elected_to(congress, rule_set, "upper_delegates"), alternates(congress, rule_set)
    upper = upper_congress(congress)
    return {
        **issued_by(congress.organisation),
        **numbered(paper, congress),
        **dated(paper, congress, congress.place, year_after(congress)),
        "subject": f"Kết quả {full_name(congress, spaced=True)}",
        "opening": f"{committee(congress)} thông báo kết quả {full_name(congress)} như sau:",
        "results": list(_results(congress)),
        **_bodies(congress, found),
        "official": people(official),
        "delegation_line": f"Đại hội đã bầu {grouped(len(official))} đại biểu chính thức dự {upper}:"
        if official
        else "",
        "alternates": people(reserve),
        "alternates_line": f"Đại hội đã bầu {grouped(len(reserve))} đại biểu dự khuyết dự {upper}:"
        if reserve
        else "",
        "further": [line for text in (notice.further if notice else ()) for line in lines_of(text)],
        "closing": f"{committee(congress)} thông báo để các cấp công đoàn và đoàn viên được biết",
        "receivers": notice_receivers(congress),
        "filed": "Lưu: VT, hồ sơ Đại hội",
        "capacity": capacity("Ban Chấp hành", signer),
        "signer": signer.full_name,
    }


def _bodies(congress: Congress, found: Officers) -> Fields:
    """Who was elected to what; of an appointed union, who was appointed and by which decision."""
    if not is_appointed(congress):
        return {"bodies_part": "Kết quả bầu cử", "bodies": bodies(found)}
    named = bodies(found, congress.appointments) + appointed_delegates(congress)
    return {"bodies_part": "Công bố quyết định chỉ định", "bodies": named}


def _results(congress: Congress) -> Iterator[str]:
    when = days(known(congress.opened_on), known(congress.closed_on))
    summoned, present = known(congress.attendance.summoned), known(congress.attendance.present)
    rate = f" (đạt tỷ lệ {share(present, summoned)})" if summoned else ""
    yield f"Đại hội được tổ chức {when}, tại {known(congress.venue)}."
    who = capital(voters(congress))
    yield f"{who} được triệu tập: {grouped(summoned)}; có mặt: {grouped(present)}{rate}."
    if congress.motto:
        yield f"Phương châm của Đại hội: “{congress.motto.strip('“”')}”."
    resolved = congress.resolution
    if resolved.adopted:
        vote = hand_vote(resolved.adopted, voters(congress))
        targets = f" gồm {grouped(len(resolved.targets))} chỉ tiêu" if resolved.targets else ""
        yield f"Đại hội đã thông qua Nghị quyết{targets}, với {vote}."


def notice_receivers(congress: Congress) -> list[str]:
    """Whom the data name; otherwise the union above, the Party committee and those below."""
    if congress.notice and congress.notice.receivers:
        return [line.rstrip(" ;.") for line in congress.notice.receivers]
    upper = congress.organisation.upper
    at_base = congress.organisation.level == "grassroots"
    found = [f"{upper.name} (để b/c)"] if upper else []
    found.append("Cấp ủy, lãnh đạo cơ quan (để b/c)" if at_base else "Cấp ủy cùng cấp (để b/c)")
    found.append("Các tổ công đoàn, đoàn viên" if at_base else "Các công đoàn cấp dưới")
    return [one.replace("(để ", f"(để{NBSP}") for one in found]
