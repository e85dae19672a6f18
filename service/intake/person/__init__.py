"""One person over the whole archive: what names them, and the correction of what is wrong."""

from service.intake.person.correcting import Corrected, CorrectionRefused, CorrectPerson
from service.intake.person.finding import ExportPerson, Named, Place, Who, places_of

__all__ = [
    "CorrectPerson",
    "Corrected",
    "CorrectionRefused",
    "ExportPerson",
    "Named",
    "Place",
    "Who",
    "places_of",
]
