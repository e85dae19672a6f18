"""
What the pages of the desk cost with thousands of delegates: `make bench-desk`, ARGS="--delegates=5000".

A draft of a congress of delegates, made up; each page is asked for several times in this process, without a network. Prints bytes, table
rows and the median of the milliseconds of CPU, and each time as a multiple of that of the sign-in page in the same run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import build
from service.catalog import Catalog
from service.config import Settings
from service.web import create_app

EXAMPLE = Path(__file__).parents[1] / "examples" / "so-cong-thuong-2023-day-du.json"
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Quang")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Đào", "Hà", "Hạnh", "Khoa", "Lan", "Phúc", "Sơn")
BUTTONS = frozenset({"go", "remove", "more", "add", "wide", "at", "find", "turn", "boxed"})
DRAFT = "0c3b1d7e-5f0a-4a39-9a53-0d6c2f1b9a10"


def with_delegates(count: int) -> dict[str, Any]:
    """The complete example with so many delegates on its list, each with a card and a seat."""
    data: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))
    data["delegates"] = [_delegate(n) for n in range(1, count + 1)]
    return data


def _delegate(n: int) -> dict[str, Any]:
    return {
        "number": n,
        "full_name": f"{FAMILIES[n % 10]} {MIDDLES[n % 7]} {GIVEN[n % 11]}",
        "gender": "female" if n % 2 else "male",
        "born_on": f"{1960 + n % 40}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
        "position": "Chủ tịch công đoàn cơ sở",
        "unit": f"Công ty số {n % 700 + 1}",
        "standing": "elected",
        "present": True,
    }


def measure(ask: Callable[[], TestResponse], times: int) -> tuple[str, float]:
    """The last answer's text, and the median of the seconds of this thread's CPU."""
    took, text = [], ""
    for _ in range(times):
        began = time.thread_time()
        answer = ask()
        text = answer.get_data(as_text=True)
        took.append(time.thread_time() - began)
        if answer.status_code >= 400:
            raise SystemExit(f"{answer.status_code}: {text[-2000:]}")
    return text, statistics.median(took)


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--delegates", type=int, default=5000)
    asked.add_argument("--times", type=int, default=5)
    chosen = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="vankien-bench-") as made:
        folder = Path(made)
        url = f"sqlite:///{folder / 'catalog.db'}"
        catalog = Catalog.open(url)
        catalog.migrate()
        catalog.close()
        services = build(Settings(var=folder / "var", catalog_url=url, storage_url=""))
        try:
            account = services.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
            services.access.set_password(account, "mat khau dai du dung")
            services.drafts.begin_with(DRAFT, with_delegates(chosen.delegates), account=account)
            client = create_app(services).test_client()
            client.set_cookie("vankien", services.access.sign_in(account.name, "mat khau dai du dung") or "")
            report(client, chosen.times)
        finally:
            services.close()


def report(client: FlaskClient, times: int) -> None:
    """Print a line for each page."""
    own = f"/drafts/{DRAFT}"
    saved = itertools.count(1)
    _, least = measure(lambda: client.get("/sign-in"), 20)
    page = client.get(f"{own}/delegates").text
    form = page[page.index('id="desk"') :].partition("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', form))
    fields = {name: text for name, text in fields.items() if name not in BUTTONS}
    pages: list[tuple[str, Callable[[], TestResponse]]] = [
        (step, lambda step=step: client.get(f"{own}/{step}"))  # type: ignore[misc]  # bound for this step
        for step in ("organisation", "delegates", "elections", "papers")
    ]
    pages += [
        ("delegates, far row", lambda: client.get(f"{own}/delegates?at=delegates.4000")),
        ("delegates, search", lambda: client.get(f"{own}/delegates?find=delegates&q=nguyen+van+an")),
        ("delegates, check", lambda: client.post(f"{own}/delegates/check", data=fields)),
        ("delegates, save", lambda: client.post(f"{own}/delegates", data=fields | _changed(next(saved)))),
    ]
    print(
        f"{'page':24} {'bytes':>12} {'rows':>8} {'ms':>8} {'x sign-in':>10}   (sign-in {least * 1000:.1f} ms)"
    )
    for name, ask in pages:
        text, took = measure(ask, times)
        rows = text.count("<tr")
        print(
            f"{name:24} {len(text.encode()):12,} {rows:8,} {took * 1000:8.0f} {took / least:10.0f}",
            flush=True,
        )


def _changed(version: int) -> dict[str, str]:
    """What somebody types who sees that version."""
    return {"version": str(version), "delegates.0.seat": f"A{version}"}


if __name__ == "__main__":
    main()
