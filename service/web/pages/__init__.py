"""The pages: for people, by session, in Vietnamese and English."""

from __future__ import annotations

from flask import Flask

from service.access import Patience, SecondFactorDesk, may
from service.access.oidc import Provider
from service.bootstrap import Services, build_office
from service.config import Settings
from service.web import language, shown
from service.web.events import Streams
from service.web.grouped import grouped
from service.web.pages import (
    archive,
    audit,
    calendar,
    copies,
    drafts,
    history,
    home,
    keys,
    look,
    organisations,
    people,
    provider,
    register,
    reminders,
    second_factor,
    sets,
    sign_in,
    templates,
    to_do,
    webhooks,
    workbooks,
)
from service.web.pages.drafts.shown_as import FOR_TEMPLATES
from service.web.pages.errors import SESSIONS, error_page
from service.web.pages.session import Sessions
from service.web.secret_key import provider_secret

__all__ = ["error_page", "install"]

MOST_STREAMS = 8
"""Pages that are told when their set moves; half the threads of a web process. The others ask every few seconds."""


def provider_of(settings: Settings) -> Provider | None:
    """The OpenID provider of the settings, if there is one. Raises `SecretKeyRefused`."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=provider_secret(settings.oidc_client_secret_file),
        name=settings.oidc_name,
        redirect_uri=f"{settings.public_url}/sign-in/provider/return",
    )


def install(app: Flask, services: Services, key: bytes) -> None:
    """Lay every page on `app`; `key` is that of the web process."""
    is_secure = services.settings.public_url.startswith("https://")
    codes = SecondFactorDesk(catalog=services.catalog, key=key)
    demands = services.settings.second_factor == "required"
    sessions = Sessions(
        access=services.access,
        is_secure=is_secure,
        is_enrolled=lambda account: not demands or account.role != "administrator" or codes.is_on(account),
    )
    app.extensions[SESSIONS] = sessions
    known = provider_of(services.settings)
    app.after_request(lambda response: language.keep_language(response, is_secure=is_secure))
    app.jinja_env.globals.update(
        say=language.say,
        may=may,
        either=language.either,
        switch_to=language.switch_to,
        language=language.language,
        provider_name=known.name if known else "",
        place=language.place,
        figure_name=language.figure_name,
        shown=shown,
        grouped=grouped,
        **FOR_TEMPLATES,
    )
    patience = Patience(catalog=services.catalog, key=key)
    app.register_blueprint(sign_in.blueprint(sessions, services.access, patience))
    app.register_blueprint(second_factor.blueprint(sessions, services.access, codes, patience))
    app.register_blueprint(provider.blueprint(sessions, services.access, known))
    app.register_blueprint(look.frame())
    app.register_blueprint(calendar.feed(services.calendars, services.to_do, services.settings.public_url))
    app.register_blueprint(reminders.link(services.reminders))
    asked = (
        home.blueprint(
            services.submit,
            services.sets,
            services.drafts,
            services.to_do,
            most_bytes=services.settings.max_upload_bytes,
        ),
        drafts.blueprint(services.drafts, services.sets, services.try_paper),
        workbooks.blueprint(services.submit),
        sets.blueprint(services.sets, services.archive, services.submit, Streams(most=MOST_STREAMS)),
        archive.blueprint(
            services.archive,
            services.sets,
            services.register,
            services.copies,
            services.fixity,
            services.story,
            services.signer,
        ),
        history.blueprint(services.history),
        audit.blueprint(services.people, services.audit_log),
        keys.blueprint(services.keys),
        organisations.blueprint(
            services.tree, services.history, most_bytes=services.settings.max_upload_bytes
        ),
        people.blueprint(services.people, codes, services.settings.public_url),
        templates.blueprint(services.templates, most_bytes=services.settings.max_upload_bytes),
        to_do.blueprint(services.to_do),
        calendar.blueprint(services.calendars, services.settings.public_url),
        webhooks.blueprint(services.webhooks, services.signer),
        reminders.blueprint(services.reminders),
        look.blueprint(services.archive, services.story, build_office(services.settings)),
        register.blueprint(services.register, services.print_register, services.archive),
        copies.blueprint(services.copies, services.archive),
    )
    for one in asked:
        one.before_request(sessions.require)
        app.register_blueprint(one)
