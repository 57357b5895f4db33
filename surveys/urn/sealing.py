"""Sealing: what a respondent sent, readable by nobody until the wave closes, all of one length.

Answers and free text are sealed as two items that nothing links. What kind an item is and which
complex it is from stand inside the seal, so from outside all items look alike.
"""

import json
import struct
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from surveys.questions import Kind as QuestionKind
from surveys.questions import Question, Questionnaire

SEAL_BYTES = 48  # what a sealed box adds: an ephemeral public key and a tag
_LENGTH = struct.Struct(">I")
_ROUND = 64
_BYTES_PER_CHARACTER = 4  # the longest in UTF-8; control characters, longer in JSON, are removed
_LONGEST_MARK = 10.5  # as long as a mark can be written
_LONGEST_ID = 10**18
_TEXT_LIMIT = 500  # of an open question that declares none

Answers = Mapping[str, Any]  # variable → option code, list of codes, or mark
Texts = Mapping[str, str]  # variable → what was written


class Kind(StrEnum):
    ANSWERS = "a"
    TEXT = "t"


class ItemTooLongError(Exception):
    """More than the questionnaire can hold; a form that keeps its limits never causes it."""


class UnreadableItemError(Exception):
    """Not sealed for this key, damaged, or not something that we sealed."""


@dataclass(frozen=True)
class Item:
    """An opened item. `content` is answers or texts, as `kind` says."""

    kind: Kind
    wave_complex: int
    content: dict[str, Any]


def seal_answers(answers: Answers, *, wave_complex: int, public_key: bytes, length: int) -> bytes:
    """Exactly `length` bytes, whatever was answered. Raises ItemTooLongError."""
    return _seal(Item(Kind.ANSWERS, wave_complex, canonical(answers)), public_key, length)


def seal_text(texts: Texts, *, wave_complex: int, public_key: bytes, length: int) -> bytes:
    """Exactly `length` bytes, also when nothing was written. Raises ItemTooLongError."""
    written = {name: clean_text(text) for name, text in sorted(texts.items()) if text.strip()}
    return _seal(Item(Kind.TEXT, wave_complex, written), public_key, length)


def open_item(sealed: bytes, *, private_key: PrivateKey) -> Item:
    """What was sealed; raises UnreadableItemError."""
    try:
        plain = SealedBox(private_key).decrypt(sealed)
        (size,) = _LENGTH.unpack_from(plain)
        document = json.loads(plain[_LENGTH.size : _LENGTH.size + size])
        return Item(Kind(document["k"]), int(document["c"]), dict(document["d"]))
    except (CryptoError, struct.error, ValueError, KeyError, TypeError) as error:
        raise UnreadableItemError from error


def canonical(answers: Answers) -> dict[str, Any]:
    """The same answers in one way of writing, so that order and form tell nothing of who wrote them.

    Variables in alphabetical order, several answers from low to high, each once.
    """
    return {
        name: sorted(set(value)) if isinstance(value, list | tuple | set) else value
        for name, value in sorted(answers.items())
    }


def clean_text(text: str) -> str:
    """Without control characters and broken halves of characters; line ends as one sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    return "".join(
        sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )


def fixed_length(asked: Questionnaire, measures: Iterable[Sequence[Mapping[str, Any]]]) -> int:
    """Bytes of every sealed item of a wave: the most that anybody can answer or write.

    `measures`: per complex the measures it asks about, each with its "id".
    """
    longest = [
        len(_document(Item(Kind.ANSWERS, _LONGEST_ID, _fullest_answers(asked, of_complex))))
        for of_complex in measures
    ]
    longest.append(_longest_text(asked))
    needed = _LENGTH.size + max(longest)
    return -(-needed // _ROUND) * _ROUND + SEAL_BYTES


def _document(item: Item) -> bytes:
    parts = {"k": str(item.kind), "c": item.wave_complex, "d": item.content}
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def _seal(item: Item, public_key: bytes, length: int) -> bytes:
    document = _document(item)
    room = length - SEAL_BYTES - _LENGTH.size
    if len(document) > room:
        raise ItemTooLongError
    plain = _LENGTH.pack(len(document)) + document + bytes(room - len(document))
    return bytes(SealedBox(PublicKey(public_key)).encrypt(plain))


def _fullest_answers(asked: Questionnaire, measures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    ids = [int(measure["id"]) for measure in measures]
    fullest: dict[str, Any] = {}
    for question in asked:
        if question.kind is QuestionKind.OPEN:
            continue
        answer = _fullest_answer(question, ids)
        if question.follow_up == "per_measure":
            fullest |= {f"{question.code}.{number}": answer for number in ids}
        fullest |= {variable.name: answer for variable in question.variables()}
    return fullest


def _fullest_answer(question: Question, ids: Sequence[int]) -> Any:
    codes = [option.code for option in question.options]
    if question.kind is QuestionKind.MARK:
        return _LONGEST_MARK
    if question.kind is QuestionKind.SEVERAL:
        return codes + list(ids)
    return max(codes, key=lambda code: len(str(code)), default=0)


def _longest_text(asked: Questionnaire) -> int:
    limits = {
        question.code: question.max_length or _TEXT_LIMIT
        for question in asked
        if question.kind is QuestionKind.OPEN
    }
    bare = len(_document(Item(Kind.TEXT, _LONGEST_ID, dict.fromkeys(limits, ""))))
    return bare + _BYTES_PER_CHARACTER * sum(limits.values())
