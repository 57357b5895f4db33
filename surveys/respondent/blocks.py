"""Questions as templates draw them: words in one language, what was answered, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.questions import Kind, Option, Question
from surveys.respondent.fields import HOW_OFTEN, YES, plain_yes, values_of, yes_options, yes_words
from surveys.respondent.forms import StepForm
from surveys.respondent.sheet import Step

Values = Mapping[str, list[str]]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    id: str
    chosen: bool
    asks_how_often: bool = False


@dataclass(frozen=True)
class Group:
    """Choices under one name. `label` is empty when the question itself says it all."""

    name: str
    id: str
    label: str
    choices: tuple[Choice, ...]
    error: str = ""


@dataclass(frozen=True)
class Block:
    """One question. `text` for open questions; `how_often` follows a yes; `asked` after asking it once."""

    kind: str
    code: str
    id: str
    words: str
    help: str
    groups: tuple[Group, ...]
    how_often: Group | None = None
    asked: bool = False
    text: str = ""
    error: str = ""
    max_length: int = 0


def blocks_of(step: Step, language: str, form: StepForm | None = None) -> tuple[Block, ...]:
    """The questions of a screen; unanswered, or as a bound form has them."""
    return tuple(_block(question, language, form) for question in step.questions)


def identifier(name: str) -> str:
    return "v-" + name.replace(".", "-")


def sentence(words: str) -> str:
    """With a capital, as people expect of a choice."""
    return words[:1].upper() + words[1:]


def _block(question: Question, language: str, form: StepForm | None) -> Block:
    follows = question.follow_up == "how_often"
    groups = () if question.kind is Kind.OPEN else _groups(question, language, form)
    if follows:
        groups = (_first_half(question, language, form),)
    return Block(
        kind=str(question.kind),
        code=question.code,
        id=identifier(question.code),
        words=sentence(question.says(language)),
        help=question.help.get(language, question.help.get("nl", "")),
        groups=groups,
        how_often=_second_half(question, language, form) if follows else None,
        asked=bool(form and (form.was_asked(question) or question.code in form.errors)),
        text=(_posted(form, question.code) or [""])[-1],
        error=_error(form, question.code),
        max_length=question.max_length or 0,
    )


def _groups(question: Question, language: str, form: StepForm | None) -> tuple[Group, ...]:
    return tuple(
        Group(
            name=variable.name,
            id=identifier(variable.name),
            label=sentence(variable.item.says(language)) if variable.item else "",
            choices=_choices(variable.name, question.options, language, form),
            error=_error(form, variable.name),
        )
        for variable in question.variables()
    )


def _choices(
    name: str, options: tuple[Option, ...], language: str, form: StepForm | None
) -> tuple[Choice, ...]:
    posted = _posted(form, name)
    return tuple(
        Choice(
            value=str(option.code),
            label=sentence(option.says(language)),
            id=f"{identifier(name)}-{option.code}",
            chosen=str(option.code) in posted,
        )
        for option in options
    )


def _first_half(question: Question, language: str, form: StepForm | None) -> Group:
    """ "Nee", "Ja", "Weet ik niet": the yes options as one."""
    yes = (*yes_options(question), plain_yes(question))
    others = tuple(option for option in question.options if option not in yes)
    choices = list(_choices(question.code, others, language, form))
    posted = _posted(form, question.code)
    said_yes = YES in posted or bool({str(option.code) for option in yes if option} & set(posted))
    words = sentence(yes_words(question, language))
    ident = identifier(question.code)
    choices.insert(1, Choice(YES, words, f"{ident}-{YES}", said_yes, asks_how_often=True))
    return Group(
        name=question.code,
        id=ident,
        label="",
        choices=tuple(choices),
        error=_error(form, question.code),
    )


def _second_half(question: Question, language: str, form: StepForm | None) -> Group:
    name = question.code + HOW_OFTEN
    posted = set(_posted(form, name)) | set(_posted(form, question.code))
    return Group(
        name=name,
        id=identifier(name),
        label="",
        choices=tuple(
            Choice(
                value=str(option.code),
                label=sentence(option.says(language).split(",", 1)[-1].strip()),
                id=f"{identifier(name)}-{option.code}",
                chosen=str(option.code) in posted,
            )
            for option in yes_options(question)
        ),
    )


def _posted(form: StepForm | None, name: str) -> list[str]:
    if form is None or not form.is_bound:
        return []
    return values_of(form.data, name)


def _error(form: StepForm | None, name: str) -> str:
    if form is None or not form.is_bound:
        return ""
    return " ".join(str(words) for words in form.errors.get(name, []))
