"""One cell → one answer, nothing, or a reason why not."""

import re

from django.utils.translation import gettext as _

from surveys.imports.mapping import AnswerRule, Combine, Decimal, Match
from surveys.questions import Kind

Answer = int | float | str | list[int]
NUMBER = re.compile(r"^[+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?$")
MAX_TEXT = 4_000


class CellRejected(Exception):  # noqa: N818 - it reads as what happened
    """This cell is not used; the words say why."""


def is_missing(cell: str, *codes: frozenset[str]) -> bool:
    """An empty cell, or one that is declared to mean "no answer"."""
    folded = cell.strip().casefold()
    return not folded or any(folded in each for each in codes)


def number(cell: str, decimal: Decimal) -> float | None:
    """7.5, "7,5": a number with the declared decimal sign, else None. Thousands have no sign."""
    cell = cell.strip()
    if not NUMBER.match(cell):
        return None
    if (decimal is Decimal.COMMA and "." in cell) or (decimal is Decimal.POINT and "," in cell):
        return None
    return float(cell.replace(",", "."))


def read_cell(cell: str, rule: AnswerRule, decimal: Decimal) -> Answer:
    """The answer in a filled cell; raises CellRejected with the reason."""
    cell = cell.strip()
    if cell.startswith("="):
        raise CellRejected(_("formule"))
    match rule.question.kind:
        case Kind.OPEN:
            return _text(cell)
        case Kind.MARK:
            return _mark(cell, rule, decimal)
        case Kind.SEVERAL if rule.split:
            return [_option(part.strip(), rule, decimal) for part in _parts(cell, rule)]
        case Kind.SEVERAL:
            return [_option(cell, rule, decimal)]
        case _:
            return _option(cell, rule, decimal)


def read_choice(cell: str, rule: AnswerRule, position: int, decimal: Decimal) -> list[int]:
    """One of several columns that each add an answer: nothing, or the option it stands for."""
    if rule.combine is Combine.ALL and rule.options:
        folded = cell.strip().casefold()
        if folded in rule.yes:
            return [rule.options[position]]
        if folded in rule.no:
            return []
        raise CellRejected(_("geen van de opgegeven woorden voor ja of nee"))
    found = read_cell(cell, rule, decimal)
    return found if isinstance(found, list) else []


def check_several(codes: list[int], rule: AnswerRule) -> list[int]:
    """Each option once, in the order of the question; refuses combinations that it does not allow."""
    chosen = [option for option in rule.question.options if option.code in set(codes)]
    if len(chosen) > 1 and any(option.alone for option in chosen):
        raise CellRejected(_("dit antwoord kan niet samen met een ander"))
    most = rule.question.max_choices
    if most is not None and len(chosen) > most:
        raise CellRejected(_("meer dan {most} antwoorden").format(most=most))
    return [option.code for option in chosen]


def _parts(cell: str, rule: AnswerRule) -> list[str]:
    return [part for part in cell.split(rule.split) if part.strip()]


def _text(cell: str) -> str:
    if len(cell) > MAX_TEXT:
        raise CellRejected(_("langer dan {most} tekens").format(most=MAX_TEXT))
    return cell


def _mark(cell: str, rule: AnswerRule, decimal: Decimal) -> float:
    if (code := rule.values.get(cell.casefold())) is not None:
        return float(code)
    value = number(cell, decimal)
    if value is None:
        raise CellRejected(_("geen getal"))
    low, high = sorted(rule.conversion.source) if rule.conversion else (1.0, 10.0)
    if not low <= value <= high:
        raise CellRejected(
            _("geen cijfer van {low} tot en met {high}").format(low=f"{low:g}", high=f"{high:g}")
        )
    return round(rule.conversion.apply(value), 6) if rule.conversion else value


def _option(cell: str, rule: AnswerRule, decimal: Decimal) -> int:
    folded = cell.casefold()
    if (code := rule.values.get(folded)) is not None:
        return code
    if (value := number(cell, decimal)) is not None:
        for span in rule.spans:
            if span.start <= value < span.below:
                return span.option
    if not rule.values and not rule.spans:
        for option in rule.question.options:
            names = (
                {str(option.code)}
                if rule.match is Match.CODE
                else {text.strip().casefold() for text in option.text.values()}
            )
            if folded in names:
                return option.code
    raise CellRejected(_("geen antwoord op deze vraag"))
