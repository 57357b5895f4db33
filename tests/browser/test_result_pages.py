"""Results and the review of free texts in a real Chromium: axe on every page, on every screen."""

import pytest

from surveys.models import FreeText, Wave
from tests.browser.looking import wrong_on_every_screen
from tests.browser.test_staff_pages import chromium, gea, signed_in
from tests.factories import (
    ComplexFactory,
    IncidentFactory,
    MeasureFactory,
    ReportingGroupFactory,
    WaveFactory,
)
from tests.factories.closed import closed_wave, people

__all__ = ["chromium", "gea"]  # fixtures
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

SAFE, LESS_SAFE = [1, 2, 2, 3, 4], [2, 3, 4, 4, 5]


@pytest.fixture
def wave(gea) -> Wave:
    """Two closed waves of two large complexes and a group, measures, incidents, texts of every state."""
    group = ReportingGroupFactory(id=7, name="Kleine complexen")
    large = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)
    other = ComplexFactory(code="C1", name="De Zilvermeeuw", dwellings=144)
    small = [
        ComplexFactory(code=code, name=f"Klein {code}", dwellings=12, group=group)
        for code in ("C6", "C7")
    ]
    MeasureFactory(complex=large, title="verlichting achterzijde")
    IncidentFactory(complex=large, title="zeven woninginbraken")
    for year, dark in ((2020, SAFE), (2022, LESS_SAFE)):
        last = closed_wave(
            year,
            {
                large: people(44, R1=[5, 6, 7], V1=SAFE, V2=dark, V3a=SAFE, V4=[1, 2, 5], S1=SAFE),
                other: people(58, R1=[6, 7, 8], V1=SAFE, V2=SAFE, V3a=SAFE, V4=[1, 2], S1=SAFE),
                **{one: people(8, R1=[7, 8], V1=SAFE, V2=SAFE, V4=1) for one in small},
            },
            texts={large: ["De lamp achter is stuk."]},
        )
    FreeText.objects.create(
        pk=901,
        wave=last,
        complex=large,
        variable="X1",
        text="Buurman Henk van nr. 8 sloopt de lift",
    )
    FreeText.objects.create(
        pk=902, wave=last, complex=large, variable="X1", text="x", state=FreeText.State.WITHHELD
    )
    WaveFactory(code="open", state=Wave.State.OPEN, public_key=b"k")
    return last


PAGES = [
    "/",
    "/overzicht/",
    "/overzicht/?meting=2020&cijfer=V4:share",
    "/overzicht/?zoek=bestaat-niet",
    "/metingen/2022/uitslag/",
    "/metingen/2022/uitslag/?zoek=bestaat-niet",
    "/metingen/2022/uitslag/C2/",
    "/metingen/2020/uitslag/C2/",
    "/metingen/2022/uitslag/C6/",
    "/metingen/2022/uitslag-groep/7/",
    "/metingen/2022/uitslag-corporatie/",
    "/metingen/open/uitslag/",
    "/metingen/2022/teksten/",
    "/metingen/2022/teksten/?stand=alle",
    "/metingen/2022/teksten/901/",
    "/metingen/2022/teksten/902/",
    "/metingen/open/teksten/",
]


def test_every_page_is_accessible_and_fits(chromium, live_server, gea, wave):
    context = signed_in(chromium, live_server.url, gea)
    page, found = context.new_page(), []
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    for path in PAGES:
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += wrong_on_every_screen(page)
    context.close()
    assert found == []
    assert console == []  # the content security policy refuses nothing


def test_a_text_is_released_without_javascript_and_appears_in_the_result(
    chromium,
    live_server,
    gea,
    wave,
):
    context = signed_in(chromium, live_server.url, gea, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/metingen/2022/teksten/901/")
    page.get_by_label("Zo komt het in het rapport").fill("Buurman [naam] sloopt de lift")
    with page.expect_navigation():
        page.get_by_role("button", name="Vrijgeven").click()
    page.goto(f"{live_server.url}/metingen/2022/uitslag/C2/")
    assert page.get_by_text("Buurman [naam] sloopt de lift").count() == 1
    assert page.get_by_text("Henk").count() == 0
    context.close()
