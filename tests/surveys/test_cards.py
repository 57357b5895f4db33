"""Cards and CSV: every code once, readable on paper, safe in a spreadsheet, nothing on the disk."""

import csv
import io
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import segno
from django.conf import settings

from surveys import cards, qr
from surveys.urn.codes import new_code, pretty
from tests.factories import CorporationFactory
from tests.factories.urn import open_wave_with_codes

pytestmark = pytest.mark.django_db


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(issued, layout: cards.Layout) -> bytes:
    return b"".join(piece for _done, piece in cards.stream_zip(issued, layout))


@pytest.fixture
def made():
    CorporationFactory()
    wave, issued = open_wave_with_codes(dwellings=11, complexes=2)
    return wave, issued, unzip(zipped(issued, cards.lay_out(wave)))


def test_zip_has_a_csv_and_a_pdf_per_complex_with_every_code_once(made):
    _wave, issued, files = made
    places = {place.complex.code: place for place, _code in issued}
    assert set(files) == {
        f"{code}-{kind}" for code in places for kind in ("codes.csv", "kaarten.pdf")
    }
    for name, place in places.items():
        mine = [pretty(code) for at, code in issued if at == place]
        rows = list(
            csv.reader(io.StringIO(files[f"{name}-codes.csv"].decode("utf-8-sig")), delimiter=";")
        )
        assert [row[2] for row in rows[1:]] == mine
        assert rows[1][4] == f"{settings.PUBLIC_URL}/vragenlijst/#{mine[0]}"


def test_cards_are_sheets_of_eight_with_an_embedded_typeface_and_the_words(made):
    _wave, issued, files = made
    place = issued[0][0]
    drawn = files[f"{place.complex.code}-kaarten.pdf"]
    text = subprocess.run(["pdftotext", "-", "-"], input=drawn, capture_output=True, check=True)
    text = text.stdout.decode()
    for at, code in issued:
        assert (pretty(code) in text) == (at == place)
    words = " ".join(text.split())
    for said in (
        "Woonstichting Zilverbeek",
        place.complex.name,
        "26 september 2026",
        "000 - 000 00 00",
    ):
        assert said in words
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        assert len(pdf.pages) == 2
        assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 595, 842]
        assert "/FontFile2" in pdf.pages[0].Resources.Font.Code.FontDescriptor


def test_a_qr_code_says_the_link_with_the_code_behind_the_hash(made):
    import segno

    _wave, issued, files = made
    place, code = issued[0]
    assert cards.link(code) == f"{settings.PUBLIC_URL}/vragenlijst/#{pretty(code)}"
    with pikepdf.open(io.BytesIO(files[f"{place.complex.code}-kaarten.pdf"])) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
    expected = segno.make(cards.link(code), error="m", micro=False, mask=2)
    dark = sum(sum(row) for row in expected.matrix)
    first = drawn.split(b" f Q")[0]
    widths = [int(run.split()[-2]) for run in first.split(b" re")[:-1]]
    assert sum(widths) == dark
    module = cards._QR_SIDE / cards._MM / expected.symbol_size(border=4)[0]
    assert module * expected.symbol_size(border=0)[0] >= 25, (
        "without its quiet zone of four modules"
    )


@pytest.mark.parametrize(
    "name", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", " ＠A1"]
)
def test_a_name_that_a_spreadsheet_would_run_is_text(name):
    assert cards.safe_cell(name) == "'" + name


@pytest.mark.parametrize("name", ["’t Hof 2-4", "a=b", ""])
def test_an_ordinary_name_stays_as_it_is(name):
    assert cards.safe_cell(name) == name


def test_a_long_name_and_one_of_another_script_still_give_one_card(made):
    wave, _issued, _files = made
    place = wave.wave_complexes.first()
    place.complex.name = "Przyłęk Gökçe " * 8
    place.complex.save()
    assert len(cards.lay_out(wave).pdf.pages) == 2


def test_making_cards_leaves_no_file(made):
    before = {path for path in Path(settings.VAR_DIR).rglob("*") if "cache" not in path.parts}
    wave, issued, _files = made
    zipped(issued, cards.lay_out(wave))
    after = {path for path in Path(settings.VAR_DIR).rglob("*") if "cache" not in path.parts}
    assert before == after


@pytest.mark.parametrize(
    "head", ["http://127.0.0.1:8000/v/#", "https://peil.zilverbeek.example/v/#"]
)
def test_qr_codes_added_up_from_parts_are_those_that_are_made_whole(head):
    for _time in range(20):
        tail = pretty(new_code())
        whole = segno.make(head + tail, error="m", micro=False, mask=qr.MASK)
        rows = [list(row) for row in whole.matrix_iter(border=qr.QUIET)]
        assert qr.modules(head, tail).tolist() == rows


def test_qr_code_is_drawn_as_runs_of_dark_modules():
    dark = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=np.uint8)
    assert qr.drawn(dark) == (
        b"0.25000000 0 0 0.25000000 0 0 cm 1 3 2 1 re 0 2 1 1 re 3 2 1 1 re 0 0 4 1 re f"
    )


def test_zip_comes_in_pieces_and_says_how_many_codes_are_in_it(corporation):
    wave, issued = open_wave_with_codes(dwellings=11, complexes=3)
    pieces = cards.stream_zip(issued, cards.lay_out(wave))
    done, first = next(pieces)
    assert done == 11
    assert first.startswith(b"PK")
    assert b"-kaarten.pdf" in first
    assert [done for done, _piece in pieces] == [22, 33, 33]
