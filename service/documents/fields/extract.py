"""
The fields of an extract (bản trích sao; NĐ 30/2020/NĐ-CP, Điều 25-27): parts of a paper word for word, and who copied them.

The parts keep the numbers that they have in the paper they are taken from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.congress.afterwards import Extract
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import roman
from service.documents.fields.letterhead import Fields, NotReady, full_name, known
from service.documents.fields.minutes import minutes_fields
from service.documents.fields.officers import officers
from service.documents.fields.ordinary import capacity, dated, issued_by, numbered, signing, year_after
from service.documents.fields.resolution import resolution_fields
from service.documents.paper import PlannedPaper

_COPIED = {"resolution": "Nghị quyết", "minutes": "Biên bản"}
_KINDS = {"resolution": "NGHỊ QUYẾT", "minutes": "BIÊN BẢN"}
_SIGNED = {"resolution": ("TM. ĐẠI HỘI", "ĐOÀN CHỦ TỊCH"), "minutes": ("TM. ĐOÀN CHỦ TỊCH",)}

Part = tuple[str, Fields]
"""The name of a part in the data, and what it prints."""


def extract_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of one extract. Raises NotReady when the paper it is taken from is not ready."""
    asked = extract_of(paper, congress)
    original = _original(paper, asked)
    made: Any = (resolution_fields if asked.source == "resolution" else minutes_fields)(
        original, congress, rule_set
    )
    chair = officers(congress, rule_set).chair
    signer = known(signing(asked.signer, chair))
    parts = list(_of_resolution(made) if asked.source == "resolution" else _of_minutes(made))
    if missing := set(asked.parts) - {name for name, _ in parts}:
        raise NotReady(f"the {asked.source} of which {paper.source} is an extract has no {sorted(missing)}")
    numbered_parts = [
        {**part, "title": f"{roman(number)}. {part['title']}"}
        for number, (name, part) in enumerate(parts, 1)
        if name in asked.parts
    ]
    return {
        "is_of_congress": "" if asked.source == "minutes" else "x",
        "congress_caps": made["congress_caps"],
        "ordinal_term_caps": made["ordinal_term_caps"],
        "organ_caps": made.get("organ_caps", ""),
        "copied_number": made["number_line"],
        "copied_date": made.get("date_line", ""),
        "copied_kind": _KINDS[asked.source],
        "subject": made["subject"],
        "parts": numbered_parts,
        "copied_capacity": list(_SIGNED[asked.source]),
        "copied_signer": known(congress.presidium).head.full_name,
        **issued_by(congress.organisation),
        **numbered(paper, congress),
        **dated(paper, congress, congress.place, year_after(congress)),
        "closing": f"Trích sao đúng nguyên văn từ bản chính {_COPIED[asked.source]} {full_name(congress)} lưu tại hồ sơ Đại hội",
        "receivers": [line.rstrip(" ;.") for line in asked.receivers],
        "filed": "Lưu: VT",
        "capacity": capacity("Ban Chấp hành", signer),
        "signer": signer.full_name,
    }


def extract_of(paper: PlannedPaper, congress: Congress) -> Extract:
    """The extract that the paper is."""
    return congress.extracts[int(paper.source.rpartition("/")[2])]


def _original(paper: PlannedPaper, asked: Extract) -> PlannedPaper:
    for other in paper.beside:
        if other.template == asked.source:
            return other
    raise NotReady(f"the {asked.source} of which {paper.source} is an extract is not made")


def _part(title: str, *blocks: Fields) -> Fields:
    return {"title": title, "blocks": list(blocks)}


def _block(lines: list[str], title: str = "", *, targets: Any = (), people: Any = ()) -> Fields:
    return {"title": title, "lines": lines, "targets": list(targets), "people": list(people)}


def _points(*points: tuple[str, Fields]) -> list[Fields]:
    """The points of a part that are there, numbered as the paper numbers them."""
    there = [(title, block) for title, block in points if any(block.values())]
    return [{**block, "title": f"{number}. {title}"} for number, (title, block) in enumerate(there, 1)]


def _dashed(lines: list[str]) -> Fields:
    return _block([f"- {line}" for line in lines])


def _of_resolution(made: Any) -> Iterator[Part]:
    judged = f"Đại hội thông qua đánh giá kết quả hoạt động công đoàn nhiệm kỳ {made['outgoing_term']}."
    points = _points(
        ("Kết quả đạt được", _dashed(made["results"])),
        ("Tồn tại, hạn chế", _dashed(made["limits"])),
        ("Bài học kinh nghiệm", _dashed(made["lessons"])),
    )
    title = f"Đánh giá kết quả hoạt động nhiệm kỳ {made['outgoing_term']}"
    yield "assessment", _part(title, _block([judged]), *points)
    points = _points(
        ("Phương châm", _block([f"{made['motto']}."] if made["motto"] else [])),
        ("Mục tiêu", _dashed(made["goals"])),
        ("Chỉ tiêu phấn đấu", _block([], targets=made["targets"])),
        ("Nhiệm vụ và giải pháp", _dashed(made["tasks"])),
    )
    yield "directions", _part(f"Phương hướng, mục tiêu, nhiệm vụ nhiệm kỳ {made['term']}", *points)
    yield "elections", _part("Kết quả bầu cử", *_elected(made))


def _elected(made: Any) -> Iterator[Fields]:
    """The sentences of the part, each with the list that the annex to it has."""
    elected = f"{made['committee_line']} gồm {made['members_count']} đồng chí (danh sách tại {made['committee_annex']} kèm theo)."
    yield _block([elected], people=made["members"])
    if made["chair_line"]:
        yield _block([made["chair_line"]])
    if made["delegation"]:
        yield _block([f"{made['delegation']} (danh sách tại {made['delegation_annex']} kèm theo)."])
    for line, people in (
        (made["delegation_line"], made["official"]),
        (made["alternates_line"], made["alternates"]),
    ):
        if people:
            yield _block([line], people=people)


def _of_minutes(made: Any) -> Iterator[Part]:
    yield "times", _part("Thời gian, địa điểm")
    yield "attendance", _part("Thành phần tham dự", _block(list(made["attendance"])))
    organs = [_block(_organ(organ)) for organ in made["organs"]]
    yield "organs", _part("Đoàn Chủ tịch, Đoàn Thư ký và các ban của Đại hội", *organs)
    steps = _points(*((step["title"], _block(_step(step) or [""])) for step in made["steps"]))
    yield "steps", _part("Nội dung, diễn biến Đại hội", *steps)
    if made["speeches"]:
        yield "speeches", _part("Thảo luận, phát biểu tại Đại hội")
    if made["elections"]:
        votes = _points(*((one["title"], _block(one["lines"])) for one in made["elections"]))
        yield "elections", _part("Kết quả bầu cử", *votes)
    yield "adoption", _part("Thông qua Nghị quyết, kết thúc Đại hội", _block([f"{made['adoption']}."]))


def _organ(organ: Any) -> list[str]:
    people = [f"- Đồng chí {one['name']}{one['role']}" for one in organ["members"]]
    return [f"{organ['label']} gồm {organ['count']} đồng chí{organ['vote']}:", *people]


def _step(step: Any) -> list[str]:
    return [*step["lines"], *([step["vote"]] if step["vote"] else [])]
