"""
Which addresses may be reached: those of the public internet, and networks that the operator allows.

A name is resolved once, every address it has is looked at, and the connection goes to the address that was looked at: a name
that answers something else the second time leads nowhere.

* AddressRefused   the address has no form that is taken, or leads where nothing may be reached; `reason` is a stable word
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

LONGEST = 500
_PLAIN = re.compile(r"[!-~]+", re.ASCII)
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")
_NEVER = tuple(
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
    )
)
"""Networks of special use on which releases of Python do not agree."""


class AddressRefused(Exception):
    """The address is not one that may be told anything."""

    retryable = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Networks that may be reached though they are not public; http is taken there too."""

    networks: tuple[IPNetwork, ...] = ()

    @classmethod
    def read(cls, told: str) -> Allowed:
        """The networks of the setting, by commas. Raises ValueError."""
        return cls(
            networks=tuple(ipaddress.ip_network(one.strip()) for one in told.split(",") if one.strip())
        )

    def has(self, address: IPAddress) -> bool:
        """Whether the address lies in one of them."""
        return any(address.version == one.version and address in one for one in self.networks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that was looked at: what to connect to (`ip`), and what to say there (`host`, `path`)."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str

    @property
    def authority(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"https": 443, "http": 80}[self.scheme] else f"{host}:{self.port}"


def check_url(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query of an address of the form that is taken. Raises `AddressRefused`."""
    if len(url) > LONGEST or not _PLAIN.fullmatch(url) or "\\" in url:
        raise AddressRefused("form")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise AddressRefused("form") from error
    if (
        parts.scheme not in {"https", "http"}
        or not host
        or parts.username is not None
        or parts.fragment
        or port == 0
    ):
        raise AddressRefused("form")
    if "%" in host:  # the zone of a link-local address, or an escape
        raise AddressRefused("form")
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), f"{path}{query}"


def resolved(url: str, *, allowed: Allowed, resolve: Resolver | None = None) -> Target:
    """
    Where the address leads, asked once. Raises `AddressRefused`: `form`, `unknown_host`, `not_public`, `not_https`.

    One forbidden address among those that a name has is enough to refuse it.
    """
    scheme, host, port, path = check_url(url)
    try:
        found = [ipaddress.ip_address(one) for one in (resolve or _ask)(host, port)]
    except (OSError, UnicodeError, ValueError) as error:
        raise AddressRefused("unknown_host") from error
    if not found:
        raise AddressRefused("unknown_host")
    if not all(is_public(one) or allowed.has(one) for one in found):
        raise AddressRefused("not_public")
    if scheme != "https" and not all(allowed.has(one) for one in found):
        raise AddressRefused("not_https")
    return Target(scheme=scheme, host=host, port=port, path=path, ip=str(found[0]))


def _ask(host: str, port: int) -> list[str]:
    # The system's own reading, which knows 0177.1 and 2130706433 too: what is looked at is what it makes of them.
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]).partition("%")[0] for one in answers]


def is_public(address: IPAddress) -> bool:
    """
    Whether an address is one of the public internet, and so is any IPv4 address inside it.

        >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1")), is_public(ipaddress.ip_address("8.8.8.8"))
        (False, True)
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner is None and any(address in one for one in (*_NAT64, _COMPATIBLE)):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner:
            return is_public(inner) and not address.teredo
    if any(address.version == one.version and address in one for one in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
