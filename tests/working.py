"""What relay and workers do, done in this process."""

from __future__ import annotations

from service.bootstrap import Services


def work_off(services: Services) -> None:
    """Do everything that is promised, until nothing is due."""
    while services.relay(services.work_on):
        pass
