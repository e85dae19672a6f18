"""
The value of one setting, read from its environment variable.

Each raises ValueError in words that follow the variable's name; what may be a password stands in none of them.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_LOG_LEVELS: Final = ("debug", "info", "warning", "error")


def as_path(value: str) -> Path:
    """A path, absolute."""
    return Path(value).expanduser().absolute()


def as_port(value: str) -> int:
    """A port."""
    port = int(value)
    if not 0 < port < 65_536:
        raise ValueError("a port is between 1 and 65535")
    return port


def as_positive(value: str) -> int:
    """A whole number from 1."""
    number = int(value)
    if number < 1:
        raise ValueError("it must be at least 1")
    return number


def as_count(value: str) -> int:
    """A whole number from 0."""
    number = int(value)
    if number < 0:
        raise ValueError("it must not be negative")
    return number


def as_log_level(value: str) -> str:
    """A level of the log."""
    level = value.lower()
    if level not in _LOG_LEVELS:
        raise ValueError(f"it must be one of {', '.join(_LOG_LEVELS)}")
    return level


def as_second_factor(value: str) -> str:
    """Whether codes of a telephone are required."""
    if value not in {"required", "offered"}:
        raise ValueError("it must be required or offered")
    return value


def as_networks(value: str) -> str:
    """Networks, by commas."""
    for one in filter(None, (part.strip() for part in value.split(","))):
        ipaddress.ip_network(one)
    return value


def as_smtp_url(value: str) -> str:
    """The address of a mail server, without a password."""
    parts = urlsplit(value)
    try:
        _ = parts.port
    except ValueError:  # whose words repeat what stands there: a password with a slash in it
        raise ValueError("its port is no number between 0 and 65535") from None
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise ValueError("it must be smtp+starttls://user@host, smtps://user@host or smtp://host")
    if parts.password is not None:
        raise ValueError("the password belongs into VANKIEN_SMTP_PASSWORD_FILE")
    if parts.scheme == "smtp" and parts.username:
        raise ValueError("a user signs in by smtp+starttls:// or smtps:// only")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("nothing follows the host and its port")
    return value


def as_mail_address(value: str) -> str:
    """An address of mail."""
    name, at, host = value.rpartition("@")
    if not (name and at and host) or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("it must be an address: name@host")
    return value


def as_hour(value: str) -> int:
    """An hour of the day."""
    hour = int(value)
    if not 0 <= hour <= 23:
        raise ValueError("an hour is between 0 and 23")
    return hour


def as_issuer(value: str) -> str:
    """The issuer of an OpenID provider."""
    parts = urlsplit(value)
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("it must be an address like https://id.example.vn")
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise ValueError("it must begin with https://")
    return value


def as_text(value: str) -> str:
    """A text that is not empty."""
    if not value.strip():
        raise ValueError("it is empty")
    return value
