"""The page one starts on and the search over everything: what waits for whom, and what is found by whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from complexes.models import Complex
from surveys.models import DayCount, FreeText, Wave, WaveComplex
from tests.factories import (
    ComplexFactory,
    CorporationFactory,
    ReportingGroupFactory,
    UserFactory,
    WaveFactory,
)
from tests.factories.closed import closed_wave, people
from tests.html import column, words

pytestmark = pytest.mark.django_db
HEADS = r"<h2[^>]*>(.*?)</h2>"
GOOD, BAD = [7, 8, 7, 8], [4, 5, 4, 5]


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=roles))
    return client


def home_of(*roles: Role) -> str:
    return words(client_of(*roles).get("/").content.decode())


def running(days: int, responses: list[int], **fields: object) -> Wave:
    """An open wave that ends in so many days, with one complex per number of responses, all of yesterday."""
    today = timezone.localdate()
    wave = WaveFactory(
        state=Wave.State.OPEN,
        public_key=b"k",
        opens_on=today - timedelta(days=20),
        closes_on=today + timedelta(days=days),
        **fields,
    )
    for number in responses:
        place = WaveComplex.objects.create(wave=wave, complex=ComplexFactory(), dwellings=60)
        DayCount.objects.create(wave_complex=place, day=today - timedelta(days=1), responses=number)
        DayCount.objects.create(wave_complex=place, day=today, responses=5)
    return wave


# What waits for whom ----------------------------------------------------------------------------


def test_running_wave_shows_its_response_up_to_yesterday(staff):
    running(9, [24, 12], title="Meting nu")

    seen = home_of(Role.SURVEY_LEAD)

    assert "Meting nu nog 9 dagen" in seen
    assert "36 antwoorden van 120 woningen · 30%, tot en met gisteren" in seen
    assert 'value="30"' in client_of(Role.SURVEY_LEAD).get("/").content.decode()


def test_running_wave_does_not_give_away_the_one_complex_below_ten(staff):
    running(9, [24, 3])

    seen = home_of(Role.SURVEY_LEAD)

    assert "minstens 24 antwoorden van 120 woningen, tot en met gisteren" in seen
    assert "27" not in seen.split("Lopende metingen")[1].split("Waar wilt u heen")[0]
    assert "<progress" not in client_of(Role.SURVEY_LEAD).get("/").content.decode()


def test_running_wave_below_ten_has_no_number(staff):
    running(9, [3])

    assert "nog minder dan 10 antwoorden geteld" in home_of(Role.SURVEY_LEAD)


def test_wave_past_its_last_day_asks_the_lead_to_close_and_a_reader_to_wait(staff):
    wave = running(-1, [24])

    lead = client_of(Role.SURVEY_LEAD).get("/").content.decode()
    reader = client_of(Role.READER).get("/").content.decode()

    assert f'href="/metingen/{wave.code}/sluiten/"' in lead
    assert "sluit de meting, dan komt de uitslag" in words(lead)
    assert "sluiten/" not in reader
    assert "de uitslag komt na het sluiten" in words(reader)


def test_draft_past_its_first_day_is_late_for_the_lead_only(staff):
    today = timezone.localdate()
    WaveFactory(title="Meting straks", opens_on=today - timedelta(days=1))

    assert "Meting straks concept; de eerste dag is al voorbij" in home_of(Role.SURVEY_LEAD)
    assert "Meting straks" not in home_of(Role.READER)


def test_unread_texts_wait_for_who_may_read_them(staff):
    wave = closed_wave(2022, {ComplexFactory(): people(20, R1=6)})
    for state in (FreeText.State.UNREAD, FreeText.State.UNREAD, FreeText.State.WITHHELD):
        FreeText.objects.create(wave=wave, variable="X1", text="de lamp is stuk", state=state)

    assert "2 teksten zijn nog niet gelezen" in home_of(Role.SURVEY_LEAD)
    seen = home_of(Role.READER)
    assert "niet gelezen" not in seen
    assert "lamp" not in seen


def test_what_is_demonstrably_worse_stands_first_for_who_may_see_results(staff):
    worse = ComplexFactory(code="C2", name="Korenbloemhof")
    same = ComplexFactory(code="C1", name="De Zilvermeeuw")
    closed_wave(2020, {worse: people(40, R1=GOOD), same: people(40, R1=GOOD)})
    closed_wave(2022, {worse: people(40, R1=BAD), same: people(40, R1=GOOD)})

    page = client_of(Role.READER).get("/").content.decode()
    seen = words(page)

    assert "Aantoonbaar slechter dan de meting ervoor" in seen
    assert "Korenbloemhof Rapportcijfer veiligheid" in seen
    assert "aantoonbaar lager dan in 2020 (7,5)" in seen
    assert 'href="/metingen/2022/uitslag/C2/"' in page
    assert "De Zilvermeeuw" not in seen
    for role in (Role.ADMINISTRATOR, Role.FIELD_STAFF, Role.SIGNAL_OFFICER):
        assert "Korenbloemhof" not in home_of(role), role


def test_small_complex_is_never_called_worse(staff):
    group = ReportingGroupFactory()
    small = [ComplexFactory(name=f"Klein {k}", dwellings=12, group=group) for k in (1, 2)]
    for year, marks in ((2020, GOOD), (2022, BAD)):
        closed_wave(year, {one: people(9, R1=marks) for one in small})

    seen = home_of(Role.READER)

    assert "Nieuwste uitslag Meting 2022" in seen
    assert "Klein 1" not in seen
    assert "Klein 2" not in seen


def test_reports_to_publish_are_those_without_an_edition_of_the_newest_wave(staff):
    first, second = ComplexFactory(name="Aarhof"), ComplexFactory(name="Beekhof")
    small = ComplexFactory(name="Klein", dwellings=12)
    wave = closed_wave(
        2022, {first: people(30, R1=6), second: people(30, R1=7), small: people(5, R1=7)}
    )
    wave.editions.create(
        complex=first,
        number=1,
        published_on=timezone.localdate(),
        content={},
        content_sha256="0",
        pdf_sha256="0",
    )

    lead = home_of(Role.SURVEY_LEAD)

    assert "Van Meting 2022 hebben 1 van de 2 complexen nog geen rapport. Beekhof" in lead
    assert "Aarhof" not in lead
    assert "Klein" not in lead
    assert "nog geen rapport" not in home_of(Role.ORGANISER)


@pytest.mark.parametrize("role", Role)
def test_account_with_nothing_waiting_is_told_where_to_go(corporation, role):
    ComplexFactory()
    WaveFactory()  # so that setting up is done
    answer = client_of(role).get("/")

    assert "Complexen Per gebouw" in words(answer.content.decode())
    assert column(answer, HEADS)[-1] == "Waar wilt u heen?"
    # the draft waits for the lead, and that nothing is ever cleaned up here for the administrator
    if role not in (Role.SURVEY_LEAD, Role.ADMINISTRATOR):
        assert "Er wacht niets op u" in column(answer, HEADS)


def test_partner_begins_elsewhere_and_finds_nothing_of_staff():
    closed_wave(2022, {ComplexFactory(name="Korenbloemhof"): people(30, R1=6)})
    client = Client()
    client.force_login(UserFactory(kind=User.Kind.PARTNER))

    assert client.get("/").url == "/mijn/"
    assert client.get("/zoeken/?zoek=koren").status_code == 404


# Setting up -------------------------------------------------------------------------------------


def test_first_steps_disappear_when_they_are_done(db):
    client = client_of(Role.ADMINISTRATOR)
    assert "Zo begint u" in column(client.get("/"), HEADS)
    CorporationFactory()
    seen = words(client.get("/").content.decode())
    assert "Uw corporatie · gedaan" in seen
    assert "Complexen · gedaan" not in seen

    ComplexFactory()
    WaveFactory()
    UserFactory()

    assert "Zo begint u" not in column(client.get("/"), HEADS)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_first_steps_are_for_the_administrator(db, role):
    assert "Zo begint u" not in home_of(role)


# Search -----------------------------------------------------------------------------------------


def test_search_finds_complexes_and_waves_by_kind(staff_client):
    ComplexFactory(code="C2", name="Korenbloemhof", place="Oudewaarde")
    ComplexFactory(name="De Zilvermeeuw")
    WaveFactory(code="kb", title="Korenmeting")

    answer = staff_client.get("/zoeken/?zoek=+koren+")

    assert column(answer, HEADS) == ["Complexen", "Metingen"]
    assert column(answer, r'<a class="title"[^>]*>(.*?)</a>') == ["Korenbloemhof", "Korenmeting"]


def test_search_finds_no_wave_for_who_may_not_see_waves(staff):
    ComplexFactory(name="Korenbloemhof")
    WaveFactory(title="Korenmeting")
    reader, field = client_of(Role.READER), client_of(Role.FIELD_STAFF)

    assert "Korenmeting" in words(reader.get("/zoeken/?zoek=koren").content.decode())
    seen = words(field.get("/zoeken/?zoek=koren").content.decode())
    assert "Korenbloemhof" in seen
    assert "Korenmeting" not in seen


def test_search_shows_ten_of_a_kind_and_leads_to_the_rest(staff_client):
    for _number in range(10):
        ComplexFactory(name="Korenhof")
    page = staff_client.get("/zoeken/?zoek=koren hof").content.decode()
    assert page.count("Korenhof") == 10
    assert "Alles wat is gevonden" not in page

    ComplexFactory(name="Korenhof")
    page = staff_client.get("/zoeken/?zoek=koren hof").content.decode()

    assert page.count("Korenhof") == 10
    assert 'href="/complexen/?zoek=koren+hof"' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Wat zoekt u?"),
        ("   ", "Wat zoekt u?"),
        ("bestaat niet", "Niets gevonden"),
        ("%", "Niets gevonden"),
        ("x" * 101, "Dat zijn te veel woorden"),
        ("<script>", "Niets gevonden"),
    ],
)
def test_search_that_finds_nothing_says_how_to_go_on(staff_client, asked, said):
    ComplexFactory()

    answer = staff_client.get("/zoeken/", {"zoek": asked})

    assert column(answer, HEADS) == [said]
    assert "<script>" not in answer.content.decode()


def test_every_page_of_staff_has_the_search(staff_client):
    for path in ("/", "/complexen/", "/metingen/", "/rapporten/", "/instellingen/"):
        assert staff_client.get(path).content.decode().count('action="/zoeken/"') == 1, path


# Many ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 300])
def test_home_asks_as_many_questions_whatever_there_is(staff, django_assert_num_queries, number):
    places = ComplexFactory.create_batch(number)
    for year, marks in ((2020, GOOD), (2022, BAD)):
        closed_wave(year, {one: people(30, R1=marks) for one in places[:3]})
    wave = running(9, [12])
    WaveComplex.objects.bulk_create(
        WaveComplex(wave=wave, complex=one, dwellings=60) for one in places
    )
    client = Client()
    client.force_login(staff)
    client.get("/")

    with django_assert_num_queries(27):
        client.get("/")


@pytest.mark.parametrize("number", [1, 3, 300])
def test_search_asks_as_many_questions_whatever_there_is(
    staff_client, django_assert_num_queries, number
):
    ComplexFactory.create_batch(number)
    assert Complex.objects.count() == number

    with django_assert_num_queries(8):
        staff_client.get("/zoeken/?zoek=complex")
