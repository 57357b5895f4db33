"""CSV: which characters, which separator, which records."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.tables import ENCODINGS, SEPARATORS, Detected, Row, Wish

SAMPLE = 200  # records looked at to find the separator


def csv_records(content: bytes, wish: Wish) -> tuple[Iterator[Row], Detected]:
    """Records with the line each starts on. Refuses text that is not text."""
    encoding = wish.encoding or detect_encoding(content)
    text = decoded(content, encoding)
    declared, text, skipped = _excel_separator(text)
    separator = wish.separator or declared or detect_separator(text)
    return (
        _records(text, separator, first_line=1 + skipped),
        Detected("csv", encoding=encoding, separator=separator),
    )


def detect_encoding(content: bytes) -> str:
    """By byte order mark, by the zero bytes of UTF-16, by valid UTF-8; else what Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:4096]
    if wide := _utf_16_without_mark(sample):
        return wide
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _utf_16_without_mark(sample: bytes) -> str:
    """Western text in UTF-16 has a zero as every other byte."""
    half = len(sample) // 2
    if half < 2:
        return ""
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def decoded(content: bytes, encoding: str) -> str:
    """The text without byte order mark; refuses bytes that this encoding does not have."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        text = content.decode(codec)
    except (UnicodeDecodeError, LookupError) as error:
        raise ImportRefused(
            _(
                "De tekens in dit bestand zijn niet te lezen als {encoding}. Kies andere tekens, of "
                "bewaar het bestand opnieuw als «CSV UTF-8»."
            ).format(encoding=ENCODINGS.get(encoding, encoding)),
            field="encoding",
        ) from error
    if "\0" in text:
        raise ImportRefused(
            _(
                "In dit bestand staan tekens die niet in een tekstbestand horen (nulbytes). Bewaar "
                "het opnieuw als «CSV UTF-8»."
            )
        )
    return text.removeprefix("\ufeff")


def _excel_separator(text: str) -> tuple[str, str, int]:
    """Excel's own first line `sep=;` names the separator and is no record."""
    first, newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return first[4], rest if newline else "", 1
    return "", text, 0


def detect_separator(text: str) -> str:
    """The separator that cuts most records into as many cells as the first one."""
    scores = {separator: _score(text, separator) for separator in SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    if scores[best][1] < 2:
        raise ImportRefused(
            _("We vinden geen kolommen in dit bestand. Scheid ze met een komma, puntkomma of tab."),
            field="separator",
        )
    return best


def _score(text: str, separator: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(record):
                widths.append(len(record))
            if len(widths) == SAMPLE:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or max(widths) < 2:
        return 0.0, 1
    usual = max(set(widths), key=widths.count)
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual


def _records(text: str, separator: str, *, first_line: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 0
    try:
        for record in reader:
            yield Row(first_line + start, tuple(record))
            start = reader.line_num
    except csv.Error as error:
        raise ImportRefused(
            _(
                "Regel {line} is niet te lezen: een aanhalingsteken staat verkeerd of sluit niet, of "
                "een cel is te lang. Verbeter die regel."
            ).format(line=first_line + start)
        ) from error
