"""What the parts of a rule set are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from service.congress.afterwards import Part, Source
from service.congress.people import Kind, Level
from service.congress.rules.provisions import Body, Elector, Evidence, Words


def words(vi: str, en: str) -> Words:
    """The same in both languages."""
    return Words(vi=vi, en=en)


TITLES: Mapping[str, Words] = {
    "quorum": words("Số có mặt để đại hội hợp lệ", "Quorum"),
    "form": words("Hình thức đại hội", "Form of the congress"),
    "guests": words("Khách mời", "Guests"),
    "composition": words("Thành phần đại biểu", "Composition of the delegates"),
    "appointed_share": words("Đại biểu chỉ định", "Appointed delegates"),
    "delegate_caps": words("Số lượng đại biểu chính thức", "Number of official delegates"),
    "sessions": words("Thời gian đại hội", "How long a congress takes"),
    "business": words("Trình tự đại hội", "Order of business"),
    "presidium": words("Thành viên đoàn chủ tịch", "Members of the presidium"),
    "term_length": words("Nhiệm kỳ", "Length of a term"),
    "ordinals": words(
        "Số lần đại hội của đơn vị mới, hợp nhất", "How a new or merged union counts its congresses"
    ),
    "election": words("Điều kiện trúng cử", "What it takes to be elected"),
    "seats_vote": words("Biểu quyết số lượng cần bầu", "The vote on the number of seats"),
    "requests": words("Ứng cử, đề cử, rút tên", "Standing, nominating and withdrawing"),
    "tie": words("Bằng phiếu ở vị trí cuối", "Equal votes at the last seat"),
    "vacancy": words("Bầu thiếu số lượng", "Seats left over"),
    "rounds": words("Số vòng bầu", "Rounds of an election"),
    "surplus": words("Số dư trong danh sách bầu cử", "Surplus of candidates"),
    "alternates": words("Bầu đại biểu dự khuyết", "How alternates are elected"),
    "ballot_cases": words("Phiếu hợp lệ, không hợp lệ", "How doubtful ballots are counted"),
    "ballot_retention": words("Lưu giữ phiếu bầu", "How long ballots are kept"),
    "tellers": words("Người kiểm phiếu không ứng cử", "Tellers are no candidates"),
    "tellers_name": words("Tên gọi ban kiểm phiếu", "What the tellers are called"),
    "electors": words("Nơi bầu", "Who elects what"),
    "chair_election": words("Bầu chủ tịch tại đại hội", "How a congress elects the chair"),
    "direct_chair": words("Nơi đại hội bầu trực tiếp chủ tịch", "Where a congress elects the chair"),
    "appointment": words("Đơn vị được chỉ định ban chấp hành", "Unions whose bodies are appointed"),
    "committee_sizes": words("Số lượng ủy viên ban chấp hành", "Size of the executive committee"),
    "standing_committee": words("Ban thường vụ", "Standing committee"),
    "inspection_sizes": words("Số lượng ủy viên ủy ban kiểm tra", "Size of the inspection committee"),
    "inspection_committee": words("Ủy ban kiểm tra", "Inspection committee"),
    "recognition_sent": words(
        "Thời hạn gửi hồ sơ đề nghị công nhận", "Time to send the dossier for recognition"
    ),
    "recognition_decided": words("Thời hạn công nhận", "Time to decide on recognition"),
    "goals": words("Định hướng cơ cấu ban chấp hành", "Goals for the executive committee"),
}

EVIDENCE: Mapping[Evidence, Words] = {
    "V": words("đã đọc trong văn bản", "read in the text"),
    "S": words("theo văn bản thứ cấp", "from a secondary text"),
    "P": words("theo thực tế thường làm", "from practice"),
    "D": words("suy ra theo lô-gic", "follows by logic"),
    "M": words("chưa xác minh", "not confirmed"),
}

SEVERITIES: Mapping[str, Words] = {
    "error": words("lỗi", "error"),
    "wait": words("chờ quyết định", "waits"),
    "warning": words("cảnh báo", "warning"),
}

LEVELS: Mapping[Level, Words] = {
    "grassroots": words("cơ sở", "grassroots"),
    "intermediate": words("cấp trên trực tiếp cơ sở", "intermediate"),
    "provincial": words("tỉnh, ngành trung ương", "provincial"),
    "national": words("Tổng Liên đoàn", "national"),
}
KINDS: Mapping[Kind, Words] = {
    "member": words("công đoàn thành viên", "member union"),
    "section": words("công đoàn bộ phận", "section"),
    "commune": words("xã, phường, đặc khu", "commune"),
    "corporation": words("tập đoàn, tổng công ty", "corporation"),
}
BASES: Mapping[str, Words] = {
    "summoned": words("số được triệu tập", "those summoned"),
    "present": words("số có mặt", "those present"),
    "issued": words("số phiếu phát ra", "the ballots issued"),
    "collected": words("số phiếu thu về", "the ballots collected"),
    "valid": words("số phiếu hợp lệ", "the valid ballots"),
}
DECIDERS: Mapping[str, Words] = {
    "presidium": words("đoàn chủ tịch", "the presidium"),
    "congress": words("đại hội", "the congress"),
}
ELECTORS: Mapping[Elector, Words] = {
    "congress": words("đại hội", "the congress"),
    "committee": words("hội nghị ban chấp hành", "the executive committee"),
    "inspection_committee": words("hội nghị ủy ban kiểm tra", "the inspection committee"),
}
BODIES: Mapping[Body, Words] = {
    "executive_committee": words("ban chấp hành", "executive committee"),
    "chair": words("chủ tịch", "chair"),
    "standing_committee": words("ban thường vụ", "standing committee"),
    "deputy_chair": words("phó chủ tịch", "deputy chair"),
    "inspection_committee": words("ủy ban kiểm tra", "inspection committee"),
    "inspection_chair": words("chủ nhiệm ủy ban kiểm tra", "chair of the inspection committee"),
    "inspection_deputy_chair": words(
        "phó chủ nhiệm ủy ban kiểm tra", "deputy chair of the inspection committee"
    ),
    "upper_delegates": words("đại biểu đi dự đại hội cấp trên", "delegates to the upper congress"),
    "upper_alternates": words("đại biểu dự khuyết", "alternates"),
}
GROUPS: Mapping[str, Words] = {
    "women": words("nữ", "women"),
    "under_40": words("dưới 40 tuổi", "under 40"),
}
COUNTS: Mapping[str, Words] = {
    "invalid": words("không hợp lệ", "invalid"),
    "valid": words("hợp lệ", "valid"),
    "against": words("hợp lệ, tính là không bầu", "valid, a vote against"),
    "not_struck": words("coi như không gạch", "counts as not struck"),
}
WAYS: Mapping[str, Words] = {
    "separate_ballot": words(
        "bầu riêng sau khi bầu đủ đại biểu chính thức", "a ballot of their own after the delegates"
    ),
    "next_highest": words(
        "lấy người có số phiếu quá nửa liền kề trong số còn lại", "the next highest with more than half"
    ),
}
EXTRACT_SOURCES: Mapping[Source, Words] = {
    "resolution": words("nghị quyết", "resolution"),
    "minutes": words("biên bản đại hội", "minutes of the congress"),
}
EXTRACT_PARTS: Mapping[Part, Words] = {
    "assessment": words("Đánh giá nhiệm kỳ cũ", "assessment of the outgoing term"),
    "directions": words("Phương hướng, chỉ tiêu, nhiệm vụ", "directions, targets and tasks"),
    "elections": words("Kết quả bầu cử", "results of the elections"),
    "attendance": words("Thành phần tham dự", "attendance"),
    "organs": words("Các cơ quan của đại hội", "organs of the congress"),
    "steps": words("Diễn biến", "course of the congress"),
    "adoption": words("Biểu quyết thông qua", "adoption of the resolution"),
}
"""In Vietnamese as the workbook offers them."""
