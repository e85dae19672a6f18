"""The two papers by which a congress works: its working rules, and its rules of election."""

from __future__ import annotations

from docx.document import Document
from letterhead import add, heading, optional, p, sheet, signed_with_receivers, tag, title

_TO = p("VKTo", "- {{ who }} dự Đại hội;") + p("VKTo", "- Lưu: VT, hồ sơ Đại hội.")
_SIGNED = ("TM. ĐẠI HỘI", "ĐOÀN CHỦ TỊCH")


def working_rules() -> Document:
    document = sheet("Quy chế làm việc của Đại hội")
    add(document, heading(organ=False, dated=True), title("QUY CHẾ"))
    add(
        document,
        _grounds(),
        p("VKArticle", "Phạm vi, đối tượng áp dụng"),
        p(
            "VKBody",
            "Quy chế này quy định việc tổ chức và điều hành {{ congress }}; áp dụng đối với {{ applies_to }}.",
        ),
        p("VKArticle", "Nguyên tắc làm việc"),
        _dash("Đại hội làm việc theo nguyên tắc tập trung dân chủ, quyết định theo đa số."),
        optional("quorum", p("VKBody", "- {{ quorum }}.")),
        _dash("Đại hội tiến hành theo chương trình đã được Đại hội biểu quyết thông qua."),
        p("VKArticle", "Nhiệm vụ, quyền của {{ who_small }} dự Đại hội"),
        _dash("Dự đầy đủ các phiên họp, đúng giờ; khi vắng mặt phải báo cáo và được Đoàn Chủ tịch đồng ý."),
        _dash(
            "Mang theo giấy triệu tập, đeo thẻ, ngồi đúng vị trí và chấp hành sự điều hành của Đoàn Chủ tịch."
        ),
        optional("dress", p("VKBody", "- Trang phục: {{ dress }}.")),
        _dash("Thảo luận, biểu quyết các nội dung của Đại hội; ứng cử, đề cử và bầu cử theo quy chế bầu cử."),
        _dash("Khách mời dự Đại hội, phát biểu khi Đoàn Chủ tịch mời; không biểu quyết, không bầu cử."),
        p("VKArticle", "Đoàn Chủ tịch"),
        p(
            "VKLead",
            "Đoàn Chủ tịch gồm {{ presidium_count }} đồng chí, do Đại hội bầu, làm việc tập thể và quyết định theo đa số, "
            "có nhiệm vụ:",
        ),
        _dash("Điều hành Đại hội theo chương trình; phân công thành viên điều hành từng phần việc;"),
        _dash(
            "Hướng dẫn thảo luận, biểu quyết; lãnh đạo việc bầu cử và xem xét việc rút tên khỏi danh sách bầu cử;"
        ),
        _dash("Nhận biên bản kiểm phiếu và phiếu bầu đã niêm phong, bàn giao cho Ban Chấp hành mới;"),
        _dash("Phân công triệu tập viên hội nghị lần thứ nhất của Ban Chấp hành mới."),
        p("VKArticle", "Đoàn Thư ký"),
        p("VKLead", "Đoàn Thư ký gồm {{ secretariat_count }} đồng chí, do Đại hội bầu, có nhiệm vụ:"),
        _dash("Ghi biên bản, ghi kết quả biểu quyết, tổng hợp ý kiến thảo luận;"),
        _dash("Dự thảo nghị quyết và các văn bản của Đại hội trình Đoàn Chủ tịch;"),
        _dash("Tiếp nhận, quản lý tài liệu và bàn giao cho Ban Chấp hành mới sau Đại hội."),
        optional(
            "credentials_count",
            p("VKArticle", "Ban Thẩm tra tư cách đại biểu"),
            p(
                "VKLead",
                "Ban Thẩm tra tư cách đại biểu gồm {{ credentials_count }} đồng chí, do Đại hội bầu, có nhiệm vụ:",
            ),
            _dash("Xem xét, báo cáo Đại hội tình hình và tư cách đại biểu để Đại hội biểu quyết;"),
            _dash("Xem xét đơn, thư về tư cách đại biểu và báo cáo Đại hội."),
        ),
        optional(
            "tellers_count",
            p("VKArticle", "{{ tellers_label }}"),
            p(
                "VKBody",
                "{{ tellers_label }} gồm {{ tellers_count }} đồng chí, do Đại hội bầu, tổ chức bỏ phiếu, kiểm phiếu và "
                "công bố kết quả theo quy chế bầu cử.",
            ),
        ),
        p("VKArticle", "Thảo luận, phát biểu"),
        _dash(
            "Người phát biểu đăng ký với Đoàn Thư ký hoặc giơ tay và phát biểu khi được Đoàn Chủ tịch mời."
        ),
        _dash("Ý kiến phát biểu ngắn gọn, đi thẳng vào nội dung; ý kiến bằng văn bản gửi Đoàn Thư ký."),
        p("VKArticle", "Biểu quyết"),
        p("VKBody", "Đại hội biểu quyết bằng hình thức giơ tay để: {{ by_hands }}."),
        p(
            "VKBody",
            "Đoàn Thư ký đếm và ghi vào biên bản số người tán thành, không tán thành, không có ý kiến.",
        ),
        p("VKArticle", "Hiệu lực"),
        p(
            "VKLast",
            "Quy chế này được Đại hội biểu quyết thông qua và có hiệu lực trong thời gian diễn ra Đại hội./.",
        ),
        signed_with_receivers(_TO, _SIGNED, "{{ signer }}"),
    )
    return document


def election_rules() -> Document:
    document = sheet("Quy chế bầu cử tại Đại hội")
    add(document, heading(organ=False, dated=True), title("QUY CHẾ"))
    add(
        document,
        _grounds(),
        p("VKArticle", "Phạm vi, đối tượng áp dụng"),
        p("VKLead", "Quy chế này áp dụng cho việc bầu cử tại {{ congress }}, gồm:"),
        tag("{%p for vote in votes %}"),
        p("VKBody", "- Bầu {{ vote.what }}: {{ vote.seats }} đồng chí{{ vote.alternates }}."),
        tag("{%p endfor %}"),
        p("VKArticle", "Hình thức bầu cử"),
        _dash("Bầu cử bằng bỏ phiếu kín."),
        _dash("Số lượng cần bầu và danh sách bầu cử do Đại hội biểu quyết bằng giơ tay trước khi bỏ phiếu."),
        optional("joint", p("VKBody", "- {{ joint }}.")),
        p("VKArticle", "Ứng cử, đề cử, rút tên"),
        p("VKBody", "- {{ who }} dự Đại hội có quyền ứng cử, đề cử; người được đề cử có quyền xin rút tên."),
        optional("requests", p("VKBody", "- {{ requests }}.")),
        p("VKArticle", "Phiếu bầu cử"),
        _dash("Phiếu bầu cử do Ban Chấp hành phát hành, có dấu của Ban Chấp hành, không ghi tên người bầu."),
        tag("{%p for line in ballots %}"),
        p("VKBody", "- {{ line }}"),
        tag("{%p endfor %}"),
        optional(
            "invalid",
            p("VKArticle", "Phiếu hợp lệ, phiếu không hợp lệ"),
            p("VKLead", "Phiếu không hợp lệ là phiếu:"),
            tag("{%p for line in invalid %}"),
            p("VKBody", "- {{ line }}"),
            tag("{%p endfor %}"),
            tag("{%p for line in valid %}"),
            p("VKBody", "{{ line }}"),
            tag("{%p endfor %}"),
        ),
        p("VKArticle", "Người trúng cử"),
        tag("{%p for line in elected %}"),
        p("VKBody", "- {{ line }}"),
        tag("{%p endfor %}"),
        p("VKArticle", "{{ tellers_label }}"),
        p(
            "VKLead",
            "{{ tellers_label }} gồm {{ tellers_count }} đồng chí, do Đại hội bầu, không có tên trong danh sách bầu cử, có "
            "nhiệm vụ:",
        ),
        _dash("Hướng dẫn cách bầu; kiểm tra, niêm phong hòm phiếu trước Đại hội; phát phiếu và thu phiếu;"),
        _dash("Kiểm phiếu ngay sau khi bỏ phiếu xong; lập biên bản kiểm phiếu và công bố trước Đại hội;"),
        _dash("Niêm phong phiếu bầu cùng biên bản, giao Đoàn Chủ tịch."),
        optional("kept", p("VKArticle", "Lưu giữ phiếu bầu"), p("VKBody", "{{ kept }}.")),
        p("VKArticle", "Hiệu lực"),
        p(
            "VKLast",
            "Quy chế này được Đại hội biểu quyết thông qua và có hiệu lực trong thời gian diễn ra Đại hội./.",
        ),
        signed_with_receivers(_TO, _SIGNED, "{{ signer }}"),
    )
    return document


def _grounds() -> str:
    return tag("{%p for line in grounds %}") + p("VKGround", "{{ line }}") + tag("{%p endfor %}")


def _dash(sentence: str) -> str:
    return p("VKBody", f"- {sentence}")
