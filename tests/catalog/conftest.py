"""A congress with one accepted set, on each database."""

from __future__ import annotations

import pytest

from service.catalog import Catalog
from tests.catalog.planting import NOON, Planted, plant_set


@pytest.fixture
def planted(catalog: Catalog) -> Planted:
    with catalog.begin() as work:
        root = work.organisations.plant_root(name="Tổng Liên đoàn", name_key="tong lien doan")
        own = work.organisations.under(root, name="Công đoàn Sở", name_key="cong doan so", level="grassroots")
        account = work.accounts.add(
            name="thu-ky", role="secretary", organisation=own, password_hash=None, at=NOON
        )
        congress = work.congresses.of(own, term="2023-2028", object_id="vankien:2023-2028/so")
        work.commit()
    return plant_set(catalog, congress, account, "1")
