"""The page that verifies papers in the browser, as it also lies in the archive; open to all."""

from __future__ import annotations

import base64
import hashlib
import re

from flask import Blueprint, Response

from service.archive.proof import verify_page

_INLINE = re.compile(rb"<(?:script|style)>(.*?)</(?:script|style)>", re.DOTALL)


def blueprint() -> Blueprint:
    """`/verify.html`."""
    page = verify_page()
    # The page is one file, so that it works from a disk too: only this very script and style may run, and ask nothing.
    style, script = (base64.b64encode(hashlib.sha256(one).digest()).decode() for one in _INLINE.findall(page))
    policy = (
        f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    pages = Blueprint("verify_page", __name__)

    @pages.get("/verify.html")
    def show() -> Response:
        return Response(page, mimetype="text/html", headers={"Content-Security-Policy": policy})

    return pages
