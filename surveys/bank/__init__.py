"""The question bank: 30 questions with stable codes and wording versions, shipped as data."""

from surveys.bank.reading import (
    BANK,
    SCALES,
    THEMES,
    measure_question,
    question_from_json,
    question_to_json,
    questionnaire_from_json,
    questionnaire_to_json,
)

__all__ = [
    "BANK",
    "SCALES",
    "THEMES",
    "measure_question",
    "question_from_json",
    "question_to_json",
    "questionnaire_from_json",
    "questionnaire_to_json",
]
