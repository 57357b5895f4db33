"""Posters and flyers: one tagged page, and a code that leads to the public page."""

import io
import re
import subprocess

import numpy as np
import pikepdf
import pytest
import segno
from PIL import Image

from accounts.roles import Role
from complexes.logos import keep_logo
from meetings.posters import Size, address, poster
from tests.factories import ContactFactory, UserFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    VenueFactory,
    amsterdam,
)
from tests.meetings.scenes import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("corporation")]
POINTS = {Size.A3: (841.89, 1190.55), Size.A4: (595.28, 841.89), Size.A5: (419.53, 595.28)}


@pytest.fixture
def meeting():
    venue = VenueFactory(name="De Linde", step_free=True, toilet=None, ring_loop=False)
    return MeetingFactory(
        open_to_residents=True,
        title="Veilig de hal in",
        starts_at=amsterdam(2031, 1, 20),
        venue=venue,
    )


def text_of(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("size", Size)
def test_poster_is_one_tagged_page_of_its_size_in_dutch(meeting, size):
    with pikepdf.open(io.BytesIO(poster(meeting, size))) as pdf:
        [page] = pdf.pages
        width, height = (float(side) for side in page.mediabox[2:])
        assert (width, height) == pytest.approx(POINTS[size], abs=0.5)
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert pdf.docinfo.Title == "Veilig de hal in, maandag 20 januari 2031"


def test_poster_says_what_when_where_and_how_to_come(meeting):
    ProgrammeItemFactory(meeting=meeting, title="Welkom met koffie")
    ProgrammeItemFactory(meeting=meeting, title="Onder ons", is_public=False)
    police = ContactFactory(partner__name="Politie Oudewaarde", name="Agent Van Dam")
    ParticipationFactory(meeting=meeting, contact=police, answer="comes")

    text = text_of(poster(meeting, Size.A4))
    text = text.replace("/ ", "/")  # a wide token goes to the next line

    for words in (
        "Woonstichting Zilverbeek", "Bewonersavond", "Veilig de hal in", "Maandag 20 januari",
        "van 19.30 tot 21.00 uur", "half acht tot negen uur ’s avonds", "De Linde, Parkweg 1",
        "Zonder drempels of trap", "Welkom met koffie", "Politie Oudewaarde", "Meld u aan",
        f"bijeenkomst/{meeting.token}", "Of bel 000 - 000 00 00", "Residents’ evening: Monday 20 January",
    ):  # fmt: skip
        assert words in text, words
    for hidden in ("Onder ons", "Van Dam", "Ringleiding", "Toilet"):
        assert hidden not in text


@pytest.mark.parametrize("size", Size)
def test_what_does_not_fit_is_left_out_whole_and_never_cut(meeting, size):
    meeting.venue.lift = meeting.venue.toilet = meeting.venue.ring_loop = True
    meeting.venue.save()
    for number in range(3):
        ProgrammeItemFactory(meeting=meeting, title=f"Wat wij doen aan het licht {number}")
    for name in ("Gemeente Oudewaarde", "Politie basisteam Oudewaarde", "Welzijn Waardevol"):
        ParticipationFactory(
            meeting=meeting, contact=ContactFactory(partner__name=name), answer="comes"
        )

    pdf = poster(meeting, size)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    between = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    height = POINTS[size][1]
    ends = [
        float(bottom) / height
        for bottom, word in re.findall(r'yMax="([\d.]+)">([^<]*)</word>', between)
        if word in {"licht", "Oudewaarde", "slechthorenden"}
    ]
    assert ends
    assert max(ends) <= 61.8 / 84.2  # where the band at the foot begins


@pytest.mark.parametrize("start", [(19, 30), (10, 40), (12, 7)])  # said short, said long, not said
@pytest.mark.parametrize("size", Size)
def test_longest_words_stay_on_the_page_with_the_address_and_the_english(size, start):
    words = "Een behoorlijk lange naam die nergens op een regel past "
    venue = VenueFactory(name=(words * 3)[:120], address=(words * 4)[:200], place=words)
    meeting = MeetingFactory(
        announced=True,
        title=(words * 3)[:120],
        spot=(words * 4)[:200],
        venue=venue,
        starts_at=amsterdam(2031, 9, 24, *start),  # a Wednesday in September: the longest day
    )
    for number in range(9):
        ProgrammeItemFactory(meeting=meeting, title=(words * 3)[:160])
        contact = ContactFactory(partner__name=f"{words} {number}")
        ParticipationFactory(meeting=meeting, contact=contact, answer="comes")

    pdf = poster(meeting, size)

    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 1
    text = text_of(pdf)
    assert meeting.token in text
    assert "Scan the code to read this in English." in text


def test_code_on_paper_is_the_address_of_the_public_page(meeting):
    done = subprocess.run(
        ["pdftoppm", "-r", "288", "-gray", "-png", "-"],
        input=poster(meeting, Size.A4), capture_output=True, check=True,
    )  # fmt: skip
    page = np.asarray(Image.open(io.BytesIO(done.stdout)).convert("L")) < 128
    code = segno.make(address(meeting), error="m", micro=False)
    side = code.symbol_size(border=0)[0]
    unit = 4 * 10  # pixels in a rem: 288 dots an inch, 10 points a rem
    left, top, module = 6.1 * unit, 66.2 * unit, 12.6 * unit / side

    seen = [
        [bool(page[round(top + (row + 0.5) * module), round(left + (column + 0.5) * module)])
         for column in range(side)]
        for row in range(side)
    ]  # fmt: skip

    assert seen == [[bool(dark) for dark in row] for row in code.matrix_iter(border=0)]
    assert address(meeting).endswith(f"/bijeenkomst/{meeting.token}/")


def test_poster_bears_the_logo(meeting, corporation):
    picture = io.BytesIO()
    Image.new("RGB", (60, 30), "#00ff00").save(picture, "PNG")
    keep_logo(corporation, picture.getvalue(), actor=UserFactory())

    with pikepdf.open(io.BytesIO(poster(meeting, Size.A5))) as pdf:
        assert len(pdf.pages[0].images) == 1


def test_poster_is_there_once_residents_may_know_and_only_in_known_sizes(meeting):
    client = client_of(Role.READER)
    hidden = MeetingFactory(takes_registrations=True)

    answer = client.get(f"/bijeenkomsten/{meeting.pk}/poster/a3/")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="poster-a3-2031-01-20.pdf"' in answer.headers["Content-Disposition"]
    assert client.get(f"/bijeenkomsten/{meeting.pk}/poster/a2/").status_code == 404
    assert client.get(f"/bijeenkomsten/{hidden.pk}/poster/a3/").status_code == 404
