"""What every page says to the browser."""

import pytest
from django.test import Client

CONTENT_POLICY = (
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [("/inloggen/", 200), ("/huisstijl.css", 200), ("/complexen/", 302), ("/bestaat-niet/", 404)],
)
def test_page_for_anybody_carries_every_security_header(path, status):
    answer = Client().get(path)

    assert answer.status_code == status
    policy = sorted(part.strip() for part in answer["Content-Security-Policy"].split(";"))
    assert tuple(policy) == CONTENT_POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Server" not in answer


def test_page_of_staff_is_kept_nowhere(staff_client):
    assert staff_client.get("/complexen/")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_page_before_signing_in_makes_no_session():
    answer = Client().get("/inloggen/")

    assert set(answer.cookies) == {"buurtpeil-csrf"}
    cookie = answer.cookies["buurtpeil-csrf"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/vragenlijst/", "/en/vragenlijst/", "/vragenlijst/vragen/veiligheid/"]
)
def test_residents_page_carries_the_headers_of_the_house_and_stricter_ones(path):
    answer = Client().get(path)

    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["Content-Language"] == ("en" if path.startswith("/en/") else "nl")
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "buurtpeil-sessie" not in answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"headers": {"host": "elders.example"}}, 400),
        ({"data": {"code": "x" * 1_100_000}}, 413),
        ({"data": "x", "content_type": "multipart/form-data"}, 400),
    ],
)
def test_refusal_on_a_residents_page_is_a_page_of_ours_with_strict_headers(sent, status):
    answer = Client().post("/vragenlijst/", **sent)

    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "Traceback" not in answer.content.decode()


@pytest.mark.django_db
def test_residents_page_knows_no_session_even_of_staff_who_are_signed_in(staff_client):
    request = staff_client.get("/vragenlijst/").wsgi_request

    assert not hasattr(request, "session")
    assert not hasattr(request, "user")
