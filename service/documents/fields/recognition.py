"""The fields of the papers about recognition: proposal, list of the dossier, decision."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.afterwards import Enclosed, Enclosure
from service.congress.model import Congress
from service.congress.people import Organisation
from service.congress.rules.dossier import missing_enclosures, required_enclosures, sending_ends
from service.congress.rules.recognition import ENCLOSED
from service.congress.rules.rule_set import RuleSet
from service.congress.rules.working_days import UnknownYear
from service.congress.wording import grouped, long_date, roman
from service.documents.fields.grounds import texts_read
from service.documents.fields.letterhead import Fields, capital, full_name, known
from service.documents.fields.officers import bodies, officers
from service.documents.fields.ordinary import (
    body_of,
    capacity,
    dated,
    issued_by,
    numbered,
    signing,
    year_after,
)
from service.documents.offices import committee, term_words
from service.documents.paper import PlannedPaper


def recognition_proposal_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of the proposal. Raises NotReady when its data is not complete."""
    upper = known(congress.organisation.upper)
    to = f"{body_of(upper)} {upper.name}"
    found = officers(congress, rule_set)
    signer = known(signing(congress.recognition.signer if congress.recognition else None, found.chair))
    return {
        **issued_by(congress.organisation),
        **numbered(paper, congress),
        **dated(paper, congress, congress.place, year_after(congress)),
        "subject": f"Đề nghị công nhận {_subject(congress)}",
        "addressee": to,
        "grounds": list(_grounds(congress, rule_set)),
        "opening": f"{committee(congress)} kính trình {to} xem xét, công nhận kết quả bầu cử như sau:",
        "bodies": bodies(found),
        "dossier": [
            {name: value for name, value in line.items() if name != "state"} for line in _dossier(congress)
        ],
        "closing": f"{committee(congress)} kính đề nghị {to} xem xét, quyết định công nhận",
        "receivers": ["Như trên"],
        "filed": "Lưu: VT, hồ sơ Đại hội",
        "capacity": capacity("Ban Chấp hành", signer),
        "signer": signer.full_name,
    }


def _subject(congress: Congress) -> str:
    """What is recognised: the committee with its officers, of the new term."""
    return f"{committee(congress)} và các chức danh, {term_words(congress.term, spaced=True)}"


def _grounds(congress: Congress, rule_set: RuleSet) -> Iterator[str]:
    for source in texts_read(rule_set)[:1]:
        yield f"Căn cứ {source};"
    yield f"Căn cứ kết quả {full_name(congress)}{_on(congress)};"
    held = known(congress.first_conference)
    inspection = congress.inspection_conference
    end = ";" if inspection else "."
    yield f"Căn cứ kết quả Hội nghị lần thứ nhất {committee(congress)} {long_date(known(held.held_on))}{end}"
    if inspection:
        day = f" {long_date(inspection.held_on)}" if inspection.held_on else ""
        yield f"Căn cứ kết quả Hội nghị lần thứ nhất Ủy ban Kiểm tra {congress.organisation.name}{day}."


def _on(congress: Congress) -> str:
    day = congress.closed_on or congress.opened_on
    return f" {long_date(day)}" if day else ""


def _dossier(congress: Congress) -> list[Fields]:
    """Every paper that belongs into the dossier, and what else is in it; figures that are not known are blanks."""
    recorded = congress.recognition.dossier if congress.recognition else ()
    by_kind: dict[Enclosed, Enclosure] = {one.kind: one for one in recorded if one.kind != "other"}
    required = list(required_enclosures(congress))
    more = [one for one in recorded if one.kind not in required and one.enclosed]
    return [_line(capital(ENCLOSED[kind].vi), by_kind.get(kind)) for kind in required] + [
        _line(one.title or _TITLES.get(one.kind, "Tài liệu khác"), one) for one in more
    ]


_TITLES: dict[Enclosed, str] = {"resolution": "Nghị quyết đại hội"}


def _line(title: str, one: Enclosure | None) -> Fields:
    there = one is not None and one.enclosed
    return {
        "title": title,
        "originals": f"{one.originals:02d}" if one and there and one.originals else "",
        "pages": grouped(one.pages) if one and there and one.pages else "",
        "state": "Đã có" if there else "Còn thiếu",
    }


def recognition_dossier_fields(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of the list of the dossier, whether it is whole or not. Raises NotReady without a first conference."""
    missing = missing_enclosures(congress)
    names = "; ".join(ENCLOSED[kind].vi for kind in missing)
    count = len(_dossier(congress))
    ready = f"Hồ sơ có đủ {grouped(count)} loại tài liệu, gửi được công đoàn cấp trên"
    return {
        **issued_by(congress.organisation),
        "subject": f"Đề nghị công nhận {_subject(congress)}",
        "deadline_line": deadline_line(congress, rule_set),
        "dossier": _dossier(congress),
        "missing": [f"Còn thiếu {grouped(len(missing))} loại tài liệu: {names}."] if missing else [],
        "closing": "Hồ sơ chưa đủ, chưa gửi được" if missing else ready,
        "signer": known(known(congress.first_conference).secretary).full_name,
    }


def deadline_line(congress: Congress, rule_set: RuleSet) -> str:
    """By when the dossier must be sent, how that was counted, and how sure it is; or why it cannot be counted."""
    held, limit = known(congress.first_conference), rule_set.recognition_sent
    if not limit:
        return "Quy định áp dụng cho đại hội này không có thời hạn gửi hồ sơ được ghi nhận."
    counted = f"{limit.days} ngày{' làm việc' if limit.counted == 'working_days' else ''}"
    try:
        last = known(sending_ends(congress, rule_set))
    except UnknownYear as unknown:
        return f"Hạn gửi hồ sơ: {counted}; chưa có lịch nghỉ của năm {unknown.year} nên chưa tính được ngày cuối."
    unsure = "M" in (limit.evidence, last.evidence)
    note = "; căn cứ hoặc lịch nghỉ chưa được xác minh" if unsure else ""
    return f"Hạn gửi hồ sơ: chậm nhất {long_date(last.day)} ({counted} kể từ Hội nghị {long_date(known(held.held_on))}{note})."


def recognition_decision_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of the decision of the upper union (Mẫu 7b, HD 38/HD-TLĐ). Raises NotReady as above."""
    organisation = congress.organisation
    upper = known(organisation.upper)
    decision = known(known(congress.recognition).decision)
    body, found = f"{body_of(upper)} {upper.name}", officers(congress, rule_set)
    return {
        **issued_by(upper),
        **numbered(paper, congress),
        **dated(paper, congress, upper.place or upper.province or congress.place, year_after(congress)),
        "subject": f"Về việc công nhận {_subject(congress)}",
        "body_caps": body.upper(),
        "grounds": list(_grounds_of_decision(congress, rule_set, decision.proposed_by)),
        "recognised": f"Công nhận {committee(congress)}, {term_words(congress.term)} và các chức danh sau đây:",
        "bodies": bodies(found),
        "duties": _duties(congress),
        "execution": _execution(congress, upper),
        "receivers": ["Như Điều 3"],
        "filed": "Lưu: VT, hồ sơ công nhận",
        "capacity": capacity(body_of(upper), decision.signer),
        "signer": decision.signer.full_name,
    }


def _grounds_of_decision(congress: Congress, rule_set: RuleSet, proposed_by: str | None) -> Iterator[str]:
    for source in texts_read(rule_set)[:1]:
        yield f"Căn cứ {source};"
    asked = f"Xét đề nghị của {committee(congress)}{_proposal(congress)}"
    yield f"{asked};" if proposed_by else f"{asked}."
    if proposed_by:
        yield f"Theo đề nghị của {proposed_by}."


def _proposal(congress: Congress) -> str:
    """The proposal by its number and day, when it has them."""
    for mark in congress.marks:
        if mark.kind == "recognition_proposal" and mark.issued_on:
            return f" tại Tờ trình {long_date(mark.issued_on)}"
    return ""


def _duties(congress: Congress) -> str:
    decision = known(known(congress.recognition).decision)
    start = f"kể từ {long_date(decision.effective_on)}" if decision.effective_on else "kể từ ngày ký"
    return (
        f"{committee(congress)} có nhiệm vụ, quyền hạn theo Điều lệ Công đoàn Việt Nam, hoạt động trong nhiệm kỳ "
        f"{congress.term.start}-{congress.term.end}. Quyết định này có hiệu lực {start}."
    )


def _execution(congress: Congress, upper: Organisation) -> str:
    ordinal = known(known(congress.executive_committee).ordinal)
    return (
        f"Văn phòng, các ban của {upper.name}, Ban Chấp hành {congress.organisation.name} khóa {roman(ordinal)} và các đồng chí "
        "có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này"
    )
