"""Settings: environment variables `VANKIEN_*`, read once, all faults named at once."""

from service.config.settings import (
    RENAMED,
    Settings,
    SettingsRefused,
    read_settings,
    setting,
    variable,
)

__all__ = ["RENAMED", "Settings", "SettingsRefused", "read_settings", "setting", "variable"]
