"""What a column can say, as the value of one select: "V2", "P2*", "P2=3", "own:mark", "complex". Pure."""

from typing import Any

from django.utils.translation import gettext as _

from surveys.bank import BANK, THEMES
from surveys.imports.answer_reading import WITH_MEASURES
from surveys.questions import Kind, Question, Variable

WAVE, COMPLEX, OWN = "wave", "complex", "own:"
PARTS, STANDS_FOR = "*", "="  # "P2*": several answers in a cell; "P2=3": a column for one of them
OWN_KINDS = {
    "own:mark": Kind.MARK,
    "own:single": Kind.SINGLE,
    "own:several": Kind.SEVERAL,
    "own:open": Kind.OPEN,
}


def variables() -> dict[str, Variable]:
    """Everything of the bank that a column can answer, in its order."""
    return {
        variable.name: variable
        for question in BANK.values()
        if question.code not in WITH_MEASURES
        for variable in question.variables()
    }


def target_choices() -> list[tuple[str, Any]]:
    """The choices of the select beside a column, grouped by theme; answers with a column each come last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    apart: dict[str, list[tuple[str, str]]] = {}
    for name, variable in variables().items():
        question = variable.question
        theme = groups.setdefault(THEMES[question.theme]["title"]["nl"], [])
        theme.append((name, f"{name} · {variable.label()}"))
        if question.kind is Kind.SEVERAL:
            words = _("{question} (meer antwoorden in één cel)")
            theme.append((f"{name}{PARTS}", words.format(question=theme[-1][1])))
            head = _("Kolom per antwoord: {question}").format(question=theme[-2][1])
            apart[head] = [
                (f"{name}{STANDS_FOR}{option.code}", f"{name}: {option.says('nl')}")
                for option in question.options
            ]
    return [
        ("", _("niet gebruiken")),
        (COMPLEX, _("zegt bij welk complex")),
        (WAVE, _("zegt welke meting")),
        (
            _("Vraag die Buurtpeil niet kent"),
            [
                ("own:mark", _("nieuwe vraag: cijfer")),
                ("own:single", _("nieuwe vraag: één antwoord")),
                ("own:several", _("nieuwe vraag: meer antwoorden in één cel")),
                ("own:open", _("nieuwe vraag: eigen woorden")),
            ],
        ),
        *groups.items(),
        *apart.items(),
    ]


def guessed_target(column: str) -> str:
    """A column that is called like a variable or a complex probably is one."""
    known = {name.casefold(): name for name in variables()}
    folded = column.casefold()
    return known.get(folded, COMPLEX if folded in ("complex", "complexcode") else "")


def variable_of(target: str) -> str:
    """The name of the bank's variable behind a target; "" for another target."""
    name = target.partition(STANDS_FOR)[0].removesuffix(PARTS)
    return name if name in variables() else ""


def stands_for(target: str) -> int | None:
    """The answer that a column of its own stands for; None for another target."""
    option = target.partition(STANDS_FOR)[2]
    return int(option) if option and variable_of(target) else None


def in_parts(target: str) -> bool:
    """Whether one cell may name several answers."""
    return target == "own:several" or (target.endswith(PARTS) and bool(variable_of(target)))


def question_of(target: str) -> Question | None:
    """The bank's question behind a target; None for another target."""
    name = variable_of(target)
    return variables()[name].question if name else None


def kind_of(target: str) -> Kind | None:
    """What kind of question a target asks; None when it is no question."""
    question = question_of(target)
    return question.kind if question else OWN_KINDS.get(target)
