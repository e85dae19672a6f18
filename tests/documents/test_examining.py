"""A Word file that an office brings as a template: its form, and its papers made and read back."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from service.documents.examining import admit, examine
from service.documents.examining import examined as examined_here
from service.documents.examining_cage import examine_in
from service.documents.packs import Packs, read_packs
from service.documents.samples import Samples
from service.documents.template_cage import check_and_annotate_caged
from service.documents.template_check import TemplateCheck, check_template
from service.docx import PackageRefused
from service.intake.samples import EXAMPLES, samples_in
from tests.word_files import with_parts, with_words

Examined = Callable[[str, bytes], TemplateCheck]


@pytest.fixture(scope="module")
def packs() -> Packs:
    return read_packs(EXAMPLES.parent / "templates_docx", EXAMPLES.parent / "packs")


@pytest.fixture(scope="module")
def samples(packs: Packs) -> Samples:
    return samples_in(EXAMPLES, packs.rule_sets)


@pytest.fixture
def examined(packs: Packs, samples: Samples) -> Examined:
    """What is found in a file in the place of a template of the union."""
    pack = packs.packs["union"]
    return lambda template, source: examine(source, pack.book[template], pack, samples)


@pytest.fixture(scope="module")
def resolution(packs: Packs) -> bytes:
    return packs.packs["union"].book["resolution"].source


def errors(check: TemplateCheck) -> list[tuple[str, str]]:
    return [(one.code, one.vi) for one in check.findings if one.severity == "error"]


@pytest.mark.slow
def test_every_template_of_the_program_passes(packs: Packs, samples: Samples) -> None:
    """
    Whoever starts from one of them starts from something that is right, in every pack.
    """
    for pack in packs.packs.values():
        for name in pack.types:
            assert examine(pack.book[name].source, pack.book[name], pack, samples).is_usable, name


def test_other_words_and_an_own_look_are_fine(examined: Examined, resolution: bytes) -> None:
    """
    What an office may do: word the template its own way.
    """
    own = with_words(resolution, ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI"))

    assert [] == errors(examined("resolution", own))


def test_a_signature_that_got_lost_is_named(examined: Examined, resolution: bytes) -> None:
    """
    The field and its meaning, once, and not among the fields that are merely unused.
    """
    check = examined("resolution", with_words(resolution, ("{{ signer }}", "")))

    assert [
        ("required-field", "Mẫu thiếu trường bắt buộc “signer” (Người ký thay mặt Đoàn Chủ tịch).")
    ] == errors(check)
    assert not [one for one in check.findings if "“signer”" in one.vi and one.severity != "error"]


def test_a_figure_that_somebody_typed_in_is_found_at_its_paragraph(
    examined: Examined, resolution: bytes
) -> None:
    """
    The paper of last time makes a poor template.
    """
    check = examined(
        "resolution", with_words(resolution, ("{{ opening }}", "{{ opening }} Có 150 đại biểu."))
    )

    (found,) = (one for one in check.findings if one.severity == "error")
    assert ("trial-typed-in", "thân văn bản, đoạn 4") == (found.code, found.spot.vi)
    assert "“150 đại biểu”" in found.vi


def test_parts_that_changed_places_do_not_agree(examined: Examined, resolution: bytes) -> None:
    """
    A tag in the place of another makes another paper, though all of them are there.
    """
    swapped = (
        ("{{ adoption }}", "{{ x }}"),
        ("{{ opening }}", "{{ adoption }}"),
        ("{{ x }}", "{{ opening }}"),
    )
    found = errors(examined("resolution", with_words(resolution, *swapped)))

    assert "trial-lacks" in {code for code, _ in found}


def test_an_unknown_field_is_said_before_anything_is_tried(examined: Examined, resolution: bytes) -> None:
    """
    The check says it better, with the field that was meant.
    """
    found = errors(examined("resolution", with_words(resolution, ("{{ subject }}", "{{ subjekt }}"))))

    assert ["unknown-field-meant"] == [code for code, _ in found]


def test_the_gate_lets_nothing_alive_through(resolution: bytes) -> None:
    """
    No zip, no Word file, or a program in it: refused before anything else reads it.
    """
    link = '<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vba.bin"/></Relationships>'
    alive = with_parts(
        resolution, {"word/_rels/document.xml.rels": lambda xml: xml.replace("</Relationships>", link)}
    )
    for source in (b"", b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 100, alive):
        with pytest.raises(PackageRefused):
            admit(source)
    admit(resolution)


@pytest.mark.parametrize("source", [b"", b"{}", b"%PDF-1.7", b"\xd0\xcf\x11\xe0 of an old Word"])
def test_what_is_no_zip_has_no_process_started_for_it(
    source: bytes, packs: Packs, samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The gate knows it by its first bytes: the answer is the same, and whoever sends anything at all costs nothing.
    """
    ask = examine_in(EXAMPLES.parent / "templates_docx", EXAMPLES.parent / "packs", samples)
    within = examined_here(source, "resolution", packs, samples)
    monkeypatch.setattr(sys, "executable", "/bin/false")

    assert within == ask(source, "resolution")
    assert (check_template(source, among=("resolution",)), None) == check_and_annotate_caged(
        source, among=("resolution",)
    )
    assert ["not-a-zip"] == [code for code, _ in errors(within.check)]


@pytest.mark.slow
def test_it_is_the_same_in_a_process_of_its_own(
    packs: Packs, samples: Samples, examined: Examined, resolution: bytes
) -> None:
    """
    What people send is examined there; a file that the gate refuses comes back without a copy.
    """
    ask = examine_in(EXAMPLES.parent / "templates_docx", EXAMPLES.parent / "packs", samples)
    spoilt = with_words(resolution, ("{{ signer }}", ""))

    assert examined("resolution", spoilt) == ask(spoilt, "resolution").check
    assert (False, None) == ((refused := ask(b"PK", "resolution")).check.is_usable, refused.copy)
