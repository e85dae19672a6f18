"""What can be measured of a page besides axe: what is cut off, too small to hit, or where the focus cannot be seen."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}
"""WCAG 1.4.10: a page 1280 px wide at 400 %."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""WCAG 1.4.12: what readers may set, with nothing lost."""

_CUT = """() => {
    const isMeant = (one) => one.closest(".quiet, .first, .skip, thead, select, iframe, [hidden]");
    const scrolls = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);
    return [...document.body.querySelectorAll("*")]
        .filter((one) => {
            if (isMeant(one) || !one.checkVisibility() || !one.textContent.trim()) return false;
            const style = getComputedStyle(one);
            if (scrolls(style) || style.display === "inline") return false;
            const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
            const wide = one.scrollWidth > one.clientWidth + 1, high = one.scrollHeight > one.clientHeight + 1;
            if (one.getBoundingClientRect().left < -1 && !one.closest(".overflow-auto, .sheet")) return true;
            return hides ? wide || high : wide && one.children.length === 0;
        })
        .map((one) => one.outerHTML.slice(0, 100));
}"""

_COVERED = """() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
    const covered = [];
    for (const one of all) {
        if (one.closest(".quiet, .first, .skip, [hidden]") || !one.checkVisibility()) continue;
        one.scrollIntoView({ block: "center", inline: "center" });
        const box = one.getClientRects()[0];
        if (!box || !box.width) continue;
        const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (over && (over === one || one.contains(over) || over.contains(one) || over.closest("label")?.control === one)) continue;
        covered.push(`${one.outerHTML.slice(0, 90)} under ${over ? over.outerHTML.slice(0, 60) : "nothing"}`);
    }
    return covered;
}"""

_SMALL = """() => {
    // WCAG 2.5.8: 24 by 24 px, or as much room around; a link within a sentence is free of it.
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter((one) => !one.closest(".quiet, .first, .skip, [hidden]") && one.checkVisibility());
    const boxes = all.map((one) => {
        const box = one.getBoundingClientRect(), label = one.closest("label")?.getBoundingClientRect();
        return label && label.height > box.height ? label : box;
    });
    const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
    const isInline = (one) => getComputedStyle(one).display === "inline" && one.parentElement.closest("p, li, dd, td, th, small");
    const meets = ([x, y], box) => {
        const dx = Math.max(box.left - x, 0, x - box.right), dy = Math.max(box.top - y, 0, y - box.bottom);
        return Math.hypot(dx, dy) < 12;
    };
    return all.filter((one, n) => {
        const box = boxes[n];
        if ((box.width >= 23.5 && box.height >= 23.5) || isInline(one)) return false;
        return boxes.some((other, m) => m !== n && !one.contains(all[m]) && !all[m].contains(one) && (meets(middle(box), other)));
    }).map((one) => `${one.outerHTML.slice(0, 90)} ${Math.round(one.getBoundingClientRect().width)}x${Math.round(one.getBoundingClientRect().height)}`);
}"""

_FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const middle = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 12));
    one.dataset.walked = one.dataset.walked || String(window.walked = (window.walked || 0) + 1);
    return {
        name: (/^(A|BUTTON|SUMMARY)$/.test(one.tagName) ? one.textContent : one.id || one.name || one.tagName).trim().slice(0, 60),
        html: one.outerHTML.slice(0, 120),
        tag: one.tagName,
        number: Number(one.dataset.walked),
        seen: outline || style.boxShadow !== "none",
        within: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        free: !!middle && (one === middle || one.contains(middle) || middle.contains(one)),
        rolls: !!one.closest("#panel, .printed"), top: box.top + scrollY, left: box.left, bottom: box.bottom + scrollY,
    };
}"""


def cut_off(page: Page) -> list[str]:
    """Elements whose text stands outside them, or is hidden by them."""
    found: list[str] = page.evaluate(_CUT)
    return found


def covered(page: Page) -> list[str]:
    """What can be pressed or filled in, but has something else over its middle."""
    found: list[str] = page.evaluate(_COVERED)
    return found


def small(page: Page) -> list[str]:
    """Targets of less than 24 px that have another one near."""
    found: list[str] = page.evaluate(_SMALL)
    return found


def focused(page: Page) -> dict[str, Any] | None:
    """Where the focus is, whether it is seen, and whether it was there before (`number` then repeats)."""
    found: dict[str, Any] | None = page.evaluate(_FOCUS)
    return found
