"""Every list of staff has search, sorting and paging; this is the one way they get it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

PER_PAGE = 25


def natural(words: str) -> list[tuple[bool, int, str]]:
    """A sort key in which "Portiek 2" comes before "Portiek 10"."""
    parts = re.findall(r"\d+|\D+", words.casefold())
    return [(False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts]


class ListForm(forms.Form):
    """The query string of a list: `zoek`, `sorteer` (a column, "-" before it for down), `pagina`.

    Unknown columns and pages fall back to the first; a list never answers with an error.
    """

    zoek = forms.CharField(label=_("Zoeken"), max_length=100, required=False)


@dataclass(frozen=True)
class Column:
    """A column head: its key in the query string, its words and the fields it sorts on."""

    key: str
    label: Any
    fields: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Listing:
    """What components/list.html shows: rows of one page, heads, and the words searched for."""

    page: Page[Any]
    columns: tuple[Column, ...]
    sort: str
    search: str

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than `total`: a long list is not counted to its end."""
        return getattr(self.page.paginator, "has_more", False)


def listing(
    queryset: QuerySet[Any],
    query: QueryDict | Mapping[str, str],
    *,
    columns: tuple[Column, ...],
    default: str,
    per_page: int = PER_PAGE,
) -> Listing:
    """Search (`queryset.search`), sort by a known column, cut a page. Costs two queries."""
    words, sort, found, fields = chosen(queryset, query, columns=columns, default=default)
    paginator = Paginator(found.order_by(*fields, "pk"), per_page)
    page = paginator.get_page(query.get("pagina"))
    return Listing(page=page, columns=columns, sort=sort, search=words)


def posted_search(request: HttpRequest) -> dict[str, str]:
    """What the address asks of a list of people, and the words posted: a name stands in no address."""
    return request.GET.dict() | {"zoek": request.POST.get("zoek", "")}


def chosen(
    queryset: QuerySet[Any],
    query: QueryDict | Mapping[str, str],
    *,
    columns: tuple[Column, ...],
    default: str,
) -> tuple[str, str, QuerySet[Any], list[str]]:
    """(words searched for, sort, what was found, fields to order it by) of a query string."""
    words = _words(query)
    if words:
        queryset = queryset.search(words)  # type: ignore[attr-defined]
    sort, known = _sorting(query, columns, default)
    prefix = "-" if sort.startswith("-") else ""
    fields = [
        f"{'' if prefix == ('-' if name.startswith('-') else '') else '-'}{name.lstrip('-')}"
        for name in known[sort.lstrip("-")]
    ]
    return words, sort, queryset, fields


def row_listing(
    rows: Sequence[Any],
    query: QueryDict | Mapping[str, str],
    *,
    columns: tuple[Column, ...],
    default: str,
    per_page: int = PER_PAGE,
) -> Listing:
    """The same for rows that no query can sort: `fields` name attributes, None always comes last.

    Searched are the words of `str(row)`; every word must be in it, in any case.
    """
    words = _words(query)
    for word in words.casefold().split():
        rows = [row for row in rows if word in str(row).casefold()]
    sort, known = _sorting(query, columns, default)
    for name in reversed(known[sort.lstrip("-")]):
        known_rows = [row for row in rows if getattr(row, name) is not None]
        unknown_rows = [row for row in rows if getattr(row, name) is None]
        known_rows.sort(key=lambda row: _folded(getattr(row, name)), reverse=sort.startswith("-"))
        rows = known_rows + unknown_rows
    page = Paginator(rows, per_page).get_page(query.get("pagina"))
    return Listing(page=page, columns=columns, sort=sort, search=words)


def _words(query: QueryDict | Mapping[str, str]) -> str:
    form = ListForm(query)
    return form.cleaned_data["zoek"].strip() if form.is_valid() else ""


def _sorting(
    query: QueryDict | Mapping[str, str], columns: tuple[Column, ...], default: str
) -> tuple[str, dict[str, tuple[str, ...]]]:
    known = {column.key: column.fields for column in columns if column.fields}
    sort = query.get("sorteer", default) or default
    return (sort if sort.lstrip("-") in known else default), known


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
