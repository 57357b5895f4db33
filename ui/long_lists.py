"""Lists of tables that may hold millions of rows: counted up to a bound, rows fetched by their ids.

A page costs the same wherever it lies in the first ten thousand rows, and beyond that only what walking an
index to it costs: nothing is sorted, and no row is read that is not shown. The table needs an index per column
that is sorted by, ending in the primary key in the same direction as the field before it.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from ui.lists import PER_PAGE, Column, Listing, chosen

COUNTED = 10_000
FARTHEST = 1_000_000_000  # rows; a page beyond is nonsense in an address


class LongPage(Page[Any]):
    """Knows by itself whether another page follows."""

    def __init__(
        self, rows: list[Any], number: int, paginator: "LongPaginator", more: bool
    ) -> None:
        super().__init__(rows, number, paginator)
        self.more = more

    def has_next(self) -> bool:
        return self.more


class LongPaginator(Paginator[Any]):
    """`count` and `num_pages` go up to COUNTED rows; `has_more` says that there are others."""

    object_list: QuerySet[Any]

    @cached_property
    def first_ids(self) -> list[Any]:
        """One query for the count and the ids of every page within it."""
        return list(self.object_list.values_list("pk", flat=True)[: COUNTED + 1])

    @cached_property
    def has_more(self) -> bool:
        return len(self.first_ids) > COUNTED

    @cached_property
    def count(self) -> int:
        return min(len(self.first_ids), COUNTED)

    def validate_number(self, number: float | str) -> int:
        try:
            return super().validate_number(number)
        except EmptyPage:
            if self.has_more and 0 < int(number) <= FARTHEST // self.per_page:
                return int(number)
            raise

    def page(self, number: int | str) -> LongPage:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = self._ids(start, start + self.per_page + 1)
        if not ids and number > self.num_pages:
            return self.page(
                self.num_pages
            )  # beyond the end: the last page that is known to be there
        rows = self.object_list.order_by().in_bulk(ids[: self.per_page])
        shown = [rows[pk] for pk in ids[: self.per_page] if pk in rows]
        return LongPage(shown, number, self, more=len(ids) > self.per_page)

    def _ids(self, start: int, end: int) -> list[Any]:
        if end <= len(self.first_ids) or not self.has_more:
            return self.first_ids[start:end]
        return list(self.object_list.values_list("pk", flat=True)[start:end])


def long_listing(
    queryset: QuerySet[Any],
    query: QueryDict | Mapping[str, str],
    *,
    columns: tuple[Column, ...],
    default: str,
    per_page: int = PER_PAGE,
) -> Listing:
    """The same as `ui.lists.listing`, two queries as well; three beyond the rows that are counted."""
    words, sort, found, fields = chosen(queryset, query, columns=columns, default=default)
    last = "-pk" if fields[-1].startswith("-") else "pk"
    page = LongPaginator(found.order_by(*fields, last), per_page).get_page(query.get("pagina"))
    return Listing(page=page, columns=columns, sort=sort, search=words)
