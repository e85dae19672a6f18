"""The file that a form brings: chosen just now, or carried along by the page that looked at it before."""

from __future__ import annotations

import base64
import binascii

from flask import request


def sent_file() -> bytes | None:
    """The bytes of the chosen file, or those that came with the page that checked them; nothing for neither."""
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        content: bytes = chosen.read()
        return content
    try:
        return base64.b64decode(request.form.get("carried", ""), validate=True) or None
    except binascii.Error:
        return None


def carried(raw: bytes) -> str:
    """The bytes as a page carries them along, so that nobody has to choose the file a second time."""
    return base64.b64encode(raw).decode()
