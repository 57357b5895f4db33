"""The [[answers]] of a mapping: which columns answer which variable, and what their cells mean."""

from django.utils.translation import gettext as _

from surveys.bank import BANK
from surveys.imports.mapping import AnswerRule, Combine, Conversion, Match, Span
from surveys.imports.question_reading import Key, read_questions
from surveys.imports.toml_entries import Entry
from surveys.questions import Kind, Question

KEYS = {
    "variable",
    "version",
    "column",
    "columns",
    "values",
    "match",
    "bands",
    "scale",
    "missing",
    "split",
    "combine",
    "options",
    "yes",
    "no",
    "optional",
}
# What these ask depends on the measures of a complex at the time, and no old file says those.
WITH_MEASURES = ("M1", "M2")


def read_answers(top: Entry) -> tuple[AnswerRule, ...]:
    """All rules; a variable in one version is read in one place."""
    questions = read_questions(top)
    rules: list[AnswerRule] = []
    seen: set[tuple[str, int]] = set()
    for entry in top.tables("answers"):
        entry.refuse_unknown(KEYS)
        rule = _rule(entry, questions)
        if rule is None:
            continue
        key = (rule.variable, rule.question.version)
        if key in seen:
            entry.problem("variable", _("{variable} staat er al").format(variable=key[0]))
        seen.add(key)
        rules.append(rule)
    if not top.has("answers"):
        top.problem("answers", _("koppel minstens één kolom aan een vraag"))
    return tuple(rules)


def _rule(entry: Entry, questions: dict[Key, Question]) -> AnswerRule | None:
    question = _question(entry, questions)
    columns = [entry.text("column")] if entry.has("column") else entry.texts("columns")
    if not columns or not all(columns):
        entry.problem("columns", _("noem minstens één kolom"))
    if question is None:
        return None
    values = entry.table("values")
    rule = AnswerRule(
        variable=entry.text("variable"),
        question=question,
        columns=tuple(columns),
        combine=entry.choice("combine", Combine, Combine.FIRST),
        match=entry.choice("match", Match, Match.TEXT),
        values={key.strip().casefold(): values.whole(key) for key in values.names()},
        spans=_spans(entry),
        conversion=_conversion(entry, question),
        split=entry.text("split"),
        options=tuple(entry.wholes("options")),
        yes=entry.folded("yes"),
        no=entry.folded("no"),
        missing=entry.folded("missing"),
        optional=entry.flag("optional"),
    )
    _check_kind(entry, rule)
    _check_options(entry, rule)
    return rule


def _question(entry: Entry, questions: dict[Key, Question]) -> Question | None:
    variable = entry.text("variable")
    named = [q for q in questions.values() if any(v.name == variable for v in q.variables())]
    if variable in WITH_MEASURES:
        entry.problem("variable", _("vragen over maatregelen kunnen niet worden ingelezen"))
        return None
    if not named:
        entry.problem("variable", _("«{name}» is geen vraag").format(name=variable))
        return None
    if not entry.has("version"):
        if len(named) > 1:
            entry.problem("version", _("deze vraag heeft meer versies; zeg welke"))
        return named[0]
    version = entry.whole("version")
    for question in named:
        if question.version == version:
            return question
    entry.problem("version", _("versie {version} is er niet").format(version=version))
    return None


def _spans(entry: Entry) -> tuple[Span, ...]:
    found: list[Span] = []
    for each in entry.tables("bands"):
        each.refuse_unknown({"from", "below", "option"})
        start, below = each.number("from"), each.number("below")
        if start is None or below is None:
            continue
        if start >= below:
            each.problem("below", _("«below» moet meer zijn dan «from»"))
        if any(start < other.below and other.start < below for other in found):
            each.problem("from", _("deze band overlapt een andere"))
        found.append(Span(start, below, each.whole("option")))
    return tuple(found)


def _conversion(entry: Entry, question: Question) -> Conversion | None:
    """A converted scale is another version of the question, so that it breaks the trend."""
    if not entry.has("scale"):
        return None
    scale = entry.table("scale")
    scale.refuse_unknown({"from", "to"})
    ends = [scale.raw("from"), scale.raw("to")]
    # "from" may run down: a scale on which 1 is the best
    if not all(_is_range(end) for end in ends) or ends[1][0] > ends[1][1]:
        entry.problem("scale", _("schrijf {{ from = [1, 5], to = [1, 10] }}").format())
        return None
    same_as_bank = question.code in BANK and BANK[question.code].version == question.version
    if not entry.has("version") or same_as_bank:
        entry.problem(
            "scale",
            _(
                "een omgerekende schaal is een andere versie van de vraag: geef haar een eigen versie"
            ),
        )
    (a, b), (c, d) = ends
    return Conversion((float(a), float(b)), (float(c), float(d)))


def _is_range(end: object) -> bool:
    return (
        isinstance(end, list)
        and len(end) == 2
        and all(type(each) in (int, float) for each in end)
        and end[0] != end[1]
    )


def _check_kind(entry: Entry, rule: AnswerRule) -> None:
    kind = rule.question.kind
    choice = kind in (Kind.SINGLE, Kind.GRID, Kind.SEVERAL)
    for key, fits in {
        "scale": kind is Kind.MARK,
        "bands": choice,
        "match": choice,
        "split": kind is Kind.SEVERAL,
        "values": kind is not Kind.OPEN,
    }.items():
        if entry.has(key) and not fits:
            entry.problem(
                key, _("dit past niet bij een vraag van de soort «{kind}»").format(kind=kind)
            )
    if rule.combine is Combine.ALL and kind is not Kind.SEVERAL:
        entry.problem("combine", _("«all» past alleen bij een vraag met meer antwoorden"))
    if rule.options and (len(rule.options) != len(rule.columns) or not rule.yes):
        entry.problem("options", _("geef per kolom één code, en zeg wat «yes» is"))
    if rule.options and rule.combine is not Combine.ALL:
        entry.problem("options", _("dit hoort bij combine = «all»"))


def _check_options(entry: Entry, rule: AnswerRule) -> None:
    """Codes that the question does not have would be dropped later; better said now."""
    if rule.question.kind is Kind.OPEN:
        return
    known = {option.code for option in rule.question.options}
    used = {
        "values": set(rule.values.values()),
        "bands": {span.option for span in rule.spans},
        "options": set(rule.options),
    }
    for key, codes in used.items():
        for code in sorted(codes - known):
            entry.problem(key, _("antwoord {code} bestaat niet bij deze vraag").format(code=code))
