"""Defects 33-37 of docxtpl: time, memory, and rendering again or at the same time."""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest

import service
from service.docx import compile_template
from tests.docx.defects import docxtpl, lines

ROWS = [["{%tr for d in ds %}", ""], ["{{ loop.index }}", "{{ d.name }}"], ["{%tr endfor %}", ""]]


def delegates(count: int) -> dict[str, object]:
    return {"x": "Đại hội", "ds": [{"name": f"Đại biểu số {number} & bạn"} for number in range(count)]}


def cpu(work: Callable[[], object], *, rounds: int = 5) -> float:
    """The least CPU time of `work` in seconds: what else runs here can only add to it."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def test_defect_33_time_grows_with_rows_and_no_faster(word: SimpleNamespace) -> None:
    """
    Eight times the rows take at most sixteen times the time, and far less of it than docxtpl takes.
    """
    source = word.file(table=ROWS)
    template = compile_template(source)
    few, many = (cpu(lambda count=count: template.render(delegates(count))) for count in (1_000, 8_000))
    theirs = cpu(lambda: docxtpl(source, delegates(1_000), autoescape=True), rounds=1)

    assert many < 16 * few
    assert few < theirs / 5


@pytest.mark.slow
def test_defect_33_time_grows_with_tags_and_no_faster(word: SimpleNamespace) -> None:
    """
    A template of five times the tags compiles in at most fifteen times the time.
    """
    few, many = (word.file(*(f"{{{{ v{number} }}}}" for number in range(count))) for count in (400, 2_000))

    assert cpu(lambda: compile_template(many), rounds=2) < 15 * cpu(lambda: compile_template(few), rounds=2)


BOMB = """
import io, resource, sys
from service.docx import TemplateRefused, compile_template
from docxtpl import DocxTemplate
source = sys.stdin.buffer.read()
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 160 * 2**20,) * 2)
try:
    compile_template(source)
except TemplateRefused as refusal:
    print(refusal.code)
try:
    DocxTemplate(io.BytesIO(source)).render({})
except MemoryError:
    print("no memory")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a process reads its own size from /proc")
def test_defect_34_a_small_file_does_not_become_a_large_process(word: SimpleNamespace) -> None:
    """
    A file of 240 KB that unpacks to 240 MB is refused in 160 MB, where docxtpl runs out of memory.
    """
    picture = "word/media/image1.png"
    parts = word.parts(word.with_part(word.file("x"), picture, b"", "image/png", "image"))
    target = io.BytesIO(word.zipped({name: parts[name] for name in parts if name != picture}))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(picture, "w") as entry:
        for _ in range(240):
            entry.write(bytes(2**20))
    assert len(target.getvalue()) < 400_000
    done = subprocess.run(
        [sys.executable, "-c", BOMB],
        input=target.getvalue(),
        cwd=Path(service.__file__).parents[1],
        capture_output=True,
        check=True,
    )

    assert done.stdout.split(b"\n")[:2] == [b"too-large", b"no memory"]


def test_defect_35_rendering_again_knows_nothing_of_the_first_time(word: SimpleNamespace) -> None:
    """
    A paper is the same whatever was rendered before it, and the fields stay as they were.
    """
    template = compile_template(
        word.with_footnote(word.file("{{ x }}", header="{{ x }}", table=ROWS), "{{ x }}")
    )
    fields = delegates(3)
    given, first = deepcopy(fields), template.render(fields)
    other = template.render({"x": "khác", "ds": []})

    assert template.render(fields) == first != other
    assert "Đại hội" not in lines(other)
    assert fields == given


def test_defect_36_a_small_paper_costs_little(word: SimpleNamespace) -> None:
    """
    Rendering a small template again takes a twentieth of docxtpl's time at most, and less than 5 ms.
    """
    source = word.file("{{ x }}", header="{{ x }}")
    template = compile_template(source)
    ours = cpu(lambda: template.render({"x": "y"}))

    assert ours < cpu(lambda: docxtpl(source, {"x": "y"})) / 20
    assert ours < 0.005


def test_defect_37_threads_and_processes_do_not_meet(word: SimpleNamespace) -> None:
    """
    One compiled template gives the same papers to eight threads and another process as to one thread.
    """
    template = compile_template(word.file("{{ x }}", "{{ x ~ '&' }}", table=ROWS))
    all_fields = [delegates(count) for count in range(40)]
    expected = [template.render(fields) for fields in all_fields]
    with ThreadPoolExecutor(8) as threads:
        in_threads = list(threads.map(template.render, all_fields))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as processes:
        in_process = list(processes.map(template.render, all_fields[:3]))

    assert in_threads == expected
    assert in_process == expected[:3]
