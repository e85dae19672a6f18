"""Every invariant, broken by hand: the checker names it, and says what breaks it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.archive import ExportTerm, SearchRequest
from service.archive.invariants import INVARIANTS, CheckInvariants, Findings
from service.archive.invariants.bags import check_export
from service.bootstrap import Services, build, set_reader
from service.config import Settings
from service.documents.rendered_again import RenderAgain
from service.storage import ReadOnlyFolder
from tests.faults.small import small_meeting
from tests.working import work_off


def fill(services: Services) -> None:
    """Two congresses; one is corrected, its resolution bears a number, the number before that is void."""
    account = services.access.ensure_administrator("Root")
    replace(services.webhooks, resolve=lambda *_: ["8.8.8.8"]).add("https://a.vn/", by=account)
    services.submit(small_meeting("Alder"), account=account, key="1")
    services.submit(small_meeting("Birch"), account=account, key="2")
    work_off(services)
    found = services.archive.search(SearchRequest(kind="resolution", words="alder"), account=account)
    (paper,) = found.papers
    day = dt.date(2024, 3, 20)
    services.register.give(paper.document.id, issued_on=day, account=account)
    services.register.void(paper.document.id, reason="misprint", account=account)
    services.register.give(paper.document.id, issued_on=day, account=account)
    work_off(services)
    services.submit(small_meeting("Birch", edition=2), account=account, key="3")
    work_off(services)
    services.audit_log.anchor()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, sqlite_model: Path) -> Path:
    """The folder of a system at rest in which everything holds."""
    var = tmp_path_factory.mktemp("sound")
    shutil.copy(sqlite_model, var / "catalog.db")
    services = build(Settings(var=var, office="off"))
    fill(services)
    services.close()
    return var


@pytest.fixture
def var(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken."""
    return Path(shutil.copytree(sound, tmp_path / "var"))


def check(var: Path, *, at_rest: bool = True, acknowledged: tuple[str, ...] = ()) -> Findings:
    storage = ReadOnlyFolder(var / "storage")
    return CheckInvariants(storage=storage, catalog_url=f"sqlite:///{var / 'catalog.db'}")(
        at_rest=at_rest, acknowledged=acknowledged
    )


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "-shm" not in path.name
    }


def test_a_sound_system_holds_and_is_not_touched(var: Path) -> None:
    """Every invariant of a running system is looked at, and no byte is written."""
    before = everything_in(var)

    found = check(var)

    assert found.breaches == []
    assert found.underway == []
    assert {name for name in INVARIANTS if not found.looked_at[name]} == {"I8", "I14"}
    assert everything_in(var) == before


def sql(var: Path, *statements: str) -> None:
    """Do it as whoever holds the file could: the guards of the log are taken off first."""
    with sqlite3.connect(var / "catalog.db") as catalog:
        for event in ("update", "delete"):
            catalog.execute(f"DROP TRIGGER IF EXISTS audit_stays_{event}")
        for statement in statements:
            assert catalog.execute(statement).rowcount != 0, statement


def of(statement: str) -> Callable[[Path], None]:
    return lambda var: sql(var, *statement.split(";"))


def the(var: Path, pattern: str) -> Path:
    found = sorted((var / "storage").glob(pattern))
    assert found, pattern
    found[0].chmod(0o644)
    return found[0]


def cut(pattern: str, left: float) -> Callable[[Path], None]:
    def breaks(var: Path) -> None:
        file = the(var, pattern)
        content = file.read_bytes()
        file.write_bytes(content[: round(len(content) * left)])

    return breaks


def remove(pattern: str) -> Callable[[Path], None]:
    return lambda var: the(var, pattern).unlink()


def flip(pattern: str) -> Callable[[Path], None]:
    def breaks(var: Path) -> None:
        file = the(var, pattern)
        content = bytearray(file.read_bytes())
        content[40] ^= 1
        file.write_bytes(content)

    return breaks


def lay(path: str) -> Callable[[Path], None]:
    def breaks(var: Path) -> None:
        file = var / "storage" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"whose?")

    return breaks


def rewrite_fields(var: Path) -> None:
    """Other values, with every digest of the archive made to fit: only what the papers printed does not."""
    inventory = the(var, "archive/*/birch/inventory.json")
    told = json.loads(inventory.read_bytes())
    digest, [path] = next(
        (one, at) for one, at in told["manifest"].items() if at == ["v1/content/fields.jsonl"]
    )
    file = the(var, f"archive/*/birch/{path}")
    file.write_bytes(file.read_bytes().replace(b"2024", b"2042"))
    new = hashlib.sha512(file.read_bytes()).hexdigest()
    for one in (
        inventory,
        the(var, "archive/*/birch/v1/inventory.json"),
        the(var, "archive/*/birch/v2/inventory.json"),
    ):
        one.write_bytes(one.read_bytes().replace(digest.encode(), new.encode()))
        sidecar = the(var, f"{one.relative_to(var / 'storage')}.sha512")
        sidecar.write_text(f"{hashlib.sha512(one.read_bytes()).hexdigest()}  inventory.json\n")


PAPER = "archive/*/birch/v1/content/papers/*/*.docx"
BREAKS = {
    "a set that was acknowledged is gone": ("I1", of(
        "DELETE FROM shelf WHERE document_id IN (SELECT id FROM document WHERE set_id=(SELECT id FROM document_set"
        " WHERE version=2 AND state='sealed'))"
        ";UPDATE document_set SET superseded_by=NULL"
        ";DELETE FROM document WHERE set_id=(SELECT id FROM document_set WHERE version=2)"
        ";DELETE FROM document_set WHERE version=2")),
    "a number is skipped": ("I2", of("UPDATE register_counter SET last=last+1")),
    "a paper says another number": ("I2", of("UPDATE document SET number='09/RES' WHERE number='02/RES'")),
    "a voided number has no reason": ("I2", of("UPDATE register_number SET reason=NULL WHERE state='voided'")),
    "a paper bears two numbers": ("I2", of("UPDATE register_number SET state='given'")),
    "a paper is missing": ("I3", remove(PAPER)),
    "a row has another digest": ("I3", of("UPDATE document SET sha256='0' WHERE position=0")),
    "a row has another size": ("I3", of("UPDATE document SET size=size+1 WHERE position=0")),
    "a sealed set has no object": ("I3", lambda var: shutil.rmtree(the(var, "archive/*/birch"))),
    "a foreign file": ("I4", lay("archive/2024-2026/birch/v1/content/notes.txt")),
    "a foreign object": ("I4", lay("archive/2024-2026/cedar/v1/content/papers/a.docx")),
    "a foreign file beside the terms": ("I4", lay("archive/index.html")),
    "the set of a version is unknown": ("I4", of("UPDATE document_set SET version=7 WHERE version=2")),
    "half a paper": ("I5", cut(PAPER, 0.5)),
    "an empty paper": ("I5", cut(PAPER, 0.0)),
    "half an inventory": ("I5", cut("archive/*/birch/inventory.json", 0.5)),
    "half a digest": ("I5", cut("archive/*/birch/inventory.json.sha512", 0.5)),
    "a seal that the log does not tell": ("I6", of("DELETE FROM audit WHERE event='set_sealed'")),
    "a seal that the log tells twice": ("I6", of(
        "INSERT INTO audit (seq, at, event, subject, prior, digest)"
        " SELECT seq + 1000, at, event, subject, 'another ' || prior, digest FROM audit WHERE event='set_sealed'")),
    "an entry of the log says something else": ("I6", of("UPDATE audit SET subject='?' WHERE seq=2")),
    "an entry of the log is closed up": ("I6", of("DELETE FROM audit WHERE seq=2")),
    "the end of the log is cut off": ("I6", of("DELETE FROM audit WHERE seq=(SELECT max(seq) FROM audit)")),
    "an accepted set with nobody at work": ("I7", of("UPDATE document_set SET state='accepted' WHERE version=2")),
    "a set given up without a reason": ("I7", of("UPDATE document_set SET state='failed' WHERE version=2")),
    "work for a sealed set": ("I7", of(
        "INSERT INTO outbox (task, set_id, chunk, due_at, created_at) SELECT 'seal', id, 0, accepted_at, accepted_at"
        " FROM document_set")),
    "entries that nobody will file": ("I7", of("DELETE FROM filing")),
    "other values than were printed": ("I9", rewrite_fields),
    "a flipped bit": ("I10", flip(PAPER)),
    "a version forgets its inventory": ("I10", remove("archive/*/birch/v1/inventory.json")),
    "a row with another title": ("I11", of("UPDATE document SET title='?' WHERE position=0")),
    "an edition with other data": ("I11", of("UPDATE edition SET canonical=x'7b7d' WHERE serial=1")),
    "an entry that the register lacks": ("I11", of(
        "UPDATE register_entry SET content=replace(content, 'misprint', 'because')")),
    "a counter put back from an old copy": ("I12", of("UPDATE register_counter SET last=1")),
    "a seal that an address is not to be told": ("I13", of("DELETE FROM webhook_delivery WHERE id=1")),
    "a message counts as taken and was not": ("I13", of("UPDATE webhook_delivery SET state='delivered', outcome='503'")),
    "a message is given up for no reason": ("I13", of("UPDATE webhook_delivery SET state='dead', outcome=NULL")),
    "entries lost with an old copy": ("I12", of("DELETE FROM register_entry WHERE seq=3;UPDATE filing SET upto=2")),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_an_invariant_is_named(name: str, var: Path) -> None:
    """One thing is spoilt, and the invariant it spoils is among those that are called broken."""
    invariant, spoil = BREAKS[name]

    spoil(var)

    assert invariant in check(var).broken()


def test_what_a_client_was_told_and_nobody_knows_is_lost(var: Path) -> None:
    """Only the client can know of a set that left no trace at all."""
    found = check(var, acknowledged=("11111111-1111-4111-8111-111111111111",))

    assert found.broken() == {"I1"}


def test_a_version_that_is_decided_and_not_finished_is_underway(var: Path) -> None:
    """A crash between the decision and the finish breaks nothing; the next writer finishes it."""
    folder = the(var, "archive/*/birch/v2/inventory.json").parents[1]
    shutil.rmtree(var / "storage" / "anchors")  # of the day after
    for name in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(folder / "v1" / name, folder / name)
    sql(
        var,
        "DELETE FROM audit WHERE event='set_sealed' AND subject=(SELECT id FROM document_set WHERE version=2)",
        "UPDATE document SET state='rendered' WHERE set_id=(SELECT id FROM document_set WHERE version=2)",
        "INSERT INTO outbox (task, set_id, chunk, due_at, created_at)"
        " SELECT 'seal', id, 0, accepted_at, accepted_at FROM document_set WHERE version=2",
        "UPDATE document_set SET state='accepted', version=NULL WHERE version=2",
    )

    found = check(var, at_rest=False)

    assert found.breaches == []
    assert any("version 2 is decided" in one for one in found.underway)


@pytest.fixture
def opened(var: Path) -> Iterator[Services]:
    services = build(Settings(var=var, office="off"))
    yield services
    services.close()


def test_papers_made_again_have_the_same_bytes(opened: Services) -> None:
    """I8; and a paper whose bytes are others is named."""
    render = RenderAgain(catalog=opened.catalog, packs=opened.packs, signer=opened.work_on.produce.signer)
    found = Findings()
    render(found, sets=3, chance=random.Random(7))  # noqa: S311 -- a choice, not a secret
    assert found.breaches == []
    assert found.looked_at["I8"] == 6

    sql(opened.settings.var, "UPDATE document SET sha256='0'")
    render(found, sets=1, chance=random.Random(7))  # noqa: S311 -- a choice, not a secret

    assert found.broken() == {"I8"}


def test_an_export_is_whole_or_its_name_says_that_it_is_not(opened: Services, tmp_path: Path) -> None:
    """I14: a file that is missing or changed in an export is named, and so is one too many."""
    bag = tmp_path / "bag"
    ExportTerm(sets=set_reader(opened.settings))(bag, term="2024-2026", on=dt.date(2026, 1, 1))
    found = Findings()
    check_export(bag, found)
    assert found.breaches == []

    next(bag.glob("data/archive/*/*/v1/content/papers/*/*.docx")).unlink()
    check_export(bag, found)
    assert found.broken() == {"I14"}

    stopped = Findings()
    check_export(bag.rename(tmp_path / "bag.partial"), stopped)
    assert stopped.breaches == []
    assert stopped.underway
