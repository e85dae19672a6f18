"""
The register (sổ đăng ký văn bản): what signing brings to sealed papers.

Numbers and dates, given on request and never twice; voided ones, kept with their reason; signed copies. Everything entered is
filed: it stands in the archive beside the papers, as a new version of the congress's object.
"""

from service.documents.register.copies import CopyDesk
from service.documents.register.filing import FileRegister
from service.documents.register.numbers import RegisterDesk
from service.documents.register.older import Entered, EnterOlderNumbers
from service.documents.register.printing import PrintedRegister, PrintRegister
from service.documents.register.refusals import (
    CopyRefused,
    DateRefused,
    HasNoNumber,
    NeverNumbered,
    NothingEntered,
    PaperSuperseded,
    RegisterBehind,
    RegisterRefused,
)

__all__ = [
    "CopyDesk",
    "CopyRefused",
    "DateRefused",
    "EnterOlderNumbers",
    "Entered",
    "FileRegister",
    "HasNoNumber",
    "NeverNumbered",
    "NothingEntered",
    "PaperSuperseded",
    "PrintRegister",
    "PrintedRegister",
    "RegisterBehind",
    "RegisterDesk",
    "RegisterRefused",
]
