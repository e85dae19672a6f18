"""
What the papers print of the congress, one module for each type of paper, each fact with the way to read it back.

`every_paper` holds for every type; a type declares more with `PaperType.facts`. What the facts ask of the papers of a
set is compared in `service.documents.agreement`.
"""

from service.documents.facts.fact import Fact, Reader, Sighting, Value

__all__ = ["Fact", "Reader", "Sighting", "Value"]
