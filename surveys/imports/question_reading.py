"""The [[questions]] of a mapping: questions the bank does not have, or other wordings of its own."""

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import replace

from django.utils.translation import gettext as _

from surveys.bank import BANK, SCALES, THEMES
from surveys.bank.own import own_question
from surveys.imports.toml_entries import Entry
from surveys.questions import Better, Kind, Option, Question, Share, Text

Key = tuple[str, int]  # question code, wording version
CODE = re.compile(r"^[A-Z][A-Z0-9]{1,9}$")
OWN_OF_A_WAVE = re.compile(r"^E\d")  # surveys.models.OwnQuestion.code
KEYS = {
    "code",
    "version",
    "kind",
    "theme",
    "text",
    "short",
    "options",
    "share",
    "background",
}
OWN_KINDS = (Kind.SINGLE, Kind.SEVERAL, Kind.MARK, Kind.OPEN)


def read_questions(top: Entry) -> dict[Key, Question]:
    """The bank and the mapping's own questions, by code and version."""
    known: dict[Key, Question] = {(q.code, q.version): q for q in BANK.values()}
    for entry in top.tables("questions"):
        entry.refuse_unknown(KEYS)
        question = _question(entry)
        if question is None:
            continue
        key = (question.code, question.version)
        if key in known:
            entry.problem("version", _("deze versie van {code} bestaat al").format(code=key[0]))
        known[key] = question
    return known


def _question(entry: Entry) -> Question | None:
    code = entry.text("code")
    reserved = {scale.code for scale in SCALES}
    if not CODE.match(code) or OWN_OF_A_WAVE.match(code) or code in reserved:
        entry.problem("code", _("gebruik hoofdletters en cijfers, bijvoorbeeld SN1"))
        return None
    text = words_of(entry, "text")
    if not text:
        return None
    version = entry.whole("version", 1)
    if code in BANK:
        return _reworded(entry, BANK[code], version, text)
    kind = entry.choice("kind", Kind, None)
    if kind not in OWN_KINDS:
        entry.problem("kind", _("kies: single, several, mark of open"))
        return None
    return _own(entry, code, version, Kind(kind), text)


def _reworded(entry: Entry, question: Question, version: int, text: Text) -> Question:
    """Another wording of a question of the bank: everything not said stays as it is there."""
    options = _options(entry) if entry.has("options") else question.options
    short = words_of(entry, "short") if entry.has("short") else question.short
    return replace(question, version=version, text=text, short=short, options=options)


def _own(entry: Entry, code: str, version: int, kind: Kind, text: Text) -> Question:
    options = _options(entry)
    if kind in (Kind.SINGLE, Kind.SEVERAL) and len(options) < 2:
        entry.problem("options", _("geef minstens twee antwoorden"))
    theme = entry.text("theme", "eigen")
    if theme not in THEMES:
        entry.problem("theme", _("kies: {themes}").format(themes=", ".join(THEMES)))
    if kind is Kind.MARK and not options:
        options = own_question(code=code, kind="mark", text=text, options=[]).options
    return Question(
        code=code,
        version=version,
        theme=theme,
        kind=kind,
        text=text,
        short=words_of(entry, "short") if entry.has("short") else text,
        options=options,
        share=_share(entry, options) if entry.has("share") else None,
        background=entry.flag("background"),
    )


def _options(entry: Entry) -> tuple[Option, ...]:
    found: list[Option] = []
    for each in entry.tables("options"):
        each.refuse_unknown({"code", "text", "points", "valid", "alone"})
        found.append(
            Option(
                code=each.whole("code"),
                text=words_of(each, "text"),
                points=each.number("points") if each.has("points") else None,
                valid=each.flag("valid") if each.has("valid") else True,
                alone=each.flag("alone"),
            )
        )
    codes = [option.code for option in found]
    if len(set(codes)) < len(codes):
        entry.problem("options", _("elke code mag één keer voorkomen"))
    if any(option.points is not None and not 0 <= option.points <= 10 for option in found):
        entry.problem("options", _("punten lopen van 0 (onveilig) tot 10 (veilig)"))
    return tuple(found)


def _share(entry: Entry, options: tuple[Option, ...]) -> Share:
    share = entry.table("share")
    share.refuse_unknown({"label", "codes", "better"})
    codes = tuple(share.wholes("codes"))
    if not codes or not set(codes) <= {option.code for option in options}:
        share.problem("codes", _("noem codes van de antwoorden van deze vraag"))
    better: Better = share.choice("better", Better, Better.NEITHER)
    return Share(words_of(share, "label"), codes, better)


def words_of(entry: Entry, key: str) -> AnyMapping[str, str]:
    """Words per language; Dutch must be there, English falls back to it. One text is Dutch."""
    raw = entry.raw(key)
    words = {"nl": raw} if isinstance(raw, str) else dict(entry.table(key).values)
    if not all(isinstance(each, str) for each in words.values()) or not words.get("nl"):
        entry.problem(key, _('hier hoort tekst: {{ nl = "…", en = "…" }}').format())
        return {"nl": "?", "en": "?"}
    return {"en": words["nl"], **words}
