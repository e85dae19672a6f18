"""Inventories and manifests are written as Python's own writer would: what an earlier release decided has the same bytes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from service.storage import written

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(_TEXT, inner),
)


@given(st.dictionaries(_TEXT, _VALUE), st.integers(1, 4))
def test_the_bytes_are_those_of_the_standard_library(value: dict[str, object], indent: int) -> None:
    """Names in the order of their code points, Vietnamese letters as they are, signs escaped alike."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=indent)

    assert written(value, indent=indent) == f"{said}\n".encode()
