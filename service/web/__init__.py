"""The Flask door: an API for programs and pages for people, over the same use cases."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from service.bootstrap import Services
from service.web import api, ground, health, metrics, pages, sensitive, verify_page
from service.web.identity import require_own_page
from service.web.language import choose_language
from service.web.secret_key import SecretKeyRefused, secret_key

__all__ = ["SecretKeyRefused", "create_app"]

_FORM_OVERHEAD = 64 * 1024


def create_app(services: Services, *, has_broker: Callable[[], bool] | None = None) -> Flask:
    """
    A Flask app over `services`; nothing happens at import. Raises `SecretKeyRefused`.

    `has_broker` says whether the broker answers, to those who ask after the health of the system.

    Every route but sign-in, health, the schemas and the style sheets asks for an account.
    """
    app = Flask(__name__, static_folder=None)
    settings = services.settings
    is_secure = settings.public_url.startswith("https://")
    # A checked file comes back inside a form, in base64: a third longer.
    longest_form = settings.max_upload_bytes * 4 // 3 + _FORM_OVERHEAD
    app.config.update(
        SECRET_KEY=secret_key(settings.secret_key_file),
        MAX_CONTENT_LENGTH=longest_form,
        MAX_FORM_MEMORY_SIZE=longest_form,
        MOST_DATA_BYTES=settings.max_upload_bytes,
        MOST_COPY_BYTES=settings.max_signed_copy_bytes,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        SESSION_COOKIE_NAME="__Host-vankien-form" if is_secure else "vankien-form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over dinner is still good
    )
    app.url_map.merge_slashes = False
    # Flask's own rule is made before the settings are read, and would answer OPTIONS.
    app.static_folder, app.static_url_path = "static", "/static"
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=app.send_static_file)
    ground.prepare(app, error_page=pages.error_page, is_secure=is_secure, proxies=settings.proxies)
    app.before_request(choose_language)
    # Before the form token is looked for, which reads the whole form.
    app.before_request(lambda: _make_room(settings.max_signed_copy_bytes + _FORM_OVERHEAD))
    app.before_request(lambda: require_own_page(settings.public_url))
    csrf = CSRFProtect(app)
    for one in api.blueprints(services):
        csrf.exempt(one)  # tokens only: no browser sends them by itself
        app.register_blueprint(one)
    _watch(app, services, has_broker)
    app.register_blueprint(verify_page.blueprint())
    pages.install(app, services, app.config["SECRET_KEY"])
    app.after_request(sensitive.Witness(note=services.people.note_access))
    return app


def _watch(app: Flask, services: Services, has_broker: Callable[[], bool] | None) -> None:
    """Lay what tells those outside how the system is."""
    check = health.CheckParts(
        catalog=services.catalog,
        storage=services.storage,
        templates=sum(len(pack.book.templates) for pack in services.packs.packs.values()),
    )
    measure = metrics.Measure(check=check, catalog=services.catalog, fixity=services.fixity)
    traffic = metrics.Traffic()
    app.after_request(traffic.note)
    app.register_blueprint(health.blueprint(check, has_broker))
    app.register_blueprint(metrics.blueprint(measure, traffic))


def _make_room(longest: int) -> None:
    """Signed copies are scans, and larger than anything else that is sent."""
    if request.endpoint == "copies.attach":
        request.max_content_length = longest
