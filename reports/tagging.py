"""What PDF/UA and screen readers ask of the tags and WeasyPrint leaves out; done before the file is written."""

from collections.abc import Iterator
from typing import Any

import pydyf

POINT = 0.75  # a CSS pixel in points
PRINTED = 4  # the flag of an annotation that is on paper too


def mend(_document: Any, pdf: pydyf.PDF) -> None:
    """Scopes of heads, places of pictures, links on paper, and what runs along a page told from its words."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary):
            if one.get("S") == "/TH":
                _say_scope(pdf, one)
            elif one.get("S") == "/Figure":
                _place(pdf, one)
            elif one.get("Subtype") == "/Link":
                one["F"] = PRINTED
    _set_furniture_apart(pdf)


def _say_scope(pdf: pydyf.PDF, head: Any) -> None:
    """Whether it heads a row or a column."""
    group = _object(pdf, _object(pdf, head["P"])["P"])
    head["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _place(pdf: pydyf.PDF, figure: Any) -> None:
    """In points from the lower left corner; WeasyPrint says it in pixels from the upper left."""
    top = _object(pdf, figure["Pg"])["MediaBox"][3]
    left, upper, right, lower = (value * POINT for value in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array((left, top - lower, right, top - upper))


def _set_furniture_apart(pdf: pydyf.PDF) -> None:
    """Head and foot of a page are artifacts; WeasyPrint tags them as words, outside the tree."""
    tree = _object(pdf, pdf.catalog["StructTreeRoot"])
    places = _object(pdf, tree["ParentTree"])["Nums"]
    for page, number in _outside(pdf, _object(pdf, tree["K"][0])):
        owners = places[places.index(page["StructParents"]) + 1]
        owners[number] = "null"
        operators = _object(pdf, page["Contents"]).stream
        mark = _mark(operators, number)
        operators[mark - 1] = "/Artifact"
        operators[mark] = pydyf.Dictionary({"Type": "/Pagination"})


def _outside(pdf: pydyf.PDF, root: Any) -> Iterator[tuple[Any, int]]:
    """Page and number of every marked content that the root does not reach; its elements are emptied."""
    linked, above = set(root["K"]), root.reference
    waiting = [
        one
        for one in pdf.objects
        if isinstance(one, pydyf.Dictionary)
        and one.get("P") == above
        and one.reference not in linked
    ]
    while waiting:
        element = waiting.pop()
        for kid in element["K"]:
            if isinstance(kid, int):
                yield _object(pdf, element["Pg"]), kid
            else:
                waiting.append(_object(pdf, kid))
        element.clear()


def _mark(operators: list[Any], number: int) -> int:
    """Where the content with this number begins; head and foot are drawn last."""
    return next(
        place
        for place in range(len(operators) - 1, 0, -1)
        if isinstance(operators[place], dict) and operators[place].get("MCID") == number
    )


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
