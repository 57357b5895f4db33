from surveys.bank import BANK, SCALES, questionnaire_from_json, questionnaire_to_json
from surveys.questions import Questionnaire


def test_bank_holds_thirty_questions_fifteen_of_them_core():
    assert len(BANK) == 30
    assert sum(question.core for question in BANK.values()) == 15


def test_questionnaire_read_back_from_json_is_the_same():
    asked = Questionnaire(tuple(BANK.values()))
    assert questionnaire_from_json(questionnaire_to_json(asked)) == asked


def test_every_text_of_the_bank_is_there_in_dutch_and_english():
    for question in BANK.values():
        texts = [question.text, question.short, *(o.text for o in question.options)]
        texts += [item.text for item in question.items]
        texts += [question.help] if question.help else []
        assert all(set(text) == {"nl", "en"} and all(text.values()) for text in texts), (
            question.code
        )


def test_scales_are_made_of_scored_variables_of_the_bank():
    variables = Questionnaire(tuple(BANK.values())).variables()
    for scale in SCALES:
        assert all(variables[name].question.scored for name in scale.variables)


def test_points_run_from_nought_to_ten_and_unscored_answers_are_not_valid_answers_lost():
    for question in BANK.values():
        points = [option.points for option in question.options if option.points is not None]
        assert not points or (min(points) >= 0 and max(points) == 10), question.code
        assert all(option.points is None for option in question.options if not option.valid)
