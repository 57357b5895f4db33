"""Access codes: what is caught, what is forgiven, what is stored."""

import random

import pytest

from surveys.urn import codes


@pytest.fixture
def drawn() -> list[str]:
    return [codes.new_code() for _ in range(20)]


def test_new_code_carries_sixty_random_bits_and_a_check_character(drawn):
    assert {len(code) for code in drawn} == {13}
    assert set("".join(drawn)) <= set(codes.ALPHABET)
    assert 32**12 == 2**60
    assert len(set(drawn)) == 20


def test_check_character_every_single_wrong_character_is_caught(drawn):
    for code in drawn:
        for place in range(13):
            for other in codes.ALPHABET:
                if other != code[place]:
                    wrong = code[:place] + other + code[place + 1 :]
                    assert codes.normalise(wrong) is None, (code, wrong)


def test_check_character_every_swap_of_two_different_characters_is_caught(drawn):
    for code in drawn:
        for first in range(12):
            for second in range(first + 1, 13):
                if code[first] != code[second]:
                    letters = list(code)
                    letters[first], letters[second] = letters[second], letters[first]
                    assert codes.normalise("".join(letters)) is None


def test_check_character_lets_one_in_thirty_two_random_codes_through():
    # Independent of the code's own arithmetic: a check character over 32 signs can do no better.
    dice = random.Random(7)
    typed = ["".join(dice.choices(codes.ALPHABET, k=13)) for _ in range(6400)]
    assert 140 < sum(codes.normalise(code) is not None for code in typed) < 260


def test_check_character_of_a_worked_example():
    # 2^12, …, 2^1 by hand in GF(32) with x^5 = x^2 + 1: only the first place set gives 2^1 = "2",
    # only the last 2^12 = 2^5·2^7 = 14 ("E").
    assert codes.check_character("100000000000") == "2"
    assert codes.check_character("000000000001") == "E"
    assert codes.check_character("100000000001") == codes.ALPHABET[2 ^ 14]


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: codes.pretty(code),
        lambda code: "  " + codes.pretty(code).replace("-", " ") + "\n",
        lambda code: codes.pretty(code).replace("-", " – "),
        lambda code: code.replace("0", "O"),
        lambda code: code.replace("0", "o"),
        lambda code: code.replace("1", "I"),
        lambda code: code.replace("1", "l"),
        lambda code: code.replace("V", "u"),
        lambda code: "https://zilverbeek.example/vragenlijst/#" + codes.pretty(code),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),  # full-width keyboard
        lambda code: "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in code),  # Arabic
    ],
)
def test_normalise_forgives_how_people_type(change):
    characters = "01V" + "7K3MQPZ4T"
    code = characters + codes.check_character(characters)
    assert codes.normalise(change(code)) == code


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "0", "A" * 12, "A" * 14, "🙂" * 13, "%" * 13, "A" * 10_000, "É" * 13]
)
def test_normalise_of_what_is_no_code_gives_none(typed):
    assert codes.normalise(typed) is None


def test_pretty_prints_three_groups():
    assert codes.pretty("7K3MQ0PZ4T9XV") == "7K3M-Q0PZ-4T9XV"


def test_digest_depends_on_code_and_pepper_and_shows_neither(settings, drawn):
    digests = {codes.digest(code) for code in drawn}
    assert {len(digest) for digest in digests} == {32}
    assert len(digests) == 20
    settings.CODE_PEPPER = "another pepper of more than thirty-two characters"
    assert codes.digest(drawn[0]) not in digests


def test_digest_of_typed_finds_the_code_and_never_the_same_row_for_a_mistake(drawn):
    code = drawn[0]
    assert codes.digest_of_typed(codes.pretty(code).lower()) == codes.digest(code)
    assert codes.digest_of_typed("no code") != codes.digest_of_typed("no code")
