"""What the data of a congress are called when one of them is missing, by JSON pointer; `*` stands for a number."""

from __future__ import annotations

import re

DATA_NAMES = {
    "/form": (
        "hình thức đại hội (toàn thể hay đại biểu)",
        "the form of the congress (plenary or of delegates)",
    ),
    "/ordinal": ("số thứ tự của đại hội (lần thứ mấy)", "the ordinal of the congress"),
    "/organisation/place": (
        "địa danh (tên tỉnh hoặc nơi ghi trên văn bản)",
        "the place name for the date line",
    ),
    "/opened_on": ("ngày khai mạc", "the opening date"),
    "/closed_on": ("ngày bế mạc", "the closing date"),
    "/venue": ("địa điểm tổ chức", "the venue"),
    "/outgoing_term": ("nhiệm kỳ cũ", "the outgoing term"),
    "/sessions": ("các phiên họp", "the sessions"),
    "/sessions/*/opened_at": ("giờ khai mạc của phiên thứ {}", "the opening time of session {}"),
    "/sessions/*/closed_at": ("giờ kết thúc của phiên thứ {}", "the closing time of session {}"),
    "/attendance/summoned": ("số đại biểu (đoàn viên) được triệu tập", "how many were summoned"),
    "/attendance/present": ("số đại biểu (đoàn viên) có mặt", "how many were present"),
    "/attendance/members_represented": ("số đoàn viên được đại diện", "how many members were represented"),
    "/delegates": ("danh sách đại biểu", "the list of delegates"),
    "/delegates/*/number": (
        "số thẻ của đại biểu thứ {} trong danh sách",
        "the card number of delegate {} on the list",
    ),
    "/delegates/*/unit": (
        "đơn vị của đại biểu thứ {} trong danh sách",
        "the unit of delegate {} on the list",
    ),
    "/presidium": ("Đoàn Chủ tịch", "the presidium"),
    "/secretariat": ("Đoàn Thư ký", "the secretariat"),
    "/credentials_committee": ("Ban Thẩm tra tư cách đại biểu", "the credentials committee"),
    "/tellers": ("Ban Bầu cử (Ban Kiểm phiếu)", "the tellers"),
    "/credentials/ex_officio": ("số đại biểu đương nhiên", "how many delegates are ex officio"),
    "/credentials/elected": ("số đại biểu được bầu", "how many delegates were elected"),
    "/credentials/appointed": ("số đại biểu được chỉ định", "how many delegates were appointed"),
    "/credentials/breakdowns": ("cơ cấu, chất lượng đại biểu", "the breakdowns of the delegates"),
    "/credentials/complaints": ("tình hình đơn thư, khiếu nại", "what was done about complaints"),
    "/credentials/qualified": ("số đại biểu đủ tư cách", "how many delegates are qualified"),
    "/convening/signer": ("người ký giấy triệu tập, giấy mời", "who signs summonses and invitations"),
    "/programme": ("chương trình đại hội", "the programme of the congress"),
    "/organisation/members": ("số đoàn viên", "how many members the union has"),
    "/outgoing_ordinal": ("số khóa của Ban Chấp hành nhiệm kỳ cũ", "the ordinal of the outgoing committee"),
    "/membership/breakdowns": ("cơ cấu, chất lượng đoàn viên", "the breakdowns of the members"),
    "/appointments": ("quyết định chỉ định được công bố", "the decisions of appointment that were announced"),
    "/elections": ("kết quả bầu cử", "the elections"),
    "/elections/*": (
        "kết quả bầu đại biểu dự đại hội cấp trên",
        "the vote for delegates to the upper congress",
    ),
    "/elections/*/seats": ("số lượng cần bầu", "the number of seats"),
    "/elections/*/rounds": ("số liệu kiểm phiếu", "the figures of the count"),
    "/elections/*/rounds/*/candidates": ("danh sách bầu cử", "the list of candidates"),
    "/elections/*/rounds/*/candidates/*/votes": (
        "số phiếu của người thứ {} trong danh sách",
        "the votes of candidate {} on the list",
    ),
    "/elections/*/rounds/*/held_on": ("ngày bầu", "the day of the vote"),
    "/elections/*/rounds/*/opened_at": ("giờ bắt đầu", "when the vote began"),
    "/elections/*/rounds/*/closed_at": ("giờ kiểm phiếu xong", "when the count ended"),
    "/elections/*/rounds/*/present": ("số có mặt khi bầu", "how many voters were present"),
    "/elections/*/rounds/*/issued": ("số phiếu phát ra", "the ballots issued"),
    "/elections/*/rounds/*/collected": ("số phiếu thu về", "the ballots collected"),
    "/elections/*/rounds/*/valid": ("số phiếu hợp lệ", "the valid ballots"),
    "/elections/*/rounds/*/invalid": ("số phiếu không hợp lệ", "the invalid ballots"),
    "/executive_committee": ("kết quả bầu Ban Chấp hành", "the executive committee elected"),
    "/executive_committee/ordinal": (
        "số khóa của Ban Chấp hành (khóa mấy)",
        "the ordinal of the executive committee",
    ),
    "/executive_committee/members": (
        "đủ tên những người trúng cử Ban Chấp hành hoặc đủ số phiếu bầu Ban Chấp hành",
        "every name of the committee elected, or every figure of the vote for it",
    ),
    "/executive_committee/standing_committee/members": (
        "danh sách Ban Thường vụ",
        "the members of the standing committee",
    ),
    "/inspection_committee/members": ("danh sách Ủy ban Kiểm tra", "the members of the inspection committee"),
    "/executive_committee/chair": (
        "tên Chủ tịch được bầu",
        "the name of the chair who was elected",
    ),
    "/executive_committee/chair_elected_by": (
        "thông tin Chủ tịch do Đại hội hay do Ban Chấp hành bầu",
        "whether the congress or the committee elected the chair",
    ),
    "/upper_delegation": ("đại hội cấp trên và số đại biểu được cử", "the upper congress and its delegates"),
    "/assessment/results": ("kết quả của nhiệm kỳ cũ", "the results of the outgoing term"),
    "/resolution/goals": ("mục tiêu", "the goals"),
    "/resolution/tasks": ("nhiệm vụ, giải pháp", "the tasks"),
    "/resolution/targets": ("chỉ tiêu", "the targets"),
    "/resolution/targets/*/value": ("con số của chỉ tiêu thứ {}", "the figure of target {}"),
    "/resolution/targets/*/grade": ("mức xếp loại của chỉ tiêu thứ {}", "the grade of target {}"),
    "/resolution/adopted": ("kết quả biểu quyết nghị quyết", "the vote that adopted the resolution"),
    "/resolution/adopted_on": ("ngày thông qua nghị quyết", "the day the resolution was adopted"),
    "/organisation/upper": ("công đoàn cấp trên", "the upper union"),
    "/first_conference/held_on": ("ngày hội nghị lần thứ nhất", "the day of the first conference"),
    "/first_conference/opened_at": ("giờ bắt đầu hội nghị", "when the conference began"),
    "/first_conference/closed_at": ("giờ kết thúc hội nghị", "when the conference ended"),
    "/first_conference/venue": ("địa điểm hội nghị", "where the conference was held"),
    "/first_conference/summoned": ("số ủy viên được triệu tập", "how many members were summoned"),
    "/first_conference/present": ("số ủy viên có mặt", "how many members were present"),
    "/first_conference/presided_by": ("người chủ tọa hội nghị", "who presided at the conference"),
    "/first_conference/secretary": ("thư ký hội nghị", "the secretary of the conference"),
    "/first_conference/tellers": ("ban kiểm phiếu của hội nghị", "the tellers of the conference"),
    "/minutes/steps": ("diễn biến đại hội", "the order of business as it went"),
}


def data_name(pointer: str) -> tuple[str, str]:
    """
    What the datum is called in Vietnamese and in English; its place in the innermost list counts from 1.

        >>> data_name("/delegates/6/unit")[1]
        'the unit of delegate 7 on the list'
    """
    known = re.sub(r"/(\d+|-)(?=/|$)", "/*", pointer)
    known = known.replace("/inspection_conference", "/first_conference", 1)
    vi, en = DATA_NAMES[known.removeprefix("/first_conference") if "/elections" in known else known]
    numbers = re.findall(r"/(\d+)(?=/|$)", pointer)
    place = int(numbers[-1]) + 1 if numbers else 1
    return vi.format(place), en.format(place)
