"""Pages for what went wrong: Dutch, helpful, and without a database."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from tests.html import heading
from ui.errors import bad_request


@login_not_required
def broken(request):
    raise RuntimeError("a secret of the house")


@login_not_required
def greedy(request):
    return HttpResponse(request.POST.get("words", ""))


handler400 = "ui.errors.bad_request"
urlpatterns = [path("stuk/", broken), path("groot/", greedy)]


def test_missing_page_says_so_without_a_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = Client().get("/bestaat-niet/")

    assert answer.status_code == 404
    assert heading(answer) == "Deze bladzijde is er niet"


@override_settings(ROOT_URLCONF=__name__)
def test_broken_view_shows_a_page_without_its_cause():
    answer = Client(raise_request_exception=False).get("/stuk/")

    assert answer.status_code == 500
    assert heading(answer) == "Er ging iets mis bij ons"
    assert "secret" not in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__, DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_sending_too_much_answers_413_with_a_way_on():
    answer = Client().post("/groot/", {"words": "x" * 101})

    assert answer.status_code == 413
    assert heading(answer) == "Dit is te veel in één keer"


@pytest.mark.parametrize(
    ("cause", "status", "words"),
    [
        (SuspiciousOperation("x"), 400, "Dit kunnen we niet lezen"),
        (RequestDataTooBig("x"), 413, "Dit is te veel in één keer"),
        (None, 400, "Dit kunnen we niet lezen"),
    ],
)
def test_bad_request_tells_too_much_from_unreadable(cause, status, words):
    answer = bad_request(RequestFactory().get("/"), cause)

    assert (answer.status_code, heading(answer)) == (status, words)


def test_form_from_elsewhere_is_refused_in_dutch(db):
    answer = Client(enforce_csrf_checks=True).post("/inloggen/", {"username": "a", "password": "b"})

    assert answer.status_code == 403
    assert heading(answer) == "Deze bladzijde was te oud"
    assert "CSRF" not in answer.content.decode()
