"""Lists of rows that no query can sort."""

from dataclasses import dataclass

import pytest

from ui.lists import Column, row_listing

COLUMNS = (
    Column("naam", "Naam", ("name",)),
    Column("cijfer", "Cijfer", ("value", "name")),
    Column("vast", "Vast"),
)


@dataclass(frozen=True)
class Row:
    name: str
    value: float | None

    def __str__(self) -> str:
        return self.name


ROWS = [Row("Beuk", 6.0), Row("appel", None), Row("Ceder", 7.0), Row("Den hoog", 6.0)]


def names(query: dict[str, str], **options: int) -> list[str]:
    found = row_listing(ROWS, query, columns=COLUMNS, default="naam", **options)
    return [row.name for row in found.page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["appel", "Beuk", "Ceder", "Den hoog"]),
        ({"sorteer": "-naam"}, ["Den hoog", "Ceder", "Beuk", "appel"]),
        ({"sorteer": "cijfer"}, ["Beuk", "Den hoog", "Ceder", "appel"]),
        ({"sorteer": "-cijfer"}, ["Ceder", "Den hoog", "Beuk", "appel"]),
        ({"sorteer": "vast"}, ["appel", "Beuk", "Ceder", "Den hoog"]),
        ({"sorteer": "--naam"}, ["Den hoog", "Ceder", "Beuk", "appel"]),
        ({"sorteer": "__class__"}, ["appel", "Beuk", "Ceder", "Den hoog"]),
        ({"zoek": "HOOG den"}, ["Den hoog"]),
        ({"zoek": "eik"}, []),
    ],
)
def test_rows_are_searched_and_sorted_with_the_unknown_last(query, expected):
    assert names(query) == expected


def test_rows_page_beyond_the_end_shows_the_last():
    assert names({"pagina": "2"}, per_page=3) == ["Den hoog"]
    assert names({"pagina": "99"}, per_page=3) == ["Den hoog"]
    assert names({"pagina": "x"}, per_page=3) == ["appel", "Beuk", "Ceder"]
