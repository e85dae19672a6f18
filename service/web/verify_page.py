"""The page that verifies papers in the browser, as it also lies in the archive; open to all."""

from __future__ import annotations

import base64
import hashlib
import re

from flask import Blueprint, Response

from service.archive.proof import verify_page

_INLINE = re.compile(rb"<(script|style)>(.*?)</(?:script|style)>", re.DOTALL)


def blueprint() -> Blueprint:
    """`/verify.html`."""
    page = verify_page()
    # The page is one file, so that it works from a disk too: only these very scripts and this style may run, and ask nothing.
    digests = [
        (kind.decode(), base64.b64encode(hashlib.sha256(content).digest()).decode())
        for kind, content in _INLINE.findall(page)
    ]
    allowed = {
        kind: " ".join(f"'sha256-{digest}'" for one, digest in digests if one == kind)
        for kind in ("script", "style")
    }
    policy = (
        f"default-src 'none'; script-src {allowed['script']}; style-src {allowed['style']};"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    # The camera reads the code on a paper; what it sees stays in the page, which may ask nobody for anything.
    headers = {
        "Content-Security-Policy": policy,
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    }
    pages = Blueprint("verify_page", __name__)

    @pages.get("/verify.html")
    def show() -> Response:
        return Response(page, mimetype="text/html", headers=headers)

    return pages
