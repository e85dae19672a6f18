"""Templates of organisations: whose holds where, and that nothing is changed under a set that was accepted."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from service.bootstrap import Services
from service.catalog import AccountRecord, TemplateVersion
from service.congress.text import fold
from service.documents.template_desk import NoSuchTemplate, NotAWordFile, NotUsable
from tests.examining import examining_here
from tests.example import RESOLUTION_ALONE
from tests.word_files import with_words
from tests.working import work_off

UPPER, OWN = "Công đoàn Viên chức tỉnh", "Công đoàn cơ sở Sở Công thương"
Bring = Callable[..., TemplateVersion]


@pytest.fixture
def services(services: Services) -> Services:
    return examining_here(services)


@pytest.fixture
def bring(services: Services) -> Bring:
    """Brings the resolution of the program with other words."""
    source = services.book["resolution"].source

    def own(words: str, by: AccountRecord) -> TemplateVersion:
        changed = with_words(source, ("ĐOÀN CHỦ TỊCH", words))
        return services.templates.bring("resolution", changed, name="nghị quyết.docx", by=by)

    return own


@pytest.fixture
def at(services: Services) -> Callable[..., AccountRecord]:
    """An administrator of the organisation at a path below the root."""

    def add(*path: str) -> AccountRecord:
        with services.catalog.begin() as work:
            place = work.organisations.root()
            assert place is not None
            for step in path:
                place = work.organisations.under(place, name=step, name_key=fold(step), level="grassroots")
            added = work.accounts.add(
                name=" ".join(path),
                role="administrator",
                organisation=place,
                password_hash=None,
                at=work.now(),
            )
            work.commit()
        return added

    return add


@pytest.fixture
def send(services: Services, administrator: AccountRecord, complete: bytes) -> Callable[..., str]:
    """Sends data for few papers, as a correction from the second time on; the id of the set."""
    whole: dict[str, Any] = json.loads(complete)
    value = {name: whole[name] for name in RESOLUTION_ALONE}

    def submit(key: str) -> str:
        raw = json.dumps({**value, "motto": f"Đổi mới {key}", "reason": "Đổi mẫu"}).encode()
        return services.submit(raw, account=administrator, key=key).set_id

    return submit


def made_with(services: Services, set_id: str, template: str = "resolution") -> str:
    """The digest of the file that a paper of the set is made with."""
    with services.catalog.read() as work:
        (found,) = (one for one in work.sets.documents(set_id) if one.template == template)
    return found.template_sha256


def test_the_nearest_organisation_decides(
    services: Services, bring: Bring, at: Callable[..., AccountRecord], send: Callable[..., str]
) -> None:
    """
    One's own before that of the union above, that before the program's; put back, it is as before. Who, when and what
    stands in the log.
    """
    upper, own = at(UPPER), at(UPPER, OWN)
    above, mine = bring("ĐOÀN CHỦ TỊCH (MẪU CỦA TỈNH)", upper), bring("ĐOÀN CHỦ TỊCH (MẪU CỦA SỞ)", own)
    desk, found = services.templates, [made_with(services, send("0"))]
    desk.choose(above.id, by=upper)
    found.append(made_with(services, send("1")))
    desk.choose(mine.id, by=own)
    found.append(made_with(services, send("2")))
    assert (above, mine) == tuple(desk.page("resolution", by=one).line.current for one in (upper, own))
    desk.set_aside("resolution", by=own)
    found.append(made_with(services, send("3")))
    desk.choose(mine.id, by=own)
    found.append(made_with(services, send("4")))

    shipped = services.book["resolution"].sha256
    assert [shipped, above.sha256, mine.sha256, above.sha256, mine.sha256] == found
    assert [mine, None, mine] == [one.version for one in desk.page("resolution", by=own).choices]
    with services.catalog.read() as work:
        assert ["template_brought", "template_chosen", "template_chosen"] == work.audit.events(mine.id)


@pytest.mark.slow
def test_a_set_is_made_with_the_files_of_the_moment_it_was_accepted(
    services: Services, administrator: AccountRecord, bring: Bring, send: Callable[..., str]
) -> None:
    """
    Another file that is chosen while the set waits changes nothing of it: what it was made with stands in the archive,
    and the version knows the sets that came after.
    """
    first = bring("ĐOÀN CHỦ TỊCH (MẪU MỘT)", administrator)
    services.templates.choose(first.id, by=administrator)
    accepted = send("1")
    second = bring("ĐOÀN CHỦ TỊCH (MẪU HAI)", administrator)
    services.templates.choose(second.id, by=administrator)
    work_off(services)
    later = send("2")
    work_off(services)

    status = services.sets.status(accepted, account=administrator)
    assert status is not None
    assert status.record.version is not None
    kept = services.archive.root.read(
        status.congress.object_id, status.record.version, "templates/resolution.docx"
    )
    assert (first.sha256, second.sha256) == (hashlib.sha256(kept).hexdigest(), made_with(services, later))
    pages = [services.templates.version(one.id, by=administrator) for one in (first, second)]
    assert [(accepted, "sealed", 1)] == [(one.set_id, one.state, one.papers) for one in pages[0].uses]
    assert [later] == [one.set_id for one in pages[1].uses]
    assert [1, 1] == [made for _, made in services.templates.page("resolution", by=administrator).versions]


def test_a_file_with_faults_is_kept_and_never_used(services: Services, administrator: AccountRecord) -> None:
    """
    It can be looked at, with a comment at each fault; it cannot be chosen or previewed.
    """
    desk, source = services.templates, services.book["resolution"].source
    spoilt = desk.bring(
        "resolution",
        with_words(source, ("{{ subject }}", "{{ subjekt }}")),
        name="hỏng.docx",
        by=administrator,
    )

    assert not spoilt.is_usable
    assert b"subjekt" in _comments(desk.annotated(spoilt.id, by=administrator)[1])
    for refused in (desk.choose, desk.preview):
        with pytest.raises(NotUsable):
            refused(spoilt.id, by=administrator)
    assert desk.page("resolution", by=administrator).line.current is None


def _comments(source: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(source)) as opened:
        return opened.read("word/comments.xml")


def test_what_is_no_word_file_is_not_kept(services: Services, administrator: AccountRecord) -> None:
    """
    The sentence says why; no version is made.
    """
    with pytest.raises(NotAWordFile) as refused:
        services.templates.bring("resolution", b"%PDF-1.7", name="a.docx", by=administrator)

    assert ["not-a-zip"] == [one.code for one in refused.value.check.findings]
    assert () == services.templates.page("resolution", by=administrator).versions


def test_the_same_file_twice_is_one_version(services: Services, administrator: AccountRecord) -> None:
    """
    A double click brings nothing twice, and the log says it once.
    """
    source = services.book["resolution"].source
    first, again = (
        services.templates.bring("resolution", source, name=name, by=administrator)
        for name in ("a.docx", "b.docx")
    )

    assert first == again
    with services.catalog.read() as work:
        assert ["template_brought"] == work.audit.events(first.id)


def test_templates_of_others_are_not_there(
    services: Services, bring: Bring, at: Callable[..., AccountRecord]
) -> None:
    """
    Beside and above looks like nothing; what lies below may be kept from above.
    """
    own, beside, upper = at(UPPER, OWN), at(UPPER, "Công đoàn Trường học"), at(UPPER)
    version = bring("ĐOÀN CHỦ TỊCH (MẪU CỦA SỞ)", own)
    desk, place = services.templates, own.organisation.id

    for ask in (
        lambda: desk.version(version.id, by=beside),
        lambda: desk.choose(version.id, by=beside),
        lambda: desk.shelf(organisation_id=place, by=beside),
        lambda: desk.current("resolution", organisation_id=place, by=beside),
        lambda: desk.set_aside("resolution", organisation_id=upper.organisation.id, by=own),
        lambda: desk.page("register", by=own),
    ):
        with pytest.raises(NoSuchTemplate):
            ask()
    assert desk.choose(version.id, by=upper) == version
    assert desk.current("resolution", organisation_id=place, by=upper).sha256 == version.sha256
