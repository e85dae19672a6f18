"""Whose day it is."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""Congresses meet, papers are signed and pages are read by this clock; the catalog keeps UTC."""
