"""The filters above the timeline of a complex."""

from datetime import date

import pytest

from surveys.models import Wave
from tests.factories import ComplexFactory, IncidentFactory, MeasureFactory
from tests.factories.closed import closed_wave, people
from tests.html import column

pytestmark = pytest.mark.django_db


def test_timeline_shows_one_kind_when_asked(staff_client):
    complex_ = ComplexFactory()
    wave = closed_wave(2022, {complex_: people(30, R1=6)})
    MeasureFactory(complex=complex_)
    IncidentFactory(complex=complex_)
    edition(wave, complex_)
    what = r'<span class="what"><strong>(.*?)</strong>'

    everything = column(staff_client.get(complex_.get_absolute_url()), what)
    reports = staff_client.get(f"{complex_.get_absolute_url()}?soort=report")

    assert everything == [
        "Rapport uitgegeven",
        "Meting 2022 gesloten",
        "Woninginbraken",
        "Camera's in de hal",
    ]
    assert column(reports, what) == ["Rapport uitgegeven"]
    assert f'href="/rapporten/{wave.editions.get().pk}/"' in reports.content.decode()


def edition(wave: Wave, complex_):
    wave.editions.create(
        complex=complex_,
        number=1,
        published_on=date(2022, 11, 1),
        content={},
        content_sha256="0",
        pdf_sha256="0",
    )
