"""Every header, whole, on whatever is answered: every page × every role, downloads, redirects and errors."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

import config.urls
from accounts.models import User
from accounts.roles import Role
from reports.services import publish_edition
from reports.sharing import share_edition
from surveys.models import Wave
from surveys.respondent.public import public_page
from tests import signing_in
from tests.config.test_open_routes import ALL
from tests.factories import (
    ComplexFactory,
    ContactFactory,
    CovenantFactory,
    GrantFactory,
    UserFactory,
)
from tests.factories.closed import closed_wave, people
from tests.factories.urn import open_wave_with_codes
from tests.reports.reporting import korenbloemhof, place

NOTHING_OF_THE_DEVICE = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()"
)
HOUSE = {
    "Content-Security-Policy": (
        "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; "
        "style-src 'self'"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": NOTHING_OF_THE_DEVICE,
}
RESIDENTS = HOUSE | {  # stricter still: their pages fetch nothing and show no data: images
    "Content-Security-Policy": (
        "base-uri 'none'; default-src 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'; "
        "script-src 'self'; style-src 'self'"
    ),
    "Referrer-Policy": "no-referrer",
}
RESIDENT = "/vragenlijst/"
KEPT_NOWHERE = {
    "private, no-store",
    "no-store",
    "max-age=0, no-cache, no-store, must-revalidate, private",
}
FOR_ALL_TO_KEEP = {"complexes:house_style", "complexes:house_logo"}


@pytest.fixture(autouse=True)
def over_https(settings, tmp_path):
    """What config.settings makes of a deployment behind https; the tests' own run without."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path


def headers_of(answer) -> dict[str, str | None]:
    """The headers of the table, the parts of the policy in the order of the alphabet."""
    found = {name: answer.headers.get(name) for name in HOUSE}
    policy = (found["Content-Security-Policy"] or "").split(";")
    return found | {"Content-Security-Policy": "; ".join(sorted(part.strip() for part in policy))}


def is_right(name: str, answer, *, of_residents: bool) -> bool:
    kept = answer.headers.get("Cache-Control")
    kept_as_it_should = kept in KEPT_NOWHERE or (
        name in FOR_ALL_TO_KEEP and kept == "public, max-age=300"
    )
    return kept_as_it_should and headers_of(answer) == (RESIDENTS if of_residents else HOUSE)


def read_to_the_end(answer) -> None:
    """A file is closed by who reads it."""
    if answer.streaming:
        b"".join(answer)


# Every page × everybody -------------------------------------------------------------------------


def real_path(path: str, wave: Wave) -> str:
    """A page that exists, where the sample address would only be a 404."""
    return path.replace("/metingen/x/", f"/metingen/{wave.code}/").replace("/x/", "/C1/")


def nobody() -> Client:
    return Client()


def staff(*roles: Role) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=roles))
    return client


def partner() -> Client:
    client = Client()
    client.force_login(UserFactory(kind=User.Kind.PARTNER))
    return client


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "visitor",
    [nobody, partner, staff, *(lambda role=role: staff(role) for role in Role)],
    ids=["signed out", "partner", "no role", *Role],
)
def test_every_page_carries_every_header_for_every_role(visitor: Callable[[], Client]):
    wave = closed_wave(2022, {ComplexFactory(code="C1"): people(30, R1=[6, 7, 8])})
    client, wrong, statuses = visitor(), [], set()
    client.raise_request_exception = False
    for name, sample, pattern in ALL:
        if name == "accounts:logout":
            continue  # it would end the session that asks
        of_residents = getattr(pattern.callback, "is_public", False)
        asked = [(client.get, real_path(sample, wave)), (client.post, sample)]
        if real_path(sample, wave) != sample:
            asked.append((client.get, sample))
        for ask, path_ in asked:
            answer = ask(path_, secure=True)
            read_to_the_end(answer)
            statuses.add(answer.status_code)
            if not is_right(name, answer, of_residents=of_residents):
                wrong.append((path_, answer.status_code, headers_of(answer)))

    assert wrong == []
    assert statuses >= {200, 302, 404, 405}
    assert 500 not in statuses


# Files ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_file_that_is_downloaded_carries_every_header(corporation):
    wave = korenbloemhof((2022,))
    running, _issued = open_wave_with_codes(dwellings=2)
    contact = ContactFactory()
    covenant = CovenantFactory(partner=contact.partner)
    GrantFactory(partner=contact.partner, complex=place(), covenant=covenant)
    covenant.document.save("convenant.pdf", ContentFile(b"%PDF-1.7"))
    edition = publish_edition(place(), wave, user=None)
    [share] = share_edition(edition, [contact.partner], by=None)
    house, visitor = staff(*Role), Client()
    visitor.force_login(contact.user)
    asked = [
        house.get(f"/rapporten/{edition.pk}/", secure=True),
        visitor.get(f"/mijn/rapporten/{share.pk}/", secure=True),
        house.get(f"/partners/convenanten/{covenant.pk}/document/", secure=True),
        house.get(f"/metingen/{wave.code}/export/cijfers.csv", secure=True),
        house.get("/logboek/logboek.csv", secure=True),
        house.get("/inlezen/complexen/voorbeeld.xlsx", secure=True),
        house.post(f"/metingen/{running.code}/codes/", {"opnieuw": "ja"}, secure=True),
    ]
    for answer in asked:
        where = answer.wsgi_request.path
        assert answer.status_code == 200, where
        assert "filename" in answer["Content-Disposition"], where
        assert is_right(where, answer, of_residents=False), (where, headers_of(answer))
        read_to_the_end(answer)


# Away, and wrong --------------------------------------------------------------------------------


@login_not_required
def broken(request):
    raise RuntimeError


@login_not_required
def greedy(request):
    return HttpResponse(request.POST.get("words", ""))


handler400 = config.urls.handler400
urlpatterns = [
    *config.urls.urlpatterns,
    path("stuk/", broken),
    path("vragenlijst/stuk/", public_page(broken)),
    path("groot/", greedy),
]


def is_away(client: Client, address: str, to: str, **more) -> None:
    answer = client.get(address, **more)

    assert re.fullmatch(to, answer.url)
    assert answer.status_code in (301, 302)
    expected = HOUSE if more.get("secure") else HOUSE | {"Strict-Transport-Security": None}
    assert headers_of(answer) == expected
    assert answer["Cache-Control"] in KEPT_NOWHERE


@pytest.mark.django_db
def test_page_that_sends_away_carries_every_header(settings):
    is_away(Client(), "/inloggen/", "https://testserver/inloggen/")  # from http to https
    is_away(Client(), "/inloggen", "/inloggen/", secure=True)
    is_away(Client(), "/complexen/", r"/inloggen/\?next=/complexen/", secure=True)
    is_away(partner(), "/", "/mijn/", secure=True)
    without_factor = Client()
    signing_in._force_login(without_factor, UserFactory())
    is_away(without_factor, "/complexen/", "/account/", secure=True)
    settings.SESSION_IDLE_SECONDS = 0
    is_away(staff(*Role), "/complexen/", r"/inloggen/\?next=/complexen/", secure=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda: Client().get("/inloggen/", secure=True, headers={"host": "elders.example"}), 400),
        (lambda: Client().get("/bestaat-niet/", secure=True), 404),
        (lambda: staff(Role.READER).get("/medewerkers/", secure=True), 403),
        (lambda: Client(enforce_csrf_checks=True).post("/inloggen/", secure=True), 403),
        (lambda: staff(*Role).get("/uitloggen/", secure=True), 405),
        (lambda: Client().get("/uitnodiging/x/", secure=True), 410),
        (lambda: Client().post("/groot/", {"words": "x" * 1_100_000}, secure=True), 413),
        (lambda: Client(raise_request_exception=False).get("/stuk/", secure=True), 500),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_page_about_what_went_wrong_carries_every_header(ask: Callable[[], HttpResponse], status):
    answer = ask()

    assert answer.status_code == status
    assert headers_of(answer) == HOUSE
    assert answer["Cache-Control"] in KEPT_NOWHERE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda: Client().get(RESIDENT, secure=True, headers={"host": "elders.example"}), 400),
        (lambda: Client(enforce_csrf_checks=True).post(RESIDENT, secure=True), 403),
        (lambda: Client().get("/complex/bestaat-niet/", secure=True), 404),
        (lambda: Client().put(RESIDENT, secure=True), 405),
        (lambda: Client().post(RESIDENT, {"code": "x" * 1_100_000}, secure=True), 413),
        (lambda: Client(raise_request_exception=False).get(f"{RESIDENT}stuk/", secure=True), 500),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_residents_page_about_what_went_wrong_carries_the_stricter_headers(ask, status):
    answer = ask()

    assert answer.status_code == status
    assert headers_of(answer) == RESIDENTS
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_door_that_is_closed_for_a_while_carries_every_header():
    for _time in range(60):
        answer = Client().post("/wachtwoord-vergeten/", {"email": "wie@dan.example"}, secure=True)
        if answer.status_code == 429:
            break

    assert answer.status_code == 429
    assert headers_of(answer) == HOUSE
