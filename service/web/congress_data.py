"""Congress data as they come over HTTP: JSON, a workbook or a form, by what they are said to be and by what they are."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request

from service.catalog.records import MediaType
from service.intake.received import FORM, JSON, XLSX, media_type_of
from service.web.refusals import NotDataType

MULTIPART = "multipart/form-data"
MOST_PARTS = 20_000

_FILES = {JSON, XLSX, "application/vnd.ms-excel", "application/octet-stream"}
"""Types under which a file comes; browsers and programs often name the wrong one, so its bytes decide."""


def congress_data(most_bytes: int) -> tuple[bytes, MediaType]:
    """
    The body of the request, and what it is. Raises `NotDataType`.

    A form in parts is kept as the same form in one piece: the border between the parts says nothing.
    """
    request.max_content_length = most_bytes
    if request.mimetype == MULTIPART:
        request.max_form_parts = MOST_PARTS
        if request.files:
            raise NotDataType
        return urlencode(list(request.form.items(multi=True))).encode(), FORM
    raw = request.get_data()
    if request.mimetype == FORM:
        return raw, FORM
    if request.mimetype not in _FILES:
        raise NotDataType
    return raw, media_type_of(raw)
