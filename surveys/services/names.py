"""Words in a free text that may point at a person or a dwelling. A hint for the reader, never a filter."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NAME = "name"
    HOUSE = "house"
    CONTACT = "contact"  # telephone number, e-mail address, postcode, number plate


@dataclass(frozen=True)
class Hint:
    """Characters `start` up to `end` of the text look like this kind."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, with the kind of hint that covers it, if any."""

    words: str
    kind: Kind | None = None


# A number followed by one of these counts something; it is no house number.
_COUNTED = (
    "uur|uren|minuten|min|dag(?:en)?|nacht(?:en)?|week|weken|maand(?:en)?|jaar|jaren|keer|x|maal|"
    "mensen|personen|man|jongens|jongeren|meter|m|km|euro|hoog|etages?|verdieping(?:en)?|lagen|"
    "woningen|huizen|auto’s|auto's|fietsen|honden|katten|kinderen|hours?|times?|years?|people|%|procent"
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|(?<!\w)\+?\d(?:[\s-]?\d){8,12}(?!\w)"  # telephone
    r"|(?<!\w)[1-9]\d{3}\s?[A-Z]{2}(?!\w)"  # postcode
    r"|(?<!\w)(?=\S*\d)(?=\S*[A-Z])[A-Z\d]{1,3}-[A-Z\d]{1,3}-[A-Z\d]{1,3}(?!\w)"  # number plate
)
_HOUSE = re.compile(
    r"(?i:(?<!\w)(?:huis\s?)?(?:nummers?|nrs?\.?|no\.)\s*\d{1,4}(?:\s?[a-z])?(?!\w))"
    r"|(?i:\b\w+(?:straat|laan|weg|plein|hof|kade|pad|dreef|singel|gracht|plantsoen|steeg|dijk)"
    r"\s+\d{1,4}(?:\s?[a-z])?(?!\w))"
    rf"|(?i:(?<![\w.,:/€-])(?!112\b|0|(?:19|20)\d\d\b)\d{{1,4}}(?:-\d{{1,3}}|[a-z])?(?![\w:/]|[.,]\d|\s?(?:{_COUNTED})\b|\s?%))"
)
_TITLES = (
    r"(?i:meneer|mijnheer|dhr\.?|de\s+heer|mevrouw|mevr\.?|mw\.?|buurman|buurvrouw|"
    r"familie|fam\.?|mister|mr\.?|mrs\.?|miss)"
)
_PARTICLES = r"(?:(?i:van|de|der|den|ten|ter|el|al|ben)\s+)*"
_TITLED = re.compile(rf"\b{_TITLES}\s+{_PARTICLES}[A-ZÀ-Þ][\w’'-]+")
_CAPITAL = re.compile(r"(?<![\w’'])[A-ZÀ-Þ][a-zà-ÿ’'-]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…\n\"“‘(•*-])\s*$")
# Capitals that name no person; "vv" is the start of VvE, the owners' association.
_NO_PERSONS = """
nederland nederlands nederlandse nederlanders europa god kerst pasen suikerfeest ramadan oud nieuw
corona whatsapp facebook buurtapp ring google marktplaats ik dutch english vv
"""
# Given names often heard, for the start of a sentence, where every word has a capital.
_GIVEN_NAMES = """
achmed ahmed ali anna annie ans anton bert carla corrie daan dennis ellen emma erik esra eva fatima
frank fatma gerard gerrit greet hans hassan henk herman ibrahim ingrid jaap jan janneke jeroen johan
john joke jolanda karin kees khalid klaas laura linda lisa maria marie marieke marja marjan mehmet
miriam mo mohamed mohammed monique mustafa nel omar patricia paul peter petra piet rachid rita rob ron
ruud samira sandra sara saskia sjaak sjaan sofie stefan theo thomas tineke tom truus wilma willem wim
yusuf zeynep
"""
_KNOWN = frozenset(_NO_PERSONS.split())
_GIVEN = frozenset(_GIVEN_NAMES.split())


def hints(text: str, *, known: Iterable[str] = ()) -> tuple[Hint, ...]:
    """Stretches that look like a name, a house number or a contact, in order, never overlapping.

    `known`: names of complexes, streets and the corporation; their words are no persons.
    """
    allowed = _KNOWN | {word.casefold() for name in known for word in re.findall(r"\w+", name)}
    found = [Hint(Kind.CONTACT, *match.span()) for match in _CONTACT.finditer(text)]
    found += [Hint(Kind.HOUSE, *match.span()) for match in _HOUSE.finditer(text)]
    found += [Hint(Kind.NAME, *match.span()) for match in _TITLED.finditer(text)]
    found += [Hint(Kind.NAME, *match.span()) for match in _names(text, allowed)]
    kept: list[Hint] = []
    for hint in sorted(found, key=lambda hint: (hint.start, -hint.end)):
        if not kept or hint.start >= kept[-1].end:
            kept.append(hint)
    return tuple(kept)


def _names(text: str, allowed: Iterable[str]) -> Iterator[re.Match[str]]:
    for match in _CAPITAL.finditer(text):
        word = match.group().casefold()
        starts = _SENTENCE_START.search(text[: match.start()]) is not None
        if word in _GIVEN or (not starts and word not in allowed):
            yield match


def pieces(text: str, *, known: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The text cut at its hints, for a page that marks them. Joined again it is the text itself."""
    cut: list[Piece] = []
    at = 0
    for hint in hints(text, known=known):
        if hint.start > at:
            cut.append(Piece(text[at : hint.start]))
        cut.append(Piece(text[hint.start : hint.end], hint.kind))
        at = hint.end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return tuple(cut)
