"""
The door for people at a terminal: `vankien ...`.

Exit codes: 0 done; 1 not done, and the same call may succeed later (a busy port, a full disk, a database that does not
answer, a set that was given up); 2 refused, and the same call will be refused again (wrong usage, settings, data or
names); 130 interrupted. Every failure is said in sentences on standard error.
"""

from service.cli.entry import main

__all__ = ["main"]
