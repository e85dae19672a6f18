"""
What must hold at every moment, whatever died, filled up or was cut off: checked from outside.

The checker lists the files, then takes one look at the rows, then reads the files. It shares no code with the rooms that
write the archive, and it changes nothing.
"""

from service.archive.invariants.checker import CheckInvariants
from service.archive.invariants.findings import INVARIANTS, Breach, Findings

__all__ = ["INVARIANTS", "Breach", "CheckInvariants", "Findings"]
