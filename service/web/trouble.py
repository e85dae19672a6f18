"""The kinds of trouble a client may see; `service.web.problems` says which error is which."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    A kind of trouble: `code` never changes once published; `retry_after` is in seconds.

    `vi` and `en` say what happened and what to do next.
    """

    code: str
    status: int
    title: str
    vi: str
    en: str
    retry_after: int | None = None


_SAY = "Hãy báo người quản trị."
_TELL = "Tell the administrator."

INTERNAL = Problem(
    code="internal",
    status=500,
    title="Internal error",
    vi=f"Hệ thống gặp lỗi; việc vừa rồi chưa được thực hiện. Hãy thử lại; nếu vẫn lỗi thì {_SAY[4:]}",
    en="Something went wrong and nothing was done. Try again; if it happens again, tell the administrator.",
)
BUSY = Problem(
    code="unavailable",
    status=503,
    title="Not available now",
    vi="Hệ thống tạm thời không làm việc được; chưa có gì bị mất. Hãy thử lại sau ít phút.",
    en="The system cannot work right now; nothing was lost. Try again in a few minutes.",
    retry_after=5,
)
TOO_MANY = Problem(
    code="rate.exceeded",
    status=429,
    title="Too many requests",
    vi="Tài khoản này gửi quá nhiều yêu cầu trong một phút; yêu cầu vừa rồi chưa được thực hiện. Hãy đợi rồi gửi lại.",
    en="This account sent too many requests in one minute; nothing was done. Wait and send it again.",
    retry_after=60,
)
NO_PDF = Problem(
    code="pdf.failed",
    status=503,
    title="No PDF could be made",
    vi="Không chuyển được văn kiện sang PDF; tệp Word vẫn tải được như thường. Hãy thử lại, hoặc mở tệp Word rồi in ra PDF.",
    en="The paper could not be made into a PDF; the Word file is there as ever. Try again, or print it to PDF from Word.",
    retry_after=30,
)
TOO_LONG = Problem(
    code="search.too_long",
    status=422,
    title="The search would take too long",
    vi="Tìm như vậy mất quá nhiều thời gian. Hãy chọn nhiệm kỳ, tổ chức hoặc loại văn kiện, hoặc dùng từ khóa ít gặp hơn.",
    en="Such a search takes too long. Choose a term, an organisation or a kind, or use words that are rarer.",
)
FULL = Problem(
    code="storage.full",
    status=503,
    title="The storage is full",
    vi=f"Ổ đĩa của máy chủ đã đầy. {_SAY}",
    en=f"The server's disk is full. {_TELL}",
    retry_after=60,
)
DAMAGED = Problem(
    code="archive.damaged",
    status=500,
    title="The stored bytes are not those that were sealed",
    vi=f"Tệp trong kho lưu trữ không còn nguyên vẹn nên không được đưa ra. {_SAY}",
    en=f"The file in the archive is not intact, so it is not given out. {_TELL}",
)
NOT_FOUND = Problem(
    code="not_found",
    status=404,
    title="Not found",
    vi="Không có mục này, hoặc tài khoản của bạn không được xem. Hãy kiểm tra lại địa chỉ, hoặc tìm từ trang đầu, từ kho lưu trữ.",
    en="There is no such thing, or your account may not see it. Check the address, or look for it from the first page or in the archive.",
)
QUERY = Problem(
    code="query.refused",
    status=400,
    title="The query cannot be used",
    vi="Địa chỉ có giá trị không dùng được. Hãy sửa các giá trị nêu dưới đây, hoặc mở lại trang và chọn lại.",
    en="The address holds values that cannot be used. Mend what is listed below, or open the page again and choose anew.",
)
ACCOUNT = Problem(
    code="account.refused",
    status=422,
    title="Not done",
    vi="Không thực hiện được với tài khoản này; chưa có gì thay đổi. Hãy mở lại trang Người dùng và kiểm tra tên, tổ chức.",
    en="This cannot be done with that account; nothing has changed. Open the page of users again and check name and organisation.",
)
DATA = Problem(
    code="data.refused",
    status=422,
    title="The data have faults",
    vi="Dữ liệu có lỗi nên chưa được nhận; chưa có gì được lưu. Hãy sửa các lỗi nêu dưới đây rồi gửi lại.",
    en="The data have faults and were not accepted; nothing is stored. Mend what is listed and send again.",
)
BODY = Problem(
    code="body.refused",
    status=422,
    title="The body cannot be used",
    vi="Nội dung gửi lên có giá trị không dùng được; chưa có gì được thực hiện.",
    en="The body holds values that cannot be used; nothing was done.",
)
UNREADABLE = Problem(
    code="data.unreadable",
    status=400,
    title="The body cannot be read",
    vi="Không đọc được tệp; chưa có gì được lưu.",
    en="The file cannot be read; nothing is stored.",
)

NAME_TAKEN = Problem(
    code="account.name_taken",
    status=409,
    title="The name is taken",
    vi="Tên này đã có người dùng. Hãy chọn tên khác.",
    en="Somebody has that name already. Choose another.",
)
OWN_ACCOUNT = Problem(
    code="account.own",
    status=409,
    title="Nobody locks themselves out",
    vi="Không thể khóa chính tài khoản đang dùng. Hãy nhờ một người quản trị khác.",
    en="You cannot disable the account you are using. Ask another administrator.",
)
ACCOUNT_CLOSED = Problem(
    code="account.closed",
    status=409,
    title="The account was closed for good",
    vi="Tài khoản này đã đóng hẳn nên không thay đổi được nữa; chưa có gì thay đổi. Nếu người ấy cần làm việc, hãy lập tài khoản mới.",
    en="This account was closed for good and cannot be changed; nothing has changed. Add a new account if its person is to work again.",
)
PASSWORD_TOO_SHORT = Problem(
    code="account.password_too_short",
    status=422,
    title="The password is too short",
    vi="Mật khẩu phải có ít nhất 12 ký tự.",
    en="A password has at least 12 characters.",
)
KEY_REUSED = Problem(
    code="idempotency.key_reused",
    status=422,
    title="The Idempotency-Key was used for another body",
    vi="Khóa Idempotency-Key này đã dùng cho dữ liệu khác. Hãy dùng khóa mới.",
    en="This Idempotency-Key was used for other data. Use a new one.",
)
NOT_YOURS = Problem(
    code="organisation.not_yours",
    status=403,
    title="Not your organisation",
    vi="Dữ liệu nói về một tổ chức công đoàn ngoài phạm vi của tài khoản; chưa có gì được lưu. Hãy kiểm tra"
    " tên tổ chức và các cấp trên ghi trong dữ liệu.",
    en="The data are about a union outside the reach of the account; nothing is stored. Check the name of the"
    " organisation and of those above it.",
)
SETS_IN_HAND = Problem(
    code="key.sets_in_hand",
    status=409,
    title="Papers are being made",
    vi="Đang có bộ văn kiện được dựng; khóa chưa được đổi. Hãy đợi các bộ ấy xong rồi thử lại.",
    en="Papers are being made; the key was not changed. Wait until those sets are done and try again.",
)
ORGANISATION_CLOSED = Problem(
    code="organisation.closed",
    status=409,
    title="The organisation is closed",
    vi="Tổ chức công đoàn này, hoặc cấp trên của nó, đã đóng nên không lập đại hội mới; chưa có gì được lưu. Hãy kiểm tra tên"
    " tổ chức, hoặc nhờ người quản trị mở lại.",
    en="This union, or one above it, is closed and holds no further congress; nothing is stored. Check the name, or ask the"
    " administrator to open it again.",
)
TREE_MOVED = Problem(
    code="tree.moved",
    status=409,
    title="The tree has changed",
    vi="Cây tổ chức đã thay đổi sau khi bạn xem; chưa có gì được lưu. Hãy quay lại, xem lại các thay đổi rồi lưu.",
    en="The tree changed after you looked; nothing is stored. Go back, look at the changes again and store them.",
)
NOT_SIGNED_IN = Problem(
    code="not_signed_in",
    status=401,
    title="A valid token is needed",
    vi="Cần mã truy cập (token) còn hiệu lực.",
    en="A valid access token is needed.",
)
NEVER_NUMBERED = Problem(
    code="number.never",
    status=422,
    title="The paper bears no number",
    vi="Văn kiện này không có số, ký hiệu nên không cấp số.",
    en="This paper has no symbol, so it is given no number.",
)
PAPER_SUPERSEDED = Problem(
    code="paper.superseded",
    status=409,
    title="The paper has been superseded",
    vi="Văn kiện này đã có bản thay. Hãy cấp số cho bản mới.",
    en="A newer paper has taken the place of this one. Give the number to the newer one.",
)
HAS_NO_NUMBER = Problem(
    code="number.none",
    status=409,
    title="The paper has no number",
    vi="Văn kiện này chưa có số, hoặc số đã hủy; chưa có gì thay đổi. Hãy mở lại trang văn kiện để xem số hiện có.",
    en="This paper has no number, or its number was voided already; nothing has changed. Open its page again and look.",
)
NOTHING_ENTERED = Problem(
    code="register.empty",
    status=409,
    title="There is no register to print",
    vi="Tổ chức này chưa cấp số nào trong năm đó nên chưa có sổ để in.",
    en="This organisation gave no number in that year, so there is no register to print.",
)
DAY_OF_ISSUE = Problem(
    code="number.day",
    status=422,
    title="The day of issue cannot be right",
    vi="Ngày ban hành không được trước ngày khai mạc đại hội, cũng không được sau hôm nay.",
    en="The day of issue is not before the congress opened, and not after today.",
)
DRAFT_MOVED = Problem(
    code="draft.moved",
    status=409,
    title="Somebody saved the draft meanwhile",
    vi="Có người vừa lưu bản nháp này; chưa có gì được gửi. Hãy mở lại trang, xem lại rồi gửi.",
    en="Somebody has just saved this draft; nothing was sent. Open the page again, look at it, then send.",
)
COPY = Problem(
    code="copy.refused",
    status=422,
    title="The signed copy is not kept",
    vi="Bản đã ký này không lưu được; chưa có gì thay đổi.",
    en="This signed copy cannot be kept; nothing has changed.",
)
REGISTER_BEHIND = Problem(
    code="register.behind",
    status=500,
    title="The register is behind the archive",
    vi=f"Sổ đăng ký đang thiếu những số mà kho lưu trữ đã ghi, nên chưa cấp được số mới. {_SAY}",
    en=f"The register lacks numbers that the archive holds, so none is given now. {_TELL}",
)
TEMPLATE_FILE = Problem(
    code="template.refused",
    status=422,
    title="The file is not kept as a template",
    vi="Tệp này không dùng làm mẫu được nên không được giữ lại; chưa có gì thay đổi. Hãy mở lại bằng Word, lưu thành tệp .docx rồi gửi lại.",
    en="This file cannot be a template and is not kept; nothing has changed. Open it in Word, save it as .docx, and send it again.",
)
TEMPLATE_UNUSABLE = Problem(
    code="template.unusable",
    status=409,
    title="Papers cannot be made with this template",
    vi="Mẫu này còn lỗi nên chưa dùng được; mẫu đang dùng vẫn giữ nguyên. Hãy mở trang của mẫu, sửa các lỗi đã nêu rồi gửi tệp mới.",
    en="This template has faults and cannot be used; the current one stays. Open its page, mend what it names, and send the new file.",
)
TEMPLATE_FAILED = Problem(
    code="template.failed",
    status=409,
    title="No paper can be made with the own template",
    vi="Không dựng được văn kiện này bằng mẫu riêng của tổ chức: mẫu quá nặng hoặc không hợp với dữ liệu; chưa có gì thay đổi. Hãy nhờ người"
    " quản trị dùng lại mẫu trước, hoặc gửi một tệp mẫu gọn hơn.",
    en="This paper cannot be made with the organisation's own template, which is too heavy or does not fit the data; nothing has"
    " changed. Ask the administrator to go back to the template before, or to send a plainer file.",
)
NOT_ALLOWED = Problem(
    code="not_allowed",
    status=403,
    title="Your role does not allow this",
    vi="Vai trò của tài khoản không cho phép việc này. Nếu cần, hãy nhờ người quản trị.",
    en="The role of your account does not allow this. Ask the administrator if you need it.",
)
NOT_SEALED_YET = Problem(
    code="set.not_sealed",
    status=409,
    title="The set has no sealed papers",
    vi="Bộ văn kiện này chưa có văn kiện nào trong kho lưu trữ. Hãy mở trang của bộ và đợi dựng xong.",
    en="No paper of this set is in the archive yet. Open the page of the set and wait until it is done.",
)
NOT_GIVEN_UP = Problem(
    code="set.not_failed",
    status=409,
    title="The set was not given up",
    vi="Chỉ gửi lại được bộ văn kiện không dựng được. Bộ này đang dựng hoặc đã dựng xong; muốn thay bộ đã xong thì gửi dữ liệu mới.",
    en="Only a set that could not be made is sent again. This one is being made or is done; to replace it, send new data.",
)
KEY_MISSING = Problem(
    code="idempotency.key_missing",
    status=400,
    title="The header Idempotency-Key is missing",
    vi="Thiếu tiêu đề Idempotency-Key.",
    en="Send the header Idempotency-Key, a new one for each submission and the same one when repeating it.",
)
KEY_UNUSABLE = Problem(
    code="idempotency.key_unusable",
    status=400,
    title="The header Idempotency-Key cannot be used",
    vi="Tiêu đề Idempotency-Key gồm 1 đến 200 ký tự ASCII in được, không có dấu cách.",
    en="An Idempotency-Key is 1 to 200 printable ASCII characters without spaces.",
)
NOT_JSON_TYPE = Problem(
    code="body.not_json_type",
    status=415,
    title="The body must be application/json",
    vi="Nội dung gửi lên phải là application/json.",
    en="The body must be sent as application/json.",
)
NOT_DATA_TYPE = Problem(
    code="body.not_data_type",
    status=415,
    title="The body is neither JSON nor a workbook nor a form",
    vi="Nội dung gửi lên phải là application/json, tệp Excel (.xlsx) hoặc biểu mẫu.",
    en="Send the body as application/json, as a workbook (.xlsx), or as a form with names and values only.",
)
METHOD_NOT_ALLOWED = Problem(
    code="method_not_allowed",
    status=405,
    title="Method not allowed",
    vi="Địa chỉ này không mở theo cách đó được; chưa có gì thay đổi. Hãy quay lại trang trước và bấm nút ở đó.",
    en="This address does not take that method; nothing has changed. Go back to the page before and press its button.",
)
TOO_LARGE = Problem(
    code="body.too_large",
    status=413,
    title="The body is too large",
    vi="Tệp quá lớn; chưa có gì được lưu. Tệp dữ liệu đại hội thường chỉ vài trăm KB: hãy quay lại trang trước, kiểm tra xem có chọn nhầm"
    " tệp không.",
    en="The file is too large; nothing is stored. Congress data are a few hundred KB as a rule: go back a page and check that it is the"
    " right file.",
)
REFUSED = Problem(
    code="request.refused",
    status=400,
    title="The request cannot be used",
    vi="Yêu cầu không dùng được; chưa có gì thay đổi. Hãy quay lại trang trước, tải lại trang rồi làm lại.",
    en="The request cannot be used; nothing has changed. Go back to the page before, load it again and repeat.",
)
FORM_EXPIRED = Problem(
    code="form.expired",
    status=400,
    title="The form has expired",
    vi="Biểu mẫu đã hết hạn hoặc mở từ nơi khác; chưa có gì được gửi. Hãy mở lại trang rồi làm lại.",
    en="The form has expired or came from elsewhere; nothing was sent. Open the page again and repeat.",
)
