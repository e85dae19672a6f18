"""What the styles of a Word file make of a run or a paragraph: its font, and whether it keeps with the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from service.docx.inspection import relationships, strict
from service.docx.markup import W

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_UNNAMED: Final = "Times New Roman"  # what Word uses where nobody says anything
_OFF: Final = {"0", "false", "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The styles by id, the defaults, and the fonts of the theme (major, minor)."""

    by_id: Mapping[str, etree._Element]
    default_paragraph: str
    defaults: etree._Element | None
    theme: Mapping[str, str]

    @classmethod
    def read(cls, parts: Mapping[str, bytes], main: str) -> Styles:
        """The styles that the main part refers to."""
        targets = {link.kind: link.target for link in relationships(parts, main) if not link.external}
        root = strict(parts, targets["styles"]) if targets.get("styles") in parts else None
        styles = list(root.iter(f"{W}style")) if root is not None else []
        default = next(
            (
                style.get(f"{W}styleId", "")
                for style in styles
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") not in {None, *_OFF}
            ),
            "",
        )
        return cls(
            by_id={style.get(f"{W}styleId", ""): style for style in styles},
            default_paragraph=default,
            defaults=root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None,
            theme=_theme(strict(parts, targets["theme"])) if targets.get("theme") in parts else {},
        )

    def font(self, paragraph: etree._Element, run: etree._Element) -> str:
        """The font that Latin letters of `run` are set in."""
        chain = [run.find(f"{W}rPr")]
        chain += [style.find(f"{W}rPr") for style in self._chain(_value(run, "rPr", "rStyle"))]
        chain += [style.find(f"{W}rPr") for style in self._of_paragraph(paragraph)]
        for properties in [*chain, self.defaults]:
            name = self._named(properties)
            if name:
                return name
        return _UNNAMED

    def keeps_next(self, paragraph: etree._Element) -> bool:
        """Whether `paragraph` stays on the page of what follows it."""
        for owner in [paragraph, *self._of_paragraph(paragraph)]:
            switch = owner.find(f"{W}pPr/{W}keepNext")
            if switch is not None:
                return switch.get(f"{W}val", "1") not in _OFF
        return False

    def _of_paragraph(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        return self._chain(_value(paragraph, "pPr", "pStyle") or self.default_paragraph)

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        """The style and those it is based on; a circle ends where it closes."""
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            yield style
            based = style.find(f"{W}basedOn")
            style_id = based.get(f"{W}val", "") if based is not None else ""

    def _named(self, properties: etree._Element | None) -> str:
        fonts = properties.find(f"{W}rFonts") if properties is not None else None
        if fonts is None:
            return ""
        of_theme = fonts.get(f"{W}asciiTheme", "")
        return self.theme.get(of_theme[:5], "") or fonts.get(f"{W}ascii", "")


def _value(owner: etree._Element, properties: str, name: str) -> str:
    found = owner.find(f"{W}{properties}/{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _theme(root: etree._Element) -> dict[str, str]:
    found = {}
    for name in ("major", "minor"):
        latin = root.find(f".//{_A}{name}Font/{_A}latin")
        if latin is not None:
            found[name] = latin.get("typeface", "")
    return found
