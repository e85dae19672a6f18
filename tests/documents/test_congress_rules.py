"""Working rules, election rules, the running order of the presidium, and the report on the outgoing term."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service.congress.model import Congress
from service.congress.rules import RuleSet, load_rule_set
from service.documents.papers import fields_for, signatories
from service.documents.plan import Plan

Planned = Callable[[Congress], Plan]
Fields = Callable[..., dict[str, Any]]
Changed = Callable[[Callable[[dict[str, Any]], object]], Congress]


@pytest.fixture
def made(planned: Planned, rule_set: RuleSet) -> Fields:
    """The fields of one paper of a congress, under another rule set where one is named."""

    def make(congress: Congress, template: str, under: str = "") -> dict[str, Any]:
        asked = load_rule_set(under) if under else rule_set
        return fields_for(planned(congress).paper(template, ""), congress, asked)

    return make


class TestWorkingRules:
    def test_say_the_quorum_and_how_many_are_in_each_organ(self, full: Congress, made: Fields) -> None:
        """
        Điều 10.1 of the charter of 2020; three in the presidium, two write, three verify, five count.
        """
        fields = made(full, "working_rules")

        assert "Đại hội hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập có mặt" == fields["quorum"]
        assert ["3", "2", "3", "5"] == [
            fields[f"{organ}_count"] for organ in ("presidium", "secretariat", "credentials", "tellers")
        ]
        assert "Nam: áo sơ mi, quần âu; nữ: áo dài hoặc trang phục công sở" == fields["dress"]

    def test_members_verify_nobody(self, plenary: Congress, made: Fields) -> None:
        """
        A plenary congress has no credentials committee, and speaks of members.
        """
        fields = made(plenary, "working_rules")

        assert ("", "Đoàn viên") == (fields["credentials_count"], fields["who"])
        assert "đoàn viên được triệu tập" in fields["quorum"]
        assert "Thẩm tra" not in fields["by_hands"] + fields["applies_to"]

    def test_where_bodies_are_appointed_nobody_counts(
        self, changed: Changed, planned: Planned, made: Fields
    ) -> None:
        """
        There are working rules without tellers, and no election rules.
        """

        def appoint(data: dict[str, Any]) -> None:
            data.update(establishment="appointed", elections=[], tellers=None)

        congress = changed(appoint)

        assert "" == made(congress, "working_rules")["tellers_count"]
        assert "election_rules" not in {paper.template for paper in planned(congress).papers}

    def test_rest_on_the_texts_of_the_rule_set_each_on_its_line(self, full: Congress, made: Fields) -> None:
        """
        Semicolons and a full stop at the end; nothing is rested on a charter that nobody has read.
        """
        assert [";", ";", "."] == [line[-1] for line in made(full, "working_rules")["grounds"]]
        assert "Quyết định số 2399/QĐ-TLĐ" in made(full, "working_rules", "TLD-XIII")["grounds"][0]
        assert [] == made(full, "working_rules", "TLD-XIV")["grounds"]
        assert [] == made(full, "credentials_report", "TLD-XIV")["grounds"]

    def test_the_presidium_signs_for_the_congress(self, full: Congress, planned: Planned) -> None:
        """
        HD 62/HD-TLĐ 2022 counts rules among the papers of the congress itself.
        """
        for template in ("working_rules", "election_rules"):
            paper = planned(full).paper(template, "")

            assert (("Đoàn Chủ tịch", "Rcom Jen"),) == signatories(paper, full)
            assert ("QC-ĐH", 2, "rules") == (paper.symbol, paper.originals, paper.kind)


class TestElectionRules:
    def test_say_every_vote_with_its_seats(self, full: Congress, made: Fields) -> None:
        """
        As many as there are elections, in their order, with the alternates of the same ballot.
        """
        votes = made(full, "election_rules")["votes"]

        assert [str(election.seats) for election in full.elections] == [vote["seats"] for vote in votes]
        assert votes[0]["what"].startswith("Ban Chấp hành Công đoàn cơ sở Sở Công thương khóa V")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({}, "quá 1/2 số phiếu thu về"),
            ({"base": "valid"}, "quá 1/2 số phiếu hợp lệ"),
            ({"base": "summoned", "ratio": (2, 3)}, "quá 2/3 số đại biểu được triệu tập"),
            ({"strict": False}, "ít nhất 1/2 số phiếu thu về"),
        ],
    )
    def test_who_is_elected_is_what_the_rule_set_says(
        self, full: Congress, planned: Planned, rule_set: RuleSet, change: dict[str, Any], said: str
    ) -> None:
        """
        The threshold is data: another base or ratio, another sentence.
        """
        other = rule_set.model_copy(update={"election": rule_set.election.model_copy(update=change)})
        fields: Any = fields_for(planned(full).paper("election_rules", ""), full, other)

        assert fields["elected"][0].startswith(f"Người trúng cử phải được {said};")

    def test_say_how_each_ballot_is_marked(self, plenary: Congress, made: Fields) -> None:
        """
        Names are struck out, or columns ticked: as the ballots themselves say.
        """
        ballots = made(plenary, "election_rules")["ballots"]

        assert ["gạch ngang", "đánh dấu X", "gạch ngang"] == [
            "đánh dấu X" if "đánh dấu X" in line else "gạch ngang" for line in ballots
        ]

    def test_say_when_a_ballot_is_invalid_and_for_how_long_ballots_are_kept(
        self, full: Congress, made: Fields, planned: Planned, rule_set: RuleSet
    ) -> None:
        """
        From the rule set; where it says nothing, the article is left out.
        """
        fields = made(full, "election_rules")
        bare: Any = fields_for(
            planned(full).paper("election_rules", ""),
            full,
            rule_set.model_copy(update={"ballot_cases": None, "ballot_retention": None, "requests": None}),
        )

        assert "để lại nhiều tên hơn số lượng cần bầu;" in fields["invalid"]
        assert "lưu giữ 6 tháng" in fields["kept"]
        assert ([], [], "", "") == (bare["invalid"], bare["valid"], bare["kept"], bare["requests"])

    def test_alternates_come_in_the_way_the_data_has(self, changed: Changed, made: Fields) -> None:
        """
        From the ballot for delegates, or from one of their own, after it.
        """

        def apart(data: dict[str, Any]) -> None:
            for election in data["elections"]:
                election["alternate_seats"] = 0
            data["elections"].append({"office": "upper_alternates", "seats": 1, "rounds": []})

        elected = made(changed(apart), "election_rules")["elected"]

        assert (
            "Đại biểu dự khuyết được bầu bằng phiếu riêng sau khi đã bầu đủ đại biểu chính thức."
            == elected[-1]
        )
        assert not [line for line in elected if "không trúng cử chính thức" in line]


class TestRunningOrder:
    def test_says_how_many_must_be_there(self, full: Congress, made: Fields) -> None:
        """
        Two thirds of 32 are 22 heads.
        """
        assert "……/32 đại biểu" in made(full, "running_order")["quorum"]
        assert "ít nhất 22 đại biểu" in made(full, "running_order")["quorum"]

    def test_says_at_each_point_what_is_put_to_the_vote(self, full: Congress, made: Fields) -> None:
        """
        Organs with their names, the seats and the list of each vote, the resolution; results are blanks.
        """
        points = {
            point["title"]: point["cues"]
            for sitting in made(full, "running_order")["sittings"]
            for point in sitting["points"]
        }
        seats = [cue for cue in points["Bầu cử"] if "biểu quyết số lượng" in cue]
        [_, adopted] = points["Thông qua nghị quyết Đại hội"]

        assert [] == points["Đón tiếp đại biểu, ổn định tổ chức"]
        assert len(seats) == len(full.elections)
        assert points["Bầu cử"][0].startswith("Giới thiệu Ban Bầu cử gồm 5 đồng chí: đồng chí ")
        assert "tán thành ……, không tán thành ……, không có ý kiến ……" in adopted

    def test_comes_with_the_programme(self, changed: Changed, planned: Planned) -> None:
        """
        Without a programme there is nothing to run by, and the programme itself says what is missing.
        """
        found = planned(changed(lambda data: data.update(programme=[])))

        assert "running_order" not in {paper.template for paper in found.papers}


class TestActivityReport:
    def test_is_the_outgoing_committees_and_nobody_signs(
        self, full: Congress, planned: Planned, made: Fields
    ) -> None:
        """
        QĐ 933/QĐ-TLĐ, Phụ lục IV: it ends with the name of the committee.
        """
        fields = made(full, "activity_report")

        assert "BAN CHẤP HÀNH CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG KHÓA IV" == fields["reporter_caps"]
        assert () == signatories(planned(full).paper("activity_report", ""), full)

    def test_prints_the_same_directions_as_the_resolution(self, full: Congress, made: Fields) -> None:
        """
        What the congress adopts is what it was asked to.
        """
        report, resolution = made(full, "activity_report"), made(full, "resolution")

        for name in ("results", "limits", "lessons", "motto", "goals", "targets", "tasks"):
            assert resolution[name] == report[name]
