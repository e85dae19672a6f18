"""Names and headings are kept together by no-break spaces, in one place for all papers."""

from __future__ import annotations

from typing import Any

import pytest

from service.congress.model import Congress
from service.documents.fields.unbroken import in_heading, unbroken

NBSP = "\u00a0"


def kept(full: Congress, value: object) -> Any:
    """What becomes of one field of a paper of the congress; no-break spaces as `_`."""
    return _shown(unbroken({"x": value}, full)["x"])


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(NBSP, "_")
    return (
        {key: _shown(one) for key, one in value.items()}
        if isinstance(value, dict)
        else list(map(_shown, value))
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Đồng chí Rcom Jen, Nguyễn Văn An (30 phiếu).", "Đồng chí Rcom_Jen, Nguyễn_Văn_An (30 phiếu)."),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguyễn Văn Anh", "Nguyễn Văn Anh"),
        (["bầu Rcom Jen;"], ["bầu Rcom_Jen;"]),
        ({"a": "do Rcom Jen", "b": ["do Rcom Jen"]}, {"a": "do Rcom Jen", "b": ["do Rcom_Jen"]}),
        ("", ""),
    ],
)
def test_a_name_in_a_sentence_stays_on_one_line(value: object, expected: object, full: Congress) -> None:
    """
    A field that is a name and nothing else is left to the column it stands in.
    """
    assert expected == kept(full, value)


@pytest.mark.parametrize(
    ("caps", "expected"),
    [
        (
            "ĐẠI HỘI ĐẠI BIỂU CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG",
            "ĐẠI_HỘI ĐẠI_BIỂU CÔNG_ĐOÀN CƠ_SỞ SỞ CÔNG_THƯƠNG",
        ),
        ("CÔNG ĐOÀN CƠ SỞ IA", "CÔNG_ĐOÀN CƠ_SỞ_IA"),
        ("CĐCS IA", "CĐCS IA"),
        ("BÁO CÁO", "BÁO CÁO"),
    ],
)
def test_a_heading_leaves_no_word_alone(caps: str, expected: str) -> None:
    """
    The last two words go together, and so do the words of the field.
    """
    assert expected == in_heading(caps).replace(NBSP, "_")


def test_the_name_on_a_card_leaves_no_word_alone(full: Congress) -> None:
    """
    A name of fifty letters takes two lines there; its given name does not stand on the second by itself.
    """
    assert "NGUYỄN VĂN_AN" == kept(full, "NGUYỄN VĂN AN").replace(NBSP, "_")
