"""Settings: environment variables `VANKIEN_*`, read once, all faults named at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from service.config.values import (
    as_count,
    as_hour,
    as_issuer,
    as_log_level,
    as_mail_address,
    as_networks,
    as_path,
    as_port,
    as_positive,
    as_second_factor,
    as_smtp_url,
    as_text,
)


class SettingsRefused(Exception):
    """Wrong settings; `faults` has one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def setting(about: str, read: Callable[[str], Any], default: Any) -> Any:
    """A field read from the environment; `about` is its line in the documentation."""
    return field(default=default, metadata={"about": about, "read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting; the variable of `catalog_url` is `VANKIEN_CATALOG_URL`."""

    var: Path = setting("Folder of everything that is kept on the embedded default.", as_path, Path("var"))
    catalog_url: str = setting(
        "The database: sqlite:///file or postgresql://user:password@host/name. Default: <var>/catalog.db.",
        as_text,
        "",
    )
    catalog_url_file: Path = setting(
        "File with that address, where it holds a password. Default: none.", as_path, Path()
    )
    broker_url: str = setting(
        "The broker: redis://host:port/0. Default: the embedded server under <var>.", as_text, ""
    )
    broker_url_file: Path = setting(
        "File with that address, where it holds a password. Default: none.", as_path, Path()
    )
    storage_url: str = setting(
        "The archive's storage: file:///folder, or s3://bucket/prefix?endpoint=https://host (see below)."
        " Default: <var>/storage.",
        as_text,
        "",
    )
    templates: Path = setting(
        "Folder of the Word templates and their manifest.",
        as_path,
        Path(__file__).parents[2] / "templates_docx",
    )
    packs: Path = setting(
        "Folder of the packs: a folder each, for bodies other than unions.",
        as_path,
        Path(__file__).parents[2] / "packs",
    )
    host: str = setting("Address the web process listens on.", as_text, "127.0.0.1")
    port: int = setting("Port the web process listens on.", as_port, 8080)
    public_url: str = setting(
        "Address people type; https makes cookies secure. Default: http://<host>:<port>.", as_text, ""
    )
    proxies: int = setting(
        "Reverse proxies before the web process, each of which adds the address it was asked from to X-Forwarded-For. Guessed"
        " passwords are counted by that address; 0 reads no such header.",
        as_count,
        0,
    )
    secret_key_file: Path = setting(
        "File with the key that signs form tokens; made at the first start. Default: <var>/secret-key.",
        as_path,
        Path(),
    )
    signing_key_file: Path = setting(
        "File with the private key that signs the codes of papers; made at the first start, its public half is laid in"
        " the archive. Nothing starts over an archive that is signed with other keys. Default: <var>/signing-key.",
        as_path,
        Path(),
    )
    root_organisation: str = setting(
        "Name of the organisation above all others, set at the first start.",
        as_text,
        "Tổng Liên đoàn Lao động Việt Nam",
    )
    max_upload_bytes: int = setting("Largest request body, in bytes.", as_positive, 5 * 1024 * 1024)
    max_signed_copy_bytes: int = setting(
        "Largest signed copy (PDF), in bytes.", as_positive, 20 * 1024 * 1024
    )
    requests_per_minute: int = setting(
        "Requests that programs may send in a minute in the name of one account, over all web processes together; 0 for no"
        " limit.",
        as_count,
        6000,
    )
    fixity_days: int = setting(
        "Days after which the whole archive is read back and every file checked again.", as_positive, 7
    )
    webhook_networks: str = setting(
        "Networks that webhooks may reach though they are not public, by commas: 10.1.0.0/16, fd00::/8. Default: none.",
        as_networks,
        "",
    )
    smtp_url: str = setting(
        "The mail server by which people are reminded: smtp+starttls://user@host:587, smtps://user@host:465, or smtp://host:25"
        " without encryption and user. Default: none, and no mail is sent.",
        as_smtp_url,
        "",
    )
    smtp_password_file: Path = setting(
        "File with the password of the user at the mail server. Default: none.", as_path, Path()
    )
    mail_from: str = setting(
        "Address that mail comes from. Default: van-kien@<host of the public address>.", as_mail_address, ""
    )
    mail_hour: int = setting("Hour of the day (in Vietnam) from which mail is sent.", as_hour, 7)
    office: str = setting(
        "LibreOffice's program, which offers papers as PDF too; `off` for none. Where it or a face with Vietnamese letters is"
        " missing, none is offered.",
        as_text,
        "soffice",
    )
    progress_folder: Path = setting(
        "Folder where worker and relay leave a sign of their progress: one for each machine or container, never shared."
        " Default: <var>/progress.",
        as_path,
        Path(),
    )
    second_factor: str = setting(
        "Codes of a telephone beside the password (TOTP): `required` of administrators, or `offered`. Default: required where"
        " people come by https.",
        as_second_factor,
        "",
    )
    oidc_issuer: str = setting(
        "Issuer of an OpenID provider by which people may sign in beside passwords: https://id.example.vn/realms/union."
        " Default: none.",
        as_issuer,
        "",
    )
    oidc_client_id: str = setting("What the provider calls this system. Default: none.", as_text, "")
    oidc_client_secret_file: Path = setting(
        "File with the secret that the provider gave to this system; without one PKCE alone proves who asks. Default: none.",
        as_path,
        Path(),
    )
    oidc_name: str = setting("What people call the provider, on the button.", as_text, "OpenID")
    worker_processes: int = setting("Processes that render papers.", as_positive, 2)
    traces_url: str = setting(
        "Where traces are sent, by OTLP over HTTP: http://host:4318; needs the extra vankien[traces]. Default: none.",
        as_text,
        "",
    )
    worker_memory_bytes: int = setting(
        "Memory that a process which renders may take beyond what it starts with, in bytes; a paper that needs more is given"
        " up after a few tries.",
        as_positive,
        1024 * 1024 * 1024,
    )
    log_level: str = setting("debug, info, warning or error.", as_log_level, "info")

    def __post_init__(self) -> None:
        var = self.var.absolute()
        derived = {
            "var": var,
            "catalog_url": self.catalog_url or f"sqlite:///{var / 'catalog.db'}",
            "storage_url": self.storage_url or f"file://{var / 'storage'}",
            "public_url": (self.public_url or f"http://{self.host}:{self.port}").rstrip("/"),
            "secret_key_file": var / "secret-key" if self.secret_key_file == Path() else self.secret_key_file,
        }
        derived["signing_key_file"] = (
            var / "signing-key" if self.signing_key_file == Path() else self.signing_key_file
        )
        derived["progress_folder"] = (
            var / "progress" if self.progress_folder == Path() else self.progress_folder
        )
        host = urlsplit(str(derived["public_url"])).hostname or "localhost"
        derived["mail_from"] = self.mail_from or f"van-kien@{host}"
        by_https = str(derived["public_url"]).startswith("https://")
        derived["second_factor"] = self.second_factor or ("required" if by_https else "offered")
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def is_embedded(self) -> bool:
        """Whether `vankien demo` brings its own broker."""
        return not self.broker_url


def variable(name: str) -> str:
    """The environment variable of a field."""
    return f"VANKIEN_{name.upper()}"


RENAMED: Final[Mapping[str, str]] = {}
"""
Old names of settings, and the names they have now. Names stay here for good: whoever comes from far back is told too.

None has been renamed so far.
"""


def read_settings(
    environ: Mapping[str, str] = os.environ, *, renamed: Mapping[str, str] = RENAMED
) -> Settings:
    """
    The settings of this process; raises `SettingsRefused` naming every fault at once.

    A name that is none is refused, with the right one where it was `renamed` or is nearly one.
    """
    known = {variable(one.name): one for one in fields(Settings)}
    faults = [
        _unknown(name, known, renamed)
        for name in environ
        if name.startswith("VANKIEN_") and name not in known
    ]
    values: dict[str, Any] = {}
    for name, one in known.items():
        if name in environ:
            try:
                values[one.name] = one.metadata["read"](environ[name])
            except ValueError as error:
                faults.append(f"{name}={_without_password(environ[name])!r}: {error}")
    faults += _read_from_files(values)
    if values.get("oidc_issuer") and not values.get("oidc_client_id"):
        faults.append("VANKIEN_OIDC_ISSUER is set, VANKIEN_OIDC_CLIENT_ID is not")
    if faults:
        raise SettingsRefused(faults)
    return Settings(**values)


def _without_password(value: str) -> str:
    """An address as it may be told: refusals stand in logs."""
    return re.sub(r"(://[^:/@]*):.*@", r"\1:…@", value)


def _read_from_files(values: dict[str, Any]) -> Iterator[str]:
    """Put the addresses that stand in files into `values`; what is wrong with the files."""
    for name in ("catalog_url", "broker_url"):
        if (file := values.get(f"{name}_file")) is None:
            continue
        if name in values:
            yield f"{variable(name)}_FILE: {variable(name)} is set too; one of them says it"
            continue
        try:
            values[name] = as_text(file.read_text(encoding="utf-8").strip())
        except (OSError, ValueError) as error:
            yield f"{variable(name)}_FILE={str(file)!r}: {getattr(error, 'strerror', None) or error}"


def _unknown(name: str, known: Iterable[str], renamed: Mapping[str, str]) -> str:
    if name in renamed:
        return f"{name} is now called {renamed[name]}; see docs/upgrading.md"
    near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.8)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"{name} is not a setting{meant}; see docs/settings.md"
