"""On which databases a test runs."""

from __future__ import annotations

import pytest

ON_SQLITE = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
"""For what does not differ between the two: the other one is not started."""
