"""
What a paper costs: `make bench-docx`.

This engine, docxtpl (autoescape on) and the limit are measured in turns in one process, in CPU time, so that a machine
that is busy with other things slows all three; each line shows the median of the ratios of the rounds. The limit is
what no engine of this kind can go below: deflating the same changed XML with the same deflater, its CRC, the SHA-256
of the file, and copying it once. To be compared with it, the engine's file is hashed too.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docxtpl import DocxTemplate

from bench.docx_samples import Sample, count_fields, count_template, samples
from service.docx import ENGINE_VERSION, CompiledTemplate, DocumentProperties, compile_template
from service.docx.packing import crc32, deflated

ROUNDS = 15
GOALS = {"card": (400, 1.8), "minutes": (160, 5), "300 rows": (90, 5)}
PROPERTIES = DocumentProperties(title="Thẻ đại biểu", creator="Công đoàn")
SHIPPED = Path(__file__).parents[1] / "templates_docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sample: CPU seconds of the engine, with hash, to a file; of docxtpl; of the limit. Medians and ratios."""

    sample: str
    ours: float
    hashed: float
    filed: float
    reference: float
    limit: float
    faster: float
    above: float


def cpu(work: Callable[[], object], times: int) -> float:
    """CPU seconds of one `work`."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def by_docxtpl(sample: Sample) -> bytes:
    document, target = DocxTemplate(io.BytesIO(sample.template)), io.BytesIO()
    document.render(sample.fields, autoescape=True)
    document.save(target)
    return target.getvalue()


def limit_of(paper: bytes) -> Callable[[], object]:
    """The work that is left when everything else is free."""
    xml = zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml")

    def work() -> object:
        return crc32(xml), deflated(xml), hashlib.sha256(paper).digest(), bytearray(paper)

    return work


def measured(sample: Sample, folder: Path) -> Line:
    template = compile_template(sample.template)
    if template.notes:
        sys.exit(f"{sample.name} is not rendered straight: {template.notes}")
    limit = limit_of(template.render(sample.fields, properties=PROPERTIES))
    times = {"card": 400, "minutes": 120, "300 rows": 80}[sample.name]

    def render() -> bytes:
        return template.render(sample.fields, properties=PROPERTIES)

    by_docxtpl(sample)  # its first use compiles patterns that later ones share
    rounds = []
    for _ in range(ROUNDS):
        gc.collect()
        rounds.append(
            (
                cpu(lambda: by_docxtpl(sample), 2),
                cpu(render, times),
                cpu(lambda: hashlib.sha256(render()).digest(), times),
                cpu(limit, times * 3),
                cpu(lambda: (folder / "paper.docx").write_bytes(render()), times),
            )
        )
    columns = [statistics.median(column) for column in zip(*rounds, strict=True)]
    return Line(
        sample=sample.name,
        reference=columns[0],
        ours=columns[1],
        hashed=columns[2],
        limit=columns[3],
        filed=columns[4],
        faster=statistics.median(one[0] / one[1] for one in rounds),
        above=statistics.median(one[2] / one[3] for one in rounds),
    )


def compile_times() -> list[tuple[str, float]]:
    """Milliseconds to compile each shipped template, the median of five."""
    paths = sorted(SHIPPED.glob("*.docx"))
    return [
        (path.stem, statistics.median(cpu(lambda p=path: compile_template(p), 1) for _ in range(5)))
        for path in paths
    ]


def per_row(template: CompiledTemplate, rows: int, times: int) -> float:
    """CPU seconds a row, the least of several: the machine's own noise only adds."""
    fields = count_fields(rows)
    return min(cpu(lambda: template.render(fields), 1) for _ in range(times)) / rows


def linearity() -> str:
    template = compile_template(count_template())
    small, large = per_row(template, 500, 15), per_row(template, 50_000, 3)
    return f"{small * 1e6:.2f} µs at 500 rows, {large * 1e6:.2f} µs at 50,000: ratio {large / small:.2f} (goal < 1.5)"


def peak() -> str:
    """Peak memory of a process of its own that renders 50,000 rows, and of one that renders one."""
    sizes = [
        int(
            subprocess.run(
                [sys.executable, "-m", "bench.docx", "--rows", rows], capture_output=True, check=True
            ).stdout
        )
        for rows in ("50000", "1")
    ]
    return f"{sizes[0] / 1024:.0f} MB with 50,000 rows, {sizes[1] / 1024:.0f} MB with one (goal < 200 MB)"


def only_render(rows: int) -> None:
    compile_template(count_template()).render(count_fields(rows))
    # not getrusage: its peak is inherited from the process that started this one
    status = Path("/proc/self/status").read_text()
    sys.stdout.write(re.search(r"VmHWM:\s+(\d+)", status)[1])


def pinned() -> None:
    """Stay on one core: a process that is moved finds its caches cold."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def show(lines: list[Line]) -> None:
    write = sys.stdout.write
    write(
        f"{ENGINE_VERSION}\nPython {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n"
    )
    head = (
        "CPU µs a paper",
        "engine",
        "+ SHA-256",
        "+ file",
        "docxtpl",
        "limit",
        "docxtpl/engine",
        "engine/limit",
    )
    write(("{:16}" + "{:>12}" * 5 + "{:>22}{:>20}\n").format(*head))
    for line in lines:
        faster, above = GOALS[line.sample]
        micro = [
            f"{value * 1e6:,.1f}"
            for value in (line.ours, line.hashed, line.filed, line.reference, line.limit)
        ]
        ratios = f"{line.faster:,.0f} (>= {faster})", f"{line.above:.2f} (<= {above})"
        write(("{:16}" + "{:>12}" * 5 + "{:>22}{:>20}\n").format(line.sample, *micro, *ratios))


def main() -> None:
    pinned()
    with tempfile.TemporaryDirectory() as folder:
        show([measured(sample, Path(folder)) for sample in samples()])
    times = ", ".join(f"{name} {seconds * 1e3:.0f}" for name, seconds in compile_times())
    sys.stdout.write(f"\ncompile, CPU ms (goal < 60): {times}\na row: {linearity()}\npeak memory: {peak()}\n")


if __name__ == "__main__":
    if "--rows" in sys.argv:
        only_render(int(sys.argv[-1]))
    else:
        main()
