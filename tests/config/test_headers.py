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
