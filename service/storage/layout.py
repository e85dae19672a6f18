"""
Where an object stands in the archive, and what the archive says about itself.

The identifier of an object is `vankien:` and its path: the term, then the organisation.
The depth is fixed, so no object ever lies inside another.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

ROOT_DECLARATION: Final = "0=ocfl_1.1"
ROOT_DECLARATION_TEXT: Final = b"ocfl_1.1\n"
OBJECT_DECLARATION: Final = "0=ocfl_object_1.1"
OBJECT_DECLARATION_TEXT: Final = b"ocfl_object_1.1\n"
README: Final = "README.txt"
BESIDE: Final = re.compile(r"verify(?:-[1-9][0-9]{0,2})?\.html|proof-key-[0-9a-f]{16}\.json", re.ASCII)
"""Files beside the terms that help to verify papers without us."""

_SCHEME: Final = "vankien:"
_OBJECT_ID: Final = re.compile(
    r"vankien:(?P<path>[0-9]{4}-[0-9]{4}/(?!v[0-9]+\Z|content\Z)[a-z0-9]+(?:[.-][a-z0-9]+)*)", re.ASCII
)
_OBJECT_ID_LIMIT: Final = 240


def object_path(object_id: str) -> str:
    """
    The folder of an object, below the root of the archive: its identifier without the scheme.

        >>> object_path("vankien:2023-2028/gia-lai.cong-doan-vien-chuc-tinh.so-cong-thuong")
        '2023-2028/gia-lai.cong-doan-vien-chuc-tinh.so-cong-thuong'

    ValueError for anything but a term, a slash and an organisation of lower-case ASCII
    words joined by dots and hyphens, 240 characters at most.
    """
    match = _OBJECT_ID.fullmatch(object_id)
    if match is None or len(object_id) > _OBJECT_ID_LIMIT:
        raise ValueError(f"not the identifier of an archived object: {object_id!r}")
    return match["path"]


def object_id_at(path: str) -> str | None:
    """The identifier of the object whose folder is `path`; None when no object can stand there."""
    object_id = f"{_SCHEME}{path}"
    return object_id if _OBJECT_ID.fullmatch(object_id) else None


README_TEXT: Final = """\
KHO LƯU TRỮ VĂN KIỆN ĐẠI HỘI CÔNG ĐOÀN
======================================
(English below)

Thư mục này giữ các bộ văn kiện đại hội đã chốt, theo chuẩn mở OCFL 1.1 (https://ocfl.io/1.1/spec/).
Có thể xem bằng trình quản lý tệp của bất kỳ máy tính nào, không cần chương trình riêng.

Cách sắp xếp
    Mỗi hồ sơ đại hội là một thư mục: nhiệm kỳ trước, tổ chức công đoàn sau. Hồ sơ có mã
    "vankien:2023-2028/gia-lai.so-cong-thuong" nằm ở thư mục "2023-2028/gia-lai.so-cong-thuong":
    phần sau dấu hai chấm của mã chính là đường dẫn.

Tìm một văn kiện
    1. Mở thư mục của nhiệm kỳ, rồi thư mục của tổ chức công đoàn.
    2. v1, v2, v3... là các lần chốt; số lớn nhất là lần mới nhất.
    3. Tệp mới của lần chốt thứ hai nằm trong v2/content/. Tệp không thay đổi thì không chép lại.
       Mở inventory.json bằng trình soạn thảo văn bản: trong "versions", mục "state" của mỗi lần chốt
       ghi mã băm và tên các tệp thuộc lần đó; mục "manifest" ghi tệp có mã băm ấy đang nằm ở đâu.

Trong mỗi lần chốt
    papers/          các văn kiện (Word), xếp theo loại
    edition/         dữ liệu đại hội: received.json, .xlsx hoặc .form đúng như khi nhận, congress.json ở
                     dạng chuẩn
    fields.jsonl     mỗi dòng là một văn kiện: các giá trị đã in và các từ dùng để tìm
    templates/       các mẫu Word; rules/ quy định được áp dụng; findings.json những điều đã phát hiện
    manifest.json    bộ văn kiện nào, của tổ chức nào trong hệ thống, thay cho bộ nào; mỗi văn kiện có số,
                     ngày, mã băm SHA-256 của tệp, của mẫu và của các trường, và phiên bản phần mềm đã dựng
    register.json    sổ đăng ký văn bản của hồ sơ: số đã cấp, số đã hủy kèm lý do, bản đã ký; lần chốt
                     mới nhất giữ đủ cả sổ
    signed/          bản đã ký (PDF), đúng như khi nhận

Ở ngay thư mục này
    verify.html      mở bằng trình duyệt, không cần mạng: kiểm chứng một tệp, hoặc mã trong ô QR của
                     văn kiện. Có verify-2.html, verify-3.html... thì số lớn nhất là trang mới nhất
    proof-key-*.json các khóa công khai dùng để kiểm chữ ký của mã

Kiểm tra tệp còn nguyên vẹn (trong thư mục của hồ sơ)
    sha512sum -c inventory.json.sha512
    sha512sum v1/content/TÊN-TỆP
    Lệnh thứ nhất phải báo "OK". Dãy chữ số của lệnh thứ hai phải có trong inventory.json, ở mục
    "manifest", bên cạnh đúng đường dẫn ấy. Trên Windows: certutil -hashfile TÊN-TỆP SHA512

Không sửa, không đổi tên, không xóa bất cứ tệp nào ở đây.


ARCHIVE OF TRADE UNION CONGRESS PAPERS
======================================

This folder keeps the sealed sets of congress papers, as an OCFL 1.1 storage root
(https://ocfl.io/1.1/spec/). Any file browser shows it; no program of ours is needed.

How it is laid out
    The file of one congress is one folder: the term first, then the union. The object
    "vankien:2023-2028/gia-lai.so-cong-thuong" stands in "2023-2028/gia-lai.so-cong-thuong":
    what follows the colon of the identifier is the path.

To find a paper
    1. Open the folder of the term, then the folder of the union.
    2. v1, v2, v3... are the times it was sealed; the highest is the latest.
    3. What was new the second time is in v2/content/. Unchanged files are not copied again. Open
       inventory.json in a text editor: below "versions", the "state" of each version gives the
       digests and names of its files; "manifest" says where the file of each digest stands.

What a version holds
    papers/          the papers (Word), by kind
    edition/         the congress data: received.json, .xlsx or .form as it came, congress.json in
                     canonical form
    fields.jsonl     a line for each paper: the values it printed and the words it is found by
    templates/       the Word templates; rules/ the rule set applied; findings.json what was found
    manifest.json    which set, of which union in the tree, in place of which set before; for each paper its
                     number and date, the SHA-256 of its file, template and fields, and the engine that made it
    register.json    the register of this file: numbers given, voided ones with their reasons, signed
                     copies; the newest version holds all of it
    signed/          the signed copies (PDF), just as they came

Beside the terms
    verify.html      open it in a browser, no network is needed: it verifies a file, or the code in the
                     QR of a paper. Where there are verify-2.html, verify-3.html ..., the highest is the newest
    proof-key-*.json the public keys by which the signature of a code is checked

To check that files are unchanged (inside the folder of the object)
    sha512sum -c inventory.json.sha512
    sha512sum v1/content/FILE-NAME
    The first must say "OK". The digits of the second must stand in inventory.json, below
    "manifest", beside that very path. On Windows: certutil -hashfile FILE-NAME SHA512

Do not change, rename or remove anything here.
"""

ROOT_DIGESTS: Final = {
    ROOT_DECLARATION: frozenset({hashlib.sha512(ROOT_DECLARATION_TEXT).hexdigest()}),
    README: frozenset(
        {
            hashlib.sha512(README_TEXT.encode()).hexdigest(),
            # Every text that a release laid there: an archive keeps the one it began with.
            "532fe0ae4453d1245510c1c8ee6f31a3e69562ff39771ae7ddf0da176ab56009b5a25787ac9dab1c0deeadcc3cf9d84651acdb505329166d9bd05be5d2739330",
            "9c0bb5d00b37f78f976b403be010a1ad5e05489e661398ba2458bc07932ca1b01593275c3b4aef21d4b02b1d50290778fa5debe0043945c56fba2f8de0301300",
        }
    ),
}
"""The sha512 that a file of the root may have: the specification keeps no digest of them."""
