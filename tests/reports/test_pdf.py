"""The PDF: what a screen reader, an archive and a reader in a hurry find in it."""

import io
import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from django.core.cache import cache as pictures_cache
from pypdf import PdfReader
from weasyprint.document import Document

from reports.content.building import report_content
from reports.content.document import Paragraph, ReportContent
from reports.pdf import SettingFailed, accent_style, report_pdf, set_pages, written
from surveys.models import CountTable
from tests.factories import ComplexFactory
from tests.factories.closed import closed_wave, people
from tests.reports.reporting import korenbloemhof, opened, place, set_once, structure
from ui.charts.data import Picture

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


@pytest.fixture
def content(corporation) -> ReportContent:
    return report_content(korenbloemhof(), place())


@pytest.fixture
def made(content) -> bytes:
    return set_once(content)


def text_of(pdf: bytes, folder: Path) -> str:
    """All text of the pages in one line, as a search machine reads it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    return " ".join(found.stdout.split())


def test_report_is_tagged_titled_dutch_and_bookmarked(made):
    with opened(made) as document:
        root = document.Root
        assert str(root.Lang) == "nl"
        assert bool(root.MarkInfo.Marked) is True
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        assert str(document.docinfo.Title) == "Korenbloemhof – Korenbloemhof · meting 2022"
        assert "pdfuaid" in root.Metadata.read_bytes().decode()
        with document.open_outline() as outline:
            assert [one.title for one in outline.root][:4] == [
                "In het kort",
                "Wat bewoners zeggen",
                "Wie deden mee?",
                "Kerncijfers",
            ]
            assert (
                next(one.title for one in outline.root[0].children) == "Drie dingen die ertoe doen"
            )


def test_report_has_about_eight_pages_of_a4(made):
    with opened(made) as document:
        assert 6 <= len(document.pages) <= 9
        for page in document.pages:
            assert [round(float(one)) for one in page.MediaBox] == [0, 0, 595, 842]


def test_every_picture_has_its_words_and_every_table_head_its_scope(made):
    with opened(made) as document:
        found = structure(document)
        figures = [one for one in found if one.S == "/Figure"]
        assert 10 < len(figures) < 40  # one picture for a whole table, not one for every row
        assert all(str(one.Alt).strip() for one in figures)
        heads = [one for one in found if one.S == "/TH"]
        assert {str(one.A.Scope) for one in heads} == {"/Column", "/Row"}


def test_headings_descend_one_level_at_a_time(made):
    with opened(made) as document:
        levels = [
            int(str(one.S)[2]) for one in structure(document) if re.match(r"/H\d", str(one.S))
        ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_font_is_embedded_and_ours(made):
    with opened(made) as document:
        fonts = [one for one in document.objects if _is(one, "/FontDescriptor")]
        assert fonts
        for font in fonts:
            assert any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            assert "Source-Sans-3" in str(font.FontName).replace("SourceSans3", "Source-Sans-3")


def _is(thing: object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


def test_same_content_gives_the_same_bytes_with_and_without_cached_pictures(content):
    first = set_once(content)
    pictures_cache.clear()
    assert report_pdf(content) == first


def test_pages_say_verdicts_limits_and_where_they_are(made, tmp_path):
    text = text_of(made, tmp_path)
    for words in (
        "aantoonbaar lager",
        "niet aantoonbaar",
        "Na is niet door",
        "44 van 96",
        "De lamp <b>achter</b> is stuk.",
        "Woonstichting Zilverbeek",
        "Concept · Meting 2022",
        "Hoe leest u dit?",
    ):
        assert words in text


def test_hidden_number_is_on_no_page_and_in_no_alternative_text(corporation, tmp_path):
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)
    answers = people(44, R1=[6, 7], V2=[1, 2, 3]) + people(9, V3d=4)
    wave = closed_wave(2022, {complex_: answers})
    counted = CountTable.objects.get(wave=wave, complex=complex_, subgroup="").counts
    assert counted["V3d"]["4"][0] == 9
    pdf = report_pdf(report_content(wave, complex_))
    with opened(pdf) as document:
        told = " ".join(str(one.Alt) for one in structure(document) if "/Alt" in one)
    text = text_of(pdf, tmp_path)
    assert "6,5" in text  # the mark: what may be shown is shown
    for everything in (told, text):
        assert "2,5" not in everything  # the score of nine times "onveilig"
        assert "erging of kelder: 9" not in everything


def test_warning_of_the_typesetter_is_an_error():
    with pytest.raises(SettingFailed, match="no required alt"):
        written(_page('<img src="picture:0"/>'))
    with pytest.raises(SettingFailed, match="picture:7"):
        _page('<img src="picture:7" alt="x"/>')


def test_picture_stands_on_the_page_at_its_own_size():
    with opened(written(_page('<img src="picture:0" alt="Lijn"/>'))) as document:
        (form,) = document.pages[0].form_xobjects.values()
        painted = form.read_bytes()
        (figure,) = [one for one in structure(document) if one.S == "/Figure"]
        left, bottom, right, top = (float(one) for one in figure.A.BBox)
    assert painted == b"1 0 0 RG 0 0 m 9 9 l S"
    corner = (20 * MM, 841.89 - 24 * MM)  # the margins of a page
    assert (left, top, right - left, top - bottom) == pytest.approx((*corner, 9, 9), abs=0.01)


@pytest.mark.parametrize("url", ["https://example.org/x.png", "file:///etc/passwd"])
def test_report_opens_no_connection_and_no_file(url):
    with pytest.raises(SettingFailed, match="may not open"):
        _page(f'<img src="{url}" alt="x"/>')


WORDS = "<script>alert(1)</script><img src=x> & \x00\x0b\ud800\ufffe \x1b[1m ]]>"


def test_words_of_residents_are_never_markup_and_never_stop_a_report(content, tmp_path):
    first = content.chapters[0]
    blocks = (Paragraph(WORDS), *first.blocks)
    evil = replace(content, chapters=(replace(first, blocks=blocks), *content.chapters[1:]))
    assert "<script>alert(1)</script><img src=x> & [1m ]]>" in text_of(report_pdf(evil), tmp_path)


@pytest.mark.parametrize("accent", ["#ffe600", "#000000", "red;}", "#0A4F8F"])
def test_cover_takes_any_accent_and_refuses_what_is_not_a_colour(content, accent):
    report_pdf(replace(content, front=replace(content.front, accent=accent)))
    style = accent_style(accent)
    assert "red;}" not in style
    assert re.match(r"\.band { background: #[0-9a-f]{6}; color: #[0-9a-f]{6} } ", style)


def test_contents_lead_to_the_page_on_which_a_chapter_begins(made, content):
    with opened(made) as document:
        names = document.Root.Names.Dests.Names
        pages = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        begins = {str(names[n]): pages[names[n + 1][0].objgen] for n in range(0, len(names), 2)}
        links = [str(one.Dest) for one in document.pages[0].Annots]
    assert links == [chapter.key for chapter in content.chapters]
    said = [f"{begins[one.key]}{one.title}" for one in content.chapters]
    assert _contents(made)[: len(said)] == said


def _page(markup: str) -> Document:
    """Pages with one picture, a red line, to choose from."""
    line = Picture("", "Een lijn.", 9, 9, operators=zlib.compress(b"1 0 0 RG 0 0 m 9 9 l S"))
    return set_pages(
        f'<html lang="nl"><head><title>x</title></head><body>{markup}</body></html>',
        [line],
        "report",
    )


def _contents(pdf: bytes) -> list[str]:
    """The lines of the contents: "2In het kort"."""
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    lines = text.split("In dit rapport")[1].strip().splitlines()
    return [re.sub(r"^(\d+)\s+", r"\1", line.strip()) for line in lines]
