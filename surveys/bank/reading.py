"""Reads questions from JSON and writes them back; `questions.json` beside this file is the bank."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from surveys.questions import (
    Better,
    Item,
    Kind,
    Option,
    Question,
    Questionnaire,
    Scale,
    Share,
)

FILE = Path(__file__).with_name("questions.json")


def question_from_json(entry: dict[str, Any]) -> Question:
    """One question; KeyError or ValueError when the entry is not one."""
    share = entry.get("share")
    return Question(
        code=entry["code"],
        version=entry["version"],
        theme=entry["theme"],
        kind=Kind(entry["kind"]),
        text=entry["text"],
        short=entry["short"],
        options=tuple(Option(**option) for option in entry.get("options", [])),
        items=tuple(Item(**item) for item in entry.get("items", [])),
        share=Share(share["label"], tuple(share["codes"]), Better(share["better"]))
        if share
        else None,
        help=entry.get("help", {}),
        max_choices=entry.get("max_choices"),
        max_length=entry.get("max_length"),
        core=entry.get("core", False),
        background=entry.get("background", False),
        follow_up=entry.get("follow_up", ""),
        options_from=entry.get("options_from", ""),
        national=entry.get("national", ""),
    )


def question_to_json(question: Question) -> dict[str, Any]:
    """The same document that `question_from_json` reads; fields at their default are left out."""
    entry: dict[str, Any] = {
        "code": question.code,
        "version": question.version,
        "theme": question.theme,
        "kind": str(question.kind),
        "text": dict(question.text),
        "short": dict(question.short),
    }
    if question.options:
        entry["options"] = [_option_to_json(option) for option in question.options]
    if question.items:
        entry["items"] = [
            {"letter": item.letter, "text": dict(item.text)} for item in question.items
        ]
    if question.share:
        entry["share"] = {
            "label": dict(question.share.label),
            "codes": list(question.share.codes),
            "better": str(question.share.better),
        }
    for name in (
        "help",
        "max_choices",
        "max_length",
        "core",
        "background",
        "follow_up",
        "options_from",
        "national",
    ):
        if value := getattr(question, name):
            entry[name] = value
    return entry


def _option_to_json(option: Option) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": option.code, "text": dict(option.text)}
    if option.points is not None:
        entry["points"] = option.points
    if not option.valid:
        entry["valid"] = False
    if option.alone:
        entry["alone"] = True
    if not option.offered:
        entry["offered"] = False
    return entry


def questionnaire_to_json(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """What a wave stores when it opens."""
    return [question_to_json(question) for question in questionnaire]


def questionnaire_from_json(document: list[dict[str, Any]]) -> Questionnaire:
    """Raises KeyError or ValueError for a document that is not a questionnaire."""
    return Questionnaire(tuple(question_from_json(entry) for entry in document))


@cache
def load_bank() -> dict[str, Question]:
    """Question code → its newest wording, in the order of the bank."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    newest: dict[str, Question] = {}
    for entry in document["questions"]:
        question = question_from_json(entry)
        known = newest.get(question.code)
        if known is None or known.version < question.version:
            newest[question.code] = question
    return newest


def _load_scales() -> tuple[Scale, ...]:
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Scale(entry["code"], entry["label"], tuple(entry["variables"]))
        for entry in document["scales"]
    )


def _load_themes() -> dict[str, dict[str, dict[str, str]]]:
    themes: dict[str, dict[str, dict[str, str]]] = json.loads(FILE.read_text(encoding="utf-8"))[
        "themes"
    ]
    return themes


def measure_question(question: Question, measure_id: int, title: str) -> Question:
    """M2 for one measure: variable `M2.<id>`, its title in the wording."""
    text = {language: f"{title}: {words}" for language, words in question.text.items()}
    short = dict.fromkeys(question.short, title)
    return replace(question, code=f"{question.code}.{measure_id}", text=text, short=short)


BANK = load_bank()
SCALES = _load_scales()
THEMES = _load_themes()
