"""One remark about a template, in words: where, what is wrong, and what to do about it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from service.docx.lint.places import Spot

Severity = Literal["error", "warning", "notice"]
"""The paper cannot be made or would be wrong; it would look wrong; worth knowing."""

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "notice")
_LONGEST: Final = 160

Wording = Mapping[str, Mapping[str, str]]
"""By code: `severity`, `vi`, `en` (what is wrong), `do_vi`, `do_en` (what to do), with figures in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """
    A remark: `code` is stable; `tag` is the text of the tag it is about, or of the paragraph; `meant` is what
    the author probably meant, or "".
    """

    code: str
    severity: Severity
    spot: Spot
    tag: str
    meant: str
    vi: str
    en: str
    do_vi: str
    do_en: str

    def as_json(self) -> dict[str, object]:
        """The same as JSON values, the place in numbers and in words."""
        spot = self.spot
        place = {"vi": spot.vi, "en": spot.en, "part": spot.part}
        numbers = {name: getattr(spot, name) or None for name in ("paragraph", "table", "row", "column")}
        said = {name: getattr(self, name) for name in ("tag", "meant", "vi", "en", "do_vi", "do_en")}
        return {"code": self.code, "severity": self.severity, "place": {**place, **numbers}, **said}


@cache
def words_of_lint() -> Wording:
    """The sentences of this room, as `words.toml` beside this module has them."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def finding(
    code: str, spot: Spot, tag: str = "", *, meant: str = "", words: Wording | None = None, **figures: object
) -> LintFinding:
    """The remark `code` at `spot`, worded with its tag and figures. Raises KeyError for a code without words."""
    said = (words or words_of_lint())[code]
    tag = shown(tag)
    filled = {
        name: said[name].format(tag=tag, meant=meant, **figures) for name in ("vi", "en", "do_vi", "do_en")
    }
    severity = next(one for one in SEVERITIES if one == said["severity"])
    return LintFinding(code=code, severity=severity, spot=spot, tag=tag, meant=meant, **filled)


def shown(text: str) -> str:
    """`text` on one line, cut where nobody reads on, hidden characters made visible."""
    visible = "".join(one if one.isprintable() or one.isspace() else f"<U+{ord(one):04X}>" for one in text)
    line = " ".join(visible.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
