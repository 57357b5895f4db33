"""A corporation's own question in the same shape as the bank's."""

from surveys.questions import NO_OPINION, Kind, Option, Question, Text


def own_question(*, code: str, kind: str, text: Text, options: list[dict[str, str]]) -> Question:
    """Own questions carry no points: their answers are counted, not scored, except marks."""
    chosen = Kind(kind)
    if chosen is Kind.MARK:
        answers = [Option(m, {"nl": str(m), "en": str(m)}, points=float(m)) for m in range(1, 11)]
        answers.append(Option(NO_OPINION, {"nl": "geen mening", "en": "no opinion"}, valid=False))
    else:
        answers = [Option(number, words) for number, words in enumerate(options, start=1)]
    return Question(
        code=code,
        version=1,
        theme="eigen",
        kind=chosen,
        text=text,
        short=text,
        options=tuple(answers),
    )
