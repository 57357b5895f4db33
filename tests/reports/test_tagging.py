"""What a screen reader finds in a report: held against a checker of others, and against the tree itself."""

import io
from collections import Counter
from collections.abc import Iterator

import page as checker
import pikepdf
import pytest

from reports.content.building import report_content
from tests.reports.reporting import (
    korenbloemhof,
    opened,
    place,
    set_once,
    small_complexes,
    structure,
)

pytestmark = pytest.mark.django_db
Spot = tuple[int, int]  # a page and the number of a piece of content on it


def complex_of_three_waves() -> bytes:
    return set_once(report_content(korenbloemhof(), place()))


def complex_of_one_wave() -> bytes:
    return set_once(report_content(korenbloemhof((2022,)), place()))


def group_of_two() -> bytes:
    wave = small_complexes()
    return set_once(report_content(wave, place("K1").group))


@pytest.fixture(params=[complex_of_three_waves, complex_of_one_wave, group_of_two])
def made(request, corporation) -> bytes:
    return request.param()


def test_checker_of_others_finds_nothing_against_pdf_ua(made):
    report = checker.validate_pdf_bytes(made, profile="ua1")
    assert [(one.rule_id, one.message) for one in report.failures] == []
    assert report.rules.passed > 90


def test_checker_of_others_would_find_a_picture_without_words(corporation):
    with opened(complex_of_three_waves()) as document:
        next(one for one in structure(document) if one.S == "/Figure").Alt = ""
        document.save(damaged := io.BytesIO())
    assert not checker.is_pdf_compliant_bytes(damaged.getvalue(), profile="ua1")


def test_every_piece_of_content_belongs_to_one_element_and_is_found_back(made):
    with opened(made) as document:
        pages = {one.objgen: number for number, one in enumerate(document.pages)}
        owned = [
            (spot, element.objgen)
            for element in structure(document)
            for spot in _spots(element, pages)
        ]
        drawn = [spot for number in range(len(pages)) for spot in _drawn(document, number)]
        found = {
            (number, place): owner.objgen
            for number, owners in _owners(document).items()
            if isinstance(owners, pikepdf.Array)
            for place, owner in enumerate(owners)
            if owner is not None
        }
    assert [spot for spot, n in Counter(drawn).items() if n > 1] == []
    assert sorted(drawn) == sorted(spot for spot, _owner in owned)
    assert found == dict(owned)


def test_head_and_foot_of_a_page_are_no_content(made):
    with opened(made) as document:
        counts = [_furniture(page) for page in document.pages]
    assert counts == [0] + [2] * (len(counts) - 1)


def test_rows_of_a_table_have_as_many_cells_as_its_head(made):
    with opened(made) as document:
        tables = [one for one in structure(document) if one.S == "/Table"]
        for table in tables:
            rows = [one for part in table.K if part.S != "/Caption" for one in part.K]
            widths = {sum(_span(cell) for cell in row.K) for row in rows}
            assert len(rows) > 1
            assert len(widths) == 1
    assert tables


def test_pictures_are_where_their_boxes_say(made):
    with opened(made) as document:
        boxes = [
            [float(edge) for edge in one.A.BBox]
            for one in structure(document)
            if one.S == "/Figure"
        ]
    assert boxes
    for left, bottom, right, top in boxes:
        assert 0 <= left < right <= 596
        assert 0 <= bottom < top <= 842


def test_links_are_on_paper_too(made):
    with opened(made) as document:
        links = [one for page in document.pages for one in page.get("/Annots", [])]
        assert links
        assert {int(one.F) for one in links} == {4}


def _spots(element: pikepdf.Object, pages: dict[Spot, int]) -> Iterator[Spot]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield pages[element.Pg.objgen], kid


def _drawn(document: pikepdf.Pdf, number: int) -> Iterator[Spot]:
    for operands, operator in pikepdf.parse_content_stream(document.pages[number]):
        if str(operator) == "BDC" and "/MCID" in operands[1]:
            yield number, int(operands[1].MCID)


def _furniture(page: pikepdf.Page) -> int:
    return sum(
        str(operator) == "BDC" and operands[0] == "/Artifact" and operands[1].Type == "/Pagination"
        for operands, operator in pikepdf.parse_content_stream(page)
    )


def _owners(document: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    """The parent tree: of every page its list of elements, of every link its element."""
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}


def _span(cell: pikepdf.Object) -> int:
    return int(cell.get("/A", {}).get("/ColSpan", 1))
