"""
A process of its own for whatever opens a file from outside: little memory, little time, no network, no other process.

Readers of foreign files are native code or build large trees; a hostile file can make them abort, run for ever or do what
its maker wants. Then this process dies, and whoever asked is told so. Its program is a module that ends in `serve`;
what it reads and answers crosses as JSON and bytes, never as objects.
"""

from service.cage.asking import CPU_SECONDS, MEMORY, SECONDS, CageBusy, CageDied, How, caged
from service.cage.inside import serve

__all__ = ["CPU_SECONDS", "MEMORY", "SECONDS", "CageBusy", "CageDied", "How", "caged", "serve"]
