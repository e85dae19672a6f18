"""
The page docs/settings.md, made of `service.config`: run `python tests/ops/settings_table.py` to write it anew.

A sentence "Default: ..." at the end of a setting's line goes to the column of defaults.
"""

from __future__ import annotations

import re
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from service.config import Settings, variable

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "settings.md"

HEAD = """\
# Settings

Every process reads these environment variables once, at its start. A variable that begins with `VANKIEN_` and is not
named here is refused, and so is a value that makes no sense: all faults are said at once. `vankien check-config` shows
what was understood, and whether the database, the storage and the broker answer.

"""


TAIL = """
## The archive on S3

`VANKIEN_STORAGE_URL=s3://bucket/prefix?endpoint=https://host&region=hn-1&credentials=/run/secrets/s3` keeps the archive
below `prefix` of a bucket; only the bucket is needed. Without `endpoint` it is Amazon's, without `region` that of
`AWS_REGION`, else `us-east-1`.

The address holds no secret. The keys come from the file named by `credentials`, in the form of `~/.aws/credentials`
(section `[default]`, `aws_access_key_id`, `aws_secret_access_key`); without it from `AWS_ACCESS_KEY_ID` and
`AWS_SECRET_ACCESS_KEY`, or from the role of the machine. They need the right to get, put, delete and list below the prefix.

At every start, and by `vankien check-config`, a small object below `drafts/` is stored, replaced and deleted: a store that
ignores `If-None-Match: *` or `If-Match` would let one writer overwrite another, and is refused. The tests run on SeaweedFS,
which keeps both; several small servers do not. Versioning of the bucket may be on.
"""


def page() -> str:
    """The whole page."""
    return HEAD + table() + TAIL


def table() -> str:
    """One row for each setting, in the order of the class."""
    rows = [("Variable", "Default", "Meaning"), ("---", "---", "---"), *map(_row, fields(Settings))]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(one: Field[Any]) -> tuple[str, str, str]:
    meaning, _, told = one.metadata["about"].partition(" Default: ")
    default = _marked(told.rstrip(".")) if told else f"`{_shown(one.default)}`"
    return f"`{variable(one.name)}`", default, _marked(meaning)


def _shown(value: object) -> str:
    """A default as a person would write it: a path inside the project without the place of the project."""
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        return str(value.relative_to(ROOT))
    return str(value)


def _marked(text: str) -> str:
    """`text` with its addresses and paths set as code: a bare `<var>` would vanish from the page."""
    return re.sub(r"\S*(?:<\w+>|://)\S*(?<![.,;])", r"`\g<0>`", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
