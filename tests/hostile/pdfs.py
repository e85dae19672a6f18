"""PDFs that act, carry, loop, explode or are none."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from random import Random

from tests.hostile.zips import no_zip
from tests.pdfs import blank_pdf

Deed = Callable[[Random], bytes]

_CATALOG = "<</Type/Catalog/Pages 2 0 R{}>>"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{}>>"


def _file(*objects: bytes | str, trailer: str = "") -> bytes:
    """A PDF of these objects, from number 1, with a table of where they are."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (one.encode() if isinstance(one, str) else one) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _one_page(catalog: str = "", page: str = "", *more: bytes | str) -> bytes:
    return _file(_CATALOG.format(catalog), "<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE.format(page), *more)


def bytes_changed(dice: Random) -> bytes:
    source = bytearray(blank_pdf(pages=dice.choice((1, 20))))
    for _ in range(dice.choice((1, 1, 4, 40))):
        source[dice.randrange(9, len(source))] = dice.randrange(256)
    return bytes(source)


def cut(dice: Random) -> bytes:
    source = blank_pdf(pages=2)
    return source[: dice.randrange(len(source))]


def acting(dice: Random) -> bytes:
    deed = dice.choice(
        (
            "/OpenAction<</S/JavaScript/JS(app.alert(1))>>", "/OpenAction<</S/Launch/F(cmd.exe)>>", "/AA<</WC<</S/JavaScript/JS(1)>>>>",
            "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>", "/OpenAction<</S/#4aavaScript/JS(1)>>",
            "/OpenAction<</S/GoToE/F(a.pdf)>>", "/OpenAction<</S/SubmitForm/F(http://127.0.0.1/)>>", "/AcroForm<</XFA[(a)(b)]>>",
            "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/EF<</F 4 0 R>>>>]>>>>", "/OpenAction<</S/ImportData/F(a)>>",
        )
    )  # fmt: skip
    return _one_page(deed, "", "<</Length 0>>\nstream\n\nendstream")


def playing(dice: Random) -> bytes:
    kind = dice.choice(("RichMedia", "Movie", "Sound", "Screen", "3D", "FileAttachment", "#52ichMedia"))
    return _one_page("", f"/Annots[<</Type/Annot/Subtype/{kind}/Rect[0 0 1 1]>>]")


def looping(dice: Random) -> bytes:
    kids = dice.choice(("2 0 R", "2 0 R 2 0 R", "3 0 R 2 0 R", "1 0 R", "9 0 R"))
    pages = dice.choice(
        (f"<</Type/Pages/Kids[{kids}]/Count 9>>", "2 0 R", "3 0 R", "<</Type/Pages/Kids 2 0 R/Count 1>>")
    )
    return _file(_CATALOG.format(""), pages, _PAGE.format("/Parent 3 0 R"))


def counting(dice: Random) -> bytes:
    count = dice.choice(("-1", "99999999999999999999", "1e9", "(x)", "null", "2147483648"))
    return _file(_CATALOG.format(""), f"<</Type/Pages/Kids[3 0 R]/Count {count}>>", _PAGE.format(""))


def many_pages(dice: Random) -> bytes:
    many = dice.choice((501, 5_000, 100_000))
    return _file(
        _CATALOG.format(""), f"<</Type/Pages/Kids[{'3 0 R ' * many}]/Count {many}>>", _PAGE.format("")
    )


def tables(dice: Random) -> bytes:
    previous = dice.choice((0, 9, 10**12, -1))
    return _file(
        _CATALOG.format(""),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE.format(""),
        trailer=f"/Prev {previous}/XRefStm {previous}",
    )


def no_table(dice: Random) -> bytes:
    whole = _one_page()
    start = dice.choice((b"0", b"9", b"99999999", b"-1", b"x"))
    return whole[: whole.rfind(b"startxref")] + b"startxref\n" + start + b"\n%%EOF"


def deep(dice: Random) -> bytes:
    depth = dice.choice((900, 20_000, 400_000))
    opened, closed = dice.choice((("[", "]"), ("<</A", ">>"), ("(", ")"), ("<</A[", "]>>")))
    return _one_page("/X " + opened * depth + closed * depth)


def packed_streams(dice: Random) -> bytes:
    """A table of objects that unpacks to very much, filter over filter."""
    content = bytes(dice.choice((1_000_000, 60_000_000)))
    layers = dice.choice((1, 2, 3))
    for _ in range(layers):
        content = zlib.compress(content, 9)
    filters = "/FlateDecode" * layers
    kind = dice.choice(
        (
            "/Type/XRef/W[1 4 1]/Index[0 99999999]/Size 99999999/Root 1 0 R",
            "/Type/ObjStm/N 9999999/First 9",
            "",
        )
    )
    stream = (
        f"<<{kind}/Filter[{filters}]/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"
    )
    whole = _one_page("/X 4 0 R", "/Contents 4 0 R", stream)
    at = whole.index(b"4 0 obj")
    return whole[: whole.rfind(b"startxref")] + f"startxref\n{at}\n%%EOF".encode()


def locked(dice: Random) -> bytes:
    version = dice.choice((1, 2, 4, 5, 99, -1))
    lock = f"/Encrypt<</Filter/Standard/V {version}/R {version}/O(x)/U(x)/P -4/Length {dice.choice((40, 2**31))}>>/ID[(a)(b)]"
    return _file(_CATALOG.format(""), "<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE.format(""), trailer=lock)


def odd_values(dice: Random) -> bytes:
    value = dice.choice(
        (
            "1" * 9_000,
            "<ff" * 99,
            "/A" * 9_000,
            "--1",
            "1 0 R 2 0 R",
            "<",
            "(\\",
            "/#",
            "%",
            "0 0 R",
            "99999999999 65535 R",
        )
    )
    return _one_page(f"/X {value}")


def many_objects(dice: Random) -> bytes:
    return _one_page(
        "/X[" + "".join(f"{n} 0 R " for n in range(4, 4_004)) + "]",
        "",
        *["<</A 1>>"] * dice.choice((4_000, 40_000)),
    )


def mixed(dice: Random) -> bytes:
    """Two files in one, or a page of HTML before the mark."""
    return (
        dice.choice((b"<script>alert(1)</script>\n", b"PK\x03\x04" + bytes(40), bytes(1_020), bytes(900)))
        + _one_page()
    )


def none_at_all(dice: Random) -> bytes:
    return no_zip(dice, {})


ALL: tuple[Deed, ...] = (
    bytes_changed, bytes_changed, cut, acting, acting, playing, looping, counting, many_pages, tables, no_table, deep, deep,
    packed_streams, locked, odd_values, many_objects, mixed, none_at_all,
)  # fmt: skip
