"""The papers about recognition: the proposal to the upper union, the list of its dossier, and the decision."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.dossier import missing_enclosures
from service.congress.rules.recognition import ENCLOSED
from service.documents.facts.recognition import (
    recognition_decision_facts,
    recognition_dossier_facts,
    recognition_proposal_facts,
)
from service.documents.fields.ordinary import body_of, signing
from service.documents.fields.recognition import (
    recognition_decision_fields,
    recognition_dossier_fields,
    recognition_proposal_fields,
)
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.after_congress import WAITS, chair_of, named_lacks
from service.documents.papers.paper_type import Owed, PaperType, Signers, named
from service.documents.requirements import EVERY_PAPER, lacking

_ALIKE = (*EVERY_PAPER, "/organisation/upper", "/first_conference/held_on")


def _proposal_owed(congress: Congress) -> Iterator[Owed]:
    """Once the committee has met; at the top nobody is asked."""
    if congress.first_conference and congress.organisation.level != "national":
        lacks = named_lacks(congress, *_ALIKE, "/organisation/place")
        yield Owed(lacks=lacks + _enclosures(congress), waits_at=WAITS)


def _enclosures(congress: Congress) -> tuple[Lack, ...]:
    """The proposal goes out with a whole dossier or not at all."""
    return tuple(
        Lack(
            pointer="/recognition/dossier",
            vi=f"Hồ sơ chưa có {ENCLOSED[kind].vi}.",
            en=f"The dossier does not hold {ENCLOSED[kind].en}.",
        )
        for kind in missing_enclosures(congress)
    )


def _dossier_owed(congress: Congress) -> Iterator[Owed]:
    """As soon as the committee has met, whole or not: it says what is missing, and until when there is time."""
    if congress.first_conference and congress.organisation.level != "national":
        wanted = ("/executive_committee/ordinal", "/first_conference/held_on", "/first_conference/secretary")
        yield Owed(lacks=lacking(congress, wanted))


def _decision_owed(congress: Congress) -> Iterator[Owed]:
    """Only when the upper union has begun to decide."""
    if congress.recognition and congress.recognition.decision:
        yield Owed(lacks=named_lacks(congress, *_ALIKE), waits_at=WAITS)


def _proposal_signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    own = congress.recognition.signer if congress.recognition else None
    signer = signing(own, chair_of(congress))
    return (("TM. Ban Chấp hành", signer.full_name),) if signer else ()


def _dossier_signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    secretary = congress.first_conference.secretary if congress.first_conference else None
    return (("Người lập danh mục", secretary.full_name),) if secretary else ()


def _decision_signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    decision, upper = (
        congress.recognition.decision if congress.recognition else None,
        congress.organisation.upper,
    )
    return ((f"TM. {body_of(upper)}", decision.signer.full_name),) if decision and upper else ()


def _upper_union(_paper: PlannedPaper, congress: Congress) -> tuple[str, ...] | None:
    """On the paper it says only "Như trên"."""
    upper = congress.organisation.upper
    return (upper.name,) if upper else None


RECOGNITION_PROPOSAL = PaperType(
    template="recognition_proposal",
    owed=_proposal_owed,
    fields=recognition_proposal_fields,
    facts=recognition_proposal_facts,
    in_order=(
        "union_caps",
        "number_line",
        "date_line",
        "subject",
        "addressee",
        "grounds[]",
        "opening",
        "bodies[].people[].name",
        "dossier[].title",
        "closing",
        "capacity[]",
        "signer",
    ),
    signers=_proposal_signers,
    receivers=_upper_union,
    stem=named("to-trinh-de-nghi-cong-nhan"),
)
RECOGNITION_DOSSIER = PaperType(
    template="recognition_dossier",
    owed=_dossier_owed,
    fields=recognition_dossier_fields,
    facts=recognition_dossier_facts,
    in_order=(
        "union_caps",
        "subject",
        "dossier[].title",
        "deadline_line",
        "closing",
        "signer",
    ),
    signers=_dossier_signers,
    stem=named("danh-muc-ho-so-de-nghi-cong-nhan"),
)
RECOGNITION_DECISION = PaperType(
    template="recognition_decision",
    owed=_decision_owed,
    fields=recognition_decision_fields,
    facts=recognition_decision_facts,
    in_order=(
        "union_caps",
        "number_line",
        "date_line",
        "subject",
        "body_caps",
        "grounds[]",
        "recognised",
        "bodies[].people[].name",
        "duties",
        "execution",
        "capacity[]",
        "signer",
    ),
    signers=_decision_signers,
    stem=named("quyet-dinh-cong-nhan"),
)
