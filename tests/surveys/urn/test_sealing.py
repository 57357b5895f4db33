"""Sealing: everything fits, all of one length, readable with the one key only."""

import json

import pytest
from nacl.public import PrivateKey

from surveys.bank import BANK, measure_question
from surveys.questions import Kind, Questionnaire
from surveys.urn import keys, sealing

MEASURES = [{"id": 17, "title": "camera's"}, {"id": 100_234, "title": "verlichting"}]
EVERYTHING = Questionnaire(tuple(BANK.values()))


@pytest.fixture
def pair() -> keys.KeyPair:
    return keys.new_key_pair()


@pytest.fixture
def seal(pair):
    length = sealing.fixed_length(EVERYTHING, [[], MEASURES])
    return {"wave_complex": 12, "public_key": pair.public, "length": length}


def everything_answered() -> dict:
    """Every box ticked, every measure seen and judged, by walking the bank as a resident would."""
    answers = {}
    for question in EVERYTHING:
        codes = [option.code for option in question.options]
        if question.kind is Kind.SEVERAL:
            answers[question.code] = codes + [m["id"] for m in MEASURES if question.options_from]
        elif question.kind is Kind.MARK:
            answers[question.code] = 10.0
        elif question.follow_up == "per_measure":
            for measure in MEASURES:
                asked = measure_question(question, measure["id"], measure["title"])
                answers[asked.code] = codes[-1]
        elif question.kind is not Kind.OPEN:
            answers |= {variable.name: codes[-1] for variable in question.variables()}
    return answers


@pytest.mark.parametrize(
    "answers", [{}, {"V1": 2}, everything_answered()], ids=["none", "one", "all"]
)
def test_seal_answers_gives_one_length_and_opens_to_the_same(answers, seal, pair):
    sealed = sealing.seal_answers(answers, **seal)
    assert len(sealed) == seal["length"]
    opened = sealing.open_item(sealed, private_key=PrivateKey(pair.private))
    assert opened == sealing.Item(sealing.Kind.ANSWERS, 12, sealing.canonical(answers))


@pytest.mark.parametrize("text", ["", "Het is er donker.", "𝕩" * 500, '"\\\n' * 166, "é" * 500])
def test_seal_text_of_five_hundred_characters_of_any_script_fits(text, seal, pair):
    sealed = sealing.seal_text({"X1": text}, **seal)
    assert len(sealed) == seal["length"]
    opened = sealing.open_item(sealed, private_key=PrivateKey(pair.private))
    assert opened.content == ({"X1": text.strip()} if text else {})


def test_seal_text_longer_than_can_be_asked_is_an_error(seal):
    with pytest.raises(sealing.ItemTooLongError):
        sealing.seal_text({"X1": "𝕩" * 5000}, **seal)


def test_sealed_items_of_the_same_answers_have_nothing_in_common(seal):
    first, second = (sealing.seal_answers({"V1": 2}, **seal) for _ in range(2))
    common = {first[i : i + 8] for i in range(len(first) - 7)} & {
        second[i : i + 8] for i in range(len(second) - 7)
    }
    assert common == set()


def test_canonical_hides_the_order_in_which_somebody_answered():
    typed = {"V2": 3, "P2": [4, 1, 4], "V1": 1}
    assert json.dumps(sealing.canonical(typed)) == '{"P2": [1, 4], "V1": 1, "V2": 3}'


def test_clean_text_removes_what_cannot_be_seen_or_stored():
    assert sealing.clean_text(" a\x00b\x07\r\nc\td\ud800 ") == "ab\nc d"


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "foreign", "random"])
def test_open_item_that_is_not_whole_or_not_ours_is_unreadable(damage, seal, pair):
    sealed = sealing.seal_answers({"V1": 2}, **seal)
    other = keys.new_key_pair()
    foreign = sealing.seal_answers({"V1": 2}, **(seal | {"public_key": other.public}))
    flipped = bytes([*sealed[:60], sealed[60] ^ 1, *sealed[61:]])
    damaged = {
        "flipped": flipped, "cut": sealed[:-1], "empty": b"", "foreign": foreign,
        "random": bytes(range(256)) * 4,
    }  # fmt: skip
    with pytest.raises(sealing.UnreadableItemError):
        sealing.open_item(damaged[damage], private_key=PrivateKey(pair.private))


def test_open_item_sealed_by_somebody_else_with_another_content_is_unreadable(pair):
    from nacl.public import PublicKey, SealedBox

    box = SealedBox(PublicKey(pair.public))
    for plain in (b"", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x02{}", b"\xff\xff\xff\xff{}"):
        with pytest.raises(sealing.UnreadableItemError):
            sealing.open_item(box.encrypt(plain), private_key=PrivateKey(pair.private))


def test_unwrap_under_another_urn_key_is_a_mismatch(settings, pair):
    wrapped = keys.wrap(pair.private)
    assert keys.unwrap(wrapped) == pair.private
    settings.URN_KEY = "another key of more than thirty-two characters!"
    with pytest.raises(keys.KeyMismatchError):
        keys.unwrap(wrapped)


def test_check_private_key_of_another_wave_is_a_mismatch(pair):
    for wrong in (keys.new_key_pair().private, b"", b"short", bytes(32)):
        with pytest.raises(keys.KeyMismatchError):
            keys.check_private_key(wrong, public=pair.public)


@pytest.mark.parametrize("text", ["", "sleutel:", "sleutel: %%%", "een brief", "PK\x03\x04"])
def test_from_file_that_is_no_key_file_is_a_mismatch(text, pair):
    with pytest.raises(keys.KeyMismatchError):
        keys.check_private_key(keys.from_file(text), public=pair.public)
