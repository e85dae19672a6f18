"""How one Vietnamese syllable is spelt: onset, rhyme, and the tones that its final allows."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from service.congress.letters import TONES, composed

_ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_RHYMES = (
    "a(?:ch|nh|ng|[cimnoptuy])?|ă(?:ng|[cmnpt])|â(?:ng|[cmnptuy])|e(?:ng|[cmnopt])?|ê(?:ch|nh|ng|[mnptu])?"
    "|[iy](?:ch|nh|[amnptu])?|[iy]ê(?:ng|[cmnptu])|o(?:ng|[cimnpt])?|oa(?:ch|nh|ng|[cimnopty])?|oă(?:ng|[cmnt])"
    "|oe[mnot]?|oo(?:c|ng)|ô(?:ng|[cimnpt])?|ơ[imnpt]?|u(?:ng|[acimnpt])?|uâ(?:ng|[nty])|uê(?:ch|nh)?"
    "|uô(?:ng|[cimnpt])|uơ|uy(?:ch|nh|[anptu])?|uyê[nt]|ư(?:ng|[acimntu])?|ươ(?:ng|[cimnptu])"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_RHYMES})")
_MISSPELT = re.compile("(?:c|ng)[eêiy]|g[eêy]|(?:k|gh|ngh)[^eêiyh]")
_STOP = re.compile("(?:ch?|[pt])$")
_SHARP, _HEAVY = "\u0301", "\u0323"


def is_syllable(word: str) -> bool:
    """Whether `word` is spelt as one Vietnamese syllable: onset, rhyme and a tone that the final allows."""
    letters, tones = _parted(word)
    if len(tones) > 1 or not _is_spelt(letters):
        return False
    return not _STOP.search(letters[1:]) or tones in (_SHARP, _HEAVY)


@lru_cache(maxsize=4_096)
def has_impossible_tone(word: str) -> bool:
    """
    Whether the letters of `word` make a syllable, and its tones none: two of them, or one that a stop never has.

    A stop without a tone is left alone, for names of other peoples of the country have it.

        >>> [has_impossible_tone(word) for word in ("Tuyểt", "Hòá", "Tuyết", "Pơtao", "Wăt")]
        [True, True, False, False, False]
    """
    letters, tones = _parted(word)
    if not _is_spelt(letters):
        return False
    return len(tones) > 1 or (
        bool(tones) and bool(_STOP.search(letters[1:])) and tones not in (_SHARP, _HEAVY)
    )


def _parted(word: str) -> tuple[str, str]:
    """The letters of a word in lower case without their tones, and the tones."""
    decomposed = unicodedata.normalize("NFD", composed(word).lower())
    tones = "".join(re.findall(f"[{TONES}]", decomposed))
    return unicodedata.normalize("NFC", re.sub(f"[{TONES}]", "", decomposed)), tones


def _is_spelt(letters: str) -> bool:
    return bool(_SYLLABLE.fullmatch(letters)) and not _MISSPELT.match(letters)
