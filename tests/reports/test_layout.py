"""How rows are shared out over pages."""

import pytest

from reports.layout import fitting


@pytest.mark.parametrize(
    ("heights", "parts"),
    [
        ([], []),
        ([10.0] * 5, [(0, 5)]),
        ([10.0] * 10, [(0, 10)]),
        ([10.0] * 11, [(0, 6), (6, 11)]),
        ([30.0, 30, 30, 30, 10, 10, 10, 10], [(0, 3), (3, 6), (6, 8)]),
        ([150.0, 10], [(0, 1), (1, 2)]),
    ],
)
def test_rows_are_shared_over_as_few_pages_as_have_room(heights, parts):
    assert fitting(heights, 100.0) == parts
