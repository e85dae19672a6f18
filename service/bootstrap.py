"""The one place where everything is put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from argon2 import PasswordHasher

from service import traces
from service.access import Access, Calendars, PeopleDesk
from service.archive import (
    Anchors,
    Archive,
    AuditLog,
    CheckFixity,
    ImportBag,
    RebuildCatalog,
    SetReader,
    TellStory,
)
from service.archive.backups import BackUp, Restore
from service.archive.key_files import FollowingSigner, require_key
from service.archive.keys import KeyDesk
from service.archive.proof import Signer, lay_verify_page
from service.catalog import Catalog
from service.config import Settings
from service.congress.model import UNION
from service.documents.catching_up import CatchUp
from service.documents.examining_cage import examine_in
from service.documents.format_1 import UpgradeFormat1
from service.documents.history import HistoryDesk
from service.documents.packs import Packs, read_packs
from service.documents.produce import ProduceDocuments
from service.documents.register import CopyDesk, EnterOlderNumbers, FileRegister, PrintRegister, RegisterDesk
from service.documents.relay import RelayOutbox
from service.documents.seal import SealSet
from service.documents.status import SetDesk
from service.documents.template_desk import TemplateDesk
from service.documents.templates import TemplateBook, read_templates
from service.documents.tidy import TidyUp
from service.documents.to_do import ToDoDesk
from service.documents.trial import TryPaper
from service.documents.work_on import WorkOn
from service.docx.office import Office, find_office
from service.intake.drafts.desk import DraftDesk
from service.intake.drafts.left_out import require_sound_desks
from service.intake.person import CorrectPerson, ExportPerson
from service.intake.samples import EXAMPLES, samples_in
from service.intake.submit import SubmitCongress
from service.intake.tree.desk import TreeDesk
from service.mail import MailServer, mail_server
from service.reminders import ReminderDesk, SendDigests, SendLinks
from service.storage import OcflRoot, Storage, open_storage
from service.webhooks import Allowed, DeliverWebhooks, WebhookDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a door may call."""

    settings: Settings
    catalog: Catalog
    storage: Storage
    packs: Packs
    access: Access
    calendars: Calendars
    people: PeopleDesk
    tree: TreeDesk
    keys: KeyDesk
    signer: Signer
    submit: SubmitCongress
    drafts: DraftDesk
    try_paper: TryPaper
    templates: TemplateDesk
    sets: SetDesk
    history: HistoryDesk
    to_do: ToDoDesk
    register: RegisterDesk
    print_register: PrintRegister
    copies: CopyDesk
    archive: Archive
    story: TellStory
    fixity: CheckFixity
    audit_log: AuditLog
    webhooks: WebhookDesk
    deliver: DeliverWebhooks
    reminders: ReminderDesk
    send_links: SendLinks
    remind: SendDigests
    work_on: WorkOn
    relay: RelayOutbox
    tidy: TidyUp

    @property
    def book(self) -> TemplateBook:
        """The templates of the union pack."""
        return self.packs.packs[UNION].book

    def close(self) -> None:
        """Let go of the database, and send what is left of the traces."""
        self.catalog.close()
        traces.end()


def build_rebuild(settings: Settings) -> RebuildCatalog:
    """What makes the catalog anew; it opens none. Raises `StorageError`, `BadTemplates`."""
    enter = EnterOlderNumbers(packs=read_packs(settings.templates, settings.packs))
    anchors = Anchors(storage=open_storage(settings.storage_url))
    return RebuildCatalog(
        open_reader=partial(set_reader, settings),
        root=OcflRoot(open_storage(settings.storage_url)),
        enter_older=lambda new: enter(new).doubles,
        log_ended=lambda: last.link if (last := anchors.last()) else None,
    )


def build_import(services: Services) -> ImportBag:
    """What takes exported bags in. Raises `StorageError`, `BadTemplates`."""
    enter = EnterOlderNumbers(packs=services.packs)
    return ImportBag(
        catalog=services.catalog,
        sets=set_reader(services.settings),
        enter_older=lambda catalog: enter(catalog).doubles,
    )


def build_office(settings: Settings) -> Office | None:
    """What prints papers as PDF, where it is installed. Only the pages ask: it starts a process to look for fonts."""
    return None if settings.office == "off" else find_office(settings.office)


def build_backup(services: Services) -> BackUp:
    """What takes backups of this system. Raises `StorageError`."""
    return BackUp(
        catalog=services.catalog,
        catalog_url=services.settings.catalog_url,
        storage=services.storage,
        root=OcflRoot(services.storage),
    )


def build_restore(settings: Settings) -> Restore:
    """What puts a backup back; it opens no catalog. Raises `StorageError`."""
    return Restore(catalog_url=settings.catalog_url, storage=open_storage(settings.storage_url))


def build_person(services: Services) -> tuple[ExportPerson, CorrectPerson]:
    """What finds and corrects one person over the archive. Raises `StorageError`, `BadTemplates`."""
    sets = set_reader(services.settings)
    return (
        ExportPerson(sets=sets, catalog=services.catalog),
        CorrectPerson(sets=sets, catalog=services.catalog, submit=services.submit),
    )


def set_reader(settings: Settings) -> SetReader:
    """What reads sealed sets from the files alone. Raises `StorageError`, `BadTemplates`."""
    upgrade = UpgradeFormat1(book=read_templates(settings.templates), root=settings.root_organisation)
    return SetReader(root=OcflRoot(open_storage(settings.storage_url)), upgrade=upgrade)


def build(settings: Settings, *, migrate: bool = False) -> Services:
    """
    The services of this process.

    `migrate` brings the schema up first; without it a catalog of another schema is refused. Raises
    `CatalogError`, `StorageError`, `BadTemplates`, `BadPacks`, `SigningKeyRefused`, `TracesRefused`.
    """
    traces.begin(settings.traces_url)
    packs = read_packs(settings.templates, settings.packs)
    require_sound_desks(packs)
    storage = open_storage(settings.storage_url)
    root = OcflRoot(storage)
    root.initialise()
    require_key(settings.signing_key_file, root)
    signer = FollowingSigner(settings.signing_key_file)
    allowed = Allowed.read(settings.webhook_networks)
    lay_verify_page(root)
    catalog = Catalog.open(settings.catalog_url)
    if migrate and catalog.migrate():
        EnterOlderNumbers(packs=packs)(catalog)
    catalog.require_current()
    submit = SubmitCongress(catalog=catalog, packs=packs)
    samples = samples_in(EXAMPLES, packs.rule_sets)
    access = Access(catalog=catalog, hasher=PasswordHasher())
    to_do = ToDoDesk(catalog=catalog, packs=packs)
    return Services(
        settings=settings,
        catalog=catalog,
        storage=storage,
        packs=packs,
        access=access,
        calendars=Calendars(catalog=catalog),
        people=PeopleDesk(catalog=catalog, access=access),
        tree=TreeDesk(catalog=catalog),
        keys=KeyDesk(catalog=catalog, root=root, file=settings.signing_key_file),
        signer=signer,
        submit=submit,
        drafts=DraftDesk(catalog=catalog, packs=packs, submit=submit),
        try_paper=TryPaper(catalog=catalog, packs=packs),
        templates=TemplateDesk(
            catalog=catalog,
            packs=packs,
            samples=samples,
            examine=examine_in(settings.templates, settings.packs, samples),
        ),
        sets=SetDesk(catalog=catalog, packs=packs),
        history=HistoryDesk(catalog=catalog, packs=packs),
        to_do=to_do,
        register=RegisterDesk(catalog=catalog, archive=root, packs=packs),
        print_register=PrintRegister(catalog=catalog, packs=packs),
        copies=CopyDesk(
            catalog=catalog, storage=storage, archive=root, most_bytes=settings.max_signed_copy_bytes
        ),
        archive=Archive(catalog=catalog, root=root),
        story=TellStory(catalog=catalog, root=root),
        fixity=CheckFixity(catalog=catalog, root=root),
        webhooks=WebhookDesk(catalog=catalog, allowed=allowed),
        deliver=DeliverWebhooks(catalog=catalog, sign=signer.sign, allowed=allowed),
        audit_log=AuditLog(catalog=catalog, root=root, anchors=Anchors(storage=storage), signer=signer),
        reminders=ReminderDesk(catalog=catalog, is_offered=bool(settings.smtp_url)),
        send_links=_links(settings, catalog),
        remind=_digests(settings, catalog, to_do),
        work_on=WorkOn(
            catalog=catalog,
            produce=ProduceDocuments(catalog=catalog, storage=storage, packs=packs, signer=signer),
            seal=SealSet(
                catalog=catalog,
                storage=storage,
                archive=root,
                packs=packs,
                catch_up=CatchUp(catalog=catalog, archive=root),
            ),
            file=FileRegister(catalog=catalog, storage=storage, archive=root),
        ),
        relay=RelayOutbox(catalog=catalog),
        tidy=TidyUp(catalog=catalog, storage=storage, archive=root),
    )


def _links(settings: Settings, catalog: Catalog) -> SendLinks:
    return SendLinks(
        catalog=catalog,
        server=_mail_server(settings),
        sender=settings.mail_from,
        public_url=settings.public_url,
    )


def _mail_server(settings: Settings) -> MailServer | None:
    password = None if settings.smtp_password_file == Path() else settings.smtp_password_file
    return mail_server(settings.smtp_url, password) if settings.smtp_url else None


def _digests(settings: Settings, catalog: Catalog, to_do: ToDoDesk) -> SendDigests:
    return SendDigests(
        catalog=catalog,
        to_do=to_do,
        server=_mail_server(settings),
        sender=settings.mail_from,
        public_url=settings.public_url,
        hour=settings.mail_hour,
    )
