"""Logs as processes write them: lines of JSON on standard error, whatever stands in them."""

from __future__ import annotations

import json
import subprocess
import sys

SAYS = r"""
import logging
import structlog
from service.cli.logs import write_logs

write_logs("info")
forged = 'a\n{"event": "forged", "level": "info"}\r\x1b[2J\u2028b'
structlog.get_logger().info("ours", reason=forged)
logging.getLogger("library").warning("theirs %s", forged)
try:
    raise ValueError(forged)
except ValueError:
    logging.getLogger("library").exception("failed")
"""


def test_a_line_is_one_object_and_nothing_forges_another() -> None:
    """
    Ours and those of libraries alike, a traceback too; nothing is written to standard output.
    """
    said = subprocess.run(
        [sys.executable, "-c", SAYS], capture_output=True, text=True, check=True, timeout=60
    )
    lines = [json.loads(line) for line in said.stderr.removesuffix("\n").split("\n")]

    assert "" == said.stdout
    assert ["ours", "theirs", "failed"] == [line["event"].split()[0] for line in lines]
    assert all(line["timestamp"].endswith("Z") and line["level"] for line in lines)
    assert all("\x1b" not in line for line in said.stderr.split("\n"))
