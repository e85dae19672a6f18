"""
The names of stored bytes: relative POSIX paths of plain ASCII segments.

A key says what may be done with it. Keys below `staging/` may be discarded; the
inventory of an archived object, and its digest, may be replaced; all others are
written once and stay.
"""

from __future__ import annotations

import re
from typing import Final

STAGING: Final = "staging"
DRAFTS: Final = "drafts"

# 1024 bytes is what object stores allow a key, 255 what file systems allow a name.
_KEY_LIMIT: Final = 1024
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~=:-]{1,255}", re.ASCII)
_VERSION: Final = re.compile(r"v[0-9]+", re.ASCII)
_REPLACEABLE: Final = frozenset({"inventory.json", "inventory.json.sha512"})


def check_key(key: str) -> str:
    """
    `key` itself, when it is one.

    ValueError for an empty or overlong key, empty segments, `.`, `..`, any character
    outside `A-Z a-z 0-9 . _ ~ = : -`, and anything below `drafts/`, which is reserved.

        >>> check_key("archive/2023-2028/gia-lai/0=ocfl_object_1.1")
        'archive/2023-2028/gia-lai/0=ocfl_object_1.1'
    """
    segments = key.split("/")
    if len(key) > _KEY_LIMIT or not all(map(_is_segment, segments)) or segments[0] == DRAFTS:
        raise ValueError(f"not a key: {key!r}")
    return key


def check_prefix(prefix: str) -> str:
    """`prefix` itself, when it is the empty string (everything) or a key; else ValueError."""
    return prefix and check_key(prefix)


def check_discardable(prefix: str) -> str:
    """`prefix` itself, when it lies below `staging/`; else ValueError."""
    if check_key(prefix).split("/")[0] != STAGING or prefix == STAGING:
        raise ValueError(f"only what lies below {STAGING}/ may be discarded, not {prefix!r}")
    return prefix


def check_replaceable(key: str) -> str:
    """`key` itself, when it is an object's own inventory or its digest; else ValueError."""
    *folders, name = check_key(key).split("/")
    own = bool(folders) and not _VERSION.fullmatch(folders[-1]) and "content" not in folders
    if name not in _REPLACEABLE or not own:
        raise ValueError(f"only the inventory of an object may be replaced, not {key!r}")
    return key


def is_below(key: str, prefix: str) -> bool:
    """Whether `key` is `prefix` or lies in the folder `prefix`; everything lies in the empty one."""
    return not prefix or key == prefix or key.startswith(f"{prefix}/")


def _is_segment(segment: str) -> bool:
    return segment not in {".", ".."} and _SEGMENT.fullmatch(segment) is not None
