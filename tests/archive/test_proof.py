"""Codes of papers, and what the archive's files alone say of a file."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.key_files import SigningKeyRefused, new_key, signing_key
from service.archive.proof import BadCode, Claim, lay_verify_page, read_code, read_key, verify_page
from service.archive.sealed import digest_of
from service.archive.verifying import Verify
from service.bootstrap import Services
from service.catalog import AccountRecord, Shelved
from service.documents.qr import qr_of
from service.storage import FolderStorage, OcflRoot, ReadOnlyFolder
from tests.archive.test_rebuild import as_format_1
from tests.databases import ON_SQLITE
from tests.pdfs import blank_pdf
from tests.working import work_off

CLAIM = Claim(
    document_id=str(uuid.UUID(int=1)),
    set_id=str(uuid.UUID(int=2)),
    template="resolution",
    number="01/NQ-ĐH",
    fields_sha256=digest_of({}),
)


class TestCode:
    def test_a_code_says_what_was_signed(self, tmp_path: Path) -> None:
        """
        The same claim gives the same code, and the public half is enough to read it.
        """
        signer = new_key(tmp_path / "key")
        key = read_key(signer.key_file())

        assert key is not None
        assert signer.code(CLAIM) == signing_key(tmp_path / "key").code(CLAIM)
        assert CLAIM == read_code(signer.code(CLAIM), dict([key]))

    @given(place=st.integers(0, 230), sign=st.sampled_from("aZ09-_|ĐX"))
    def test_no_change_goes_unnoticed(
        self, tmp_path_factory: pytest.TempPathFactory, place: int, sign: str
    ) -> None:
        """
        Whatever one character is changed to, the code proves nothing any more, or says the same.
        """
        signer = new_key(tmp_path_factory.mktemp("key") / "one")
        code = signer.code(CLAIM)
        place %= len(code)
        changed = code[:place] + sign + code[place + 1 :]
        try:
            said = read_code(changed, {signer.key_id: signer.public})
        except BadCode:
            return

        assert CLAIM == said

    def test_a_key_of_somebody_else_is_not_known(self, tmp_path: Path) -> None:
        """
        Anybody can make a key; what counts are those in the archive.
        """
        stranger, ours = new_key(tmp_path / "a"), new_key(tmp_path / "b")
        with pytest.raises(BadCode, match="unknown_key"):
            read_code(stranger.code(CLAIM), {ours.key_id: ours.public})

    def test_a_new_key_outlasts_a_power_cut_before_anybody_knows_it(self, tmp_path: Path) -> None:
        """
        The archive would know a key that is gone, and nothing would start over it; nor does anybody ever read half a file.
        """
        make = "import sys, pathlib; from service.archive.key_files import new_key; new_key(pathlib.Path(sys.argv[1]))"
        log, key = tmp_path / "log", tmp_path / "var" / "key"
        traced = ["strace", "-f", "-y", "-qq", "-e", "trace=fsync,link,linkat", "-o", str(log)]
        subprocess.run([*traced, sys.executable, "-c", make, str(key)], check=True, timeout=60)
        calls = [line for line in log.read_text().splitlines() if str(key.parent) in line]
        file_synced, named, folder_synced = calls

        assert "fsync" in file_synced
        assert re.search(rf'link.*"{re.escape(str(key))}"', named)
        assert re.search(rf"fsync\(\d+<{re.escape(str(key.parent))}>\)", folder_synced)
        assert [key] == list(key.parent.iterdir())

    def test_the_private_half_is_kept_from_others(self, tmp_path: Path) -> None:
        """
        Only its owner reads the file; a file that is no key is refused in words.
        """
        new_key(tmp_path / "key")
        (tmp_path / "other").write_text("x")

        assert 0o600 == (tmp_path / "key").stat().st_mode & 0o777
        with pytest.raises(SigningKeyRefused, match="cannot be read"):
            signing_key(tmp_path / "other")


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """What looks into the archive's folder and nothing else."""
    return Verify(root=OcflRoot(ReadOnlyFolder(tmp_path / "var" / "storage")))


def changed(docx: bytes, before: str, after: str) -> bytes:
    """The Word file after somebody changed a word in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            content = old.read(one).decode() if one.filename == "word/document.xml" else old.read(one)
            new.writestr(
                one.filename, content.replace(before, after) if isinstance(content, str) else content
            )
    return out.getvalue()


@ON_SQLITE
class TestVerify:
    def test_genuine_altered_superseded_unknown(
        self,
        services: Services,
        administrator: AccountRecord,
        paper: Shelved,
        complete: bytes,
        verify: Verify,
    ) -> None:
        """
        The four answers, for a Word file; what was altered is said line by line.
        """
        content = services.archive.content(paper)
        genuine = verify.file(content)
        altered = verify.file(changed(content, "QUYẾT NGHỊ", "QUYẾT ĐỊNH"))
        raw = json.dumps(
            {**json.loads(complete), "delegates": [], "motto": "Đổi mới", "reason": "Sửa phương châm"}
        ).encode()
        services.submit(raw, account=administrator, key="2")
        work_off(services)
        superseded = verify.file(content)

        assert ("genuine", paper.document.title) == (genuine.state, genuine.known and genuine.known.title)
        assert "altered" == altered.state
        assert ["- QUYẾT NGHỊ", "+ QUYẾT ĐỊNH"] == [line.rstrip(": ") for line in altered.differs]
        assert ("superseded", 2) == (superseded.state, superseded.by)
        assert "unknown" == verify.file(b"%PDF-1.7").state

    def test_a_signed_copy_is_known(
        self, services: Services, administrator: AccountRecord, paper: Shelved, verify: Verify
    ) -> None:
        """
        The scan that came back is as genuine as the paper.
        """
        services.copies.attach(paper.document.id, blank_pdf(), name="a.pdf", account=administrator)
        work_off(services)
        verdict = verify.file(blank_pdf())

        assert ("genuine", paper.document.title) == (verdict.state, verdict.known and verdict.known.title)

    def test_a_code_leads_to_its_paper(self, services: Services, paper: Shelved, verify: Verify) -> None:
        """
        From the QR alone: genuine, made up, of another archive, or of other content than was sealed.
        """
        signer = services.work_on.produce.signer
        assert paper.document.fields_sha256
        code = qr_of(paper.document, paper.document.fields_sha256, signer).description
        other = qr_of(paper.document, "0" * 64, signer).description

        assert "genuine" == verify.code(code).state
        assert ("altered", "forged") == (
            verify.code(f"{code[:-4]}AAAA").state,
            verify.code(f"{code[:-4]}AAAA").why,
        )
        assert ("altered", "digest") == (verify.code(other).state, verify.code(other).why)
        assert ("unknown", "not_here") == (
            verify.code(signer.code(CLAIM)).state,
            verify.code(signer.code(CLAIM)).why,
        )
        assert "malformed" == verify.code("xin chào").why

    def test_the_first_format_proves_its_papers_too(
        self, services: Services, paper: Shelved, tmp_path: Path
    ) -> None:
        """
        An archive of the first release, which had no fields and no register: file and code are found genuine.
        """
        root, signer = services.archive.root, services.work_on.produce.signer
        head = root.head(paper.object_id)
        assert head
        first = OcflRoot(FolderStorage(tmp_path / "first"))
        first.initialise()
        first.lay_beside(signer.key_name, signer.key_file())
        first.add_version(
            paper.object_id,
            files=as_format_1({path: root.read_of(head, 1, path) for path in head.version(1).files}),
            created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            message="Chốt",
            user="quan-tri",
            expected_head=0,
        )
        verify = Verify(root=first)
        code = qr_of(paper.document, paper.document.fields_sha256 or "", signer).description

        assert "genuine" == verify.file(services.archive.content(paper)).state
        assert "genuine" == verify.code(code).state

    def test_what_lies_beside_the_terms_is_no_stranger(self, services: Services, paper: Shelved) -> None:
        """
        The fixity check knows the page and the keys.
        """
        names = {Path(key).name for key in services.storage.keys("archive") if key.count("/") == 1}

        assert services.fixity().is_sound
        assert {"verify.html", services.work_on.produce.signer.key_name} <= names


def test_an_archive_gets_the_newer_page_beside_the_one_it_began_with(tmp_path: Path) -> None:
    """
    Nothing that lies there is replaced; the same page is not laid twice.
    """
    root = OcflRoot(FolderStorage(tmp_path))
    root.initialise()
    root.lay_beside("verify.html", b"an older page")
    for _ in range(2):
        lay_verify_page(root)

    assert {"verify.html": b"an older page", "verify-2.html": verify_page()} == dict(root.beside("verify"))
    assert root.survey()[1].is_sound
