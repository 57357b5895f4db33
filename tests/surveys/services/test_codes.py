"""Codes: one per dwelling, shown once, stored as hashes; replacements are capped."""

import pytest

from surveys.models import AccessCode, Wave, WaveComplex
from surveys.services import refusals
from surveys.services.codes import issue_codes, issue_replacement, replacements_allowed
from surveys.services.responding import Outcome, find_open_code, submit_response
from surveys.urn import codes
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def test_issue_codes_makes_one_for_every_dwelling_and_stores_only_hashes():
    wave, issued = open_wave_with_codes(dwellings=7, complexes=3)
    assert len({code for _place, code in issued}) == 21
    assert [place.codes_issued for place in WaveComplex.objects.all()] == [7, 7, 7]
    assert {bytes(row.digest) for row in AccessCode.objects.all()} == {
        codes.digest(code) for _place, code in issued
    }
    assert wave.codes_made_on == TODAY
    assert {(find_open_code(code, TODAY), place) for place, code in issued} == {
        (place.pk, place) for place, _code in issued
    }


def test_issue_codes_again_is_refused_and_anew_replaces_them_all():
    wave, issued = open_wave_with_codes(dwellings=4)
    with pytest.raises(refusals.CodesAlreadyMade):
        issue_codes(wave, today=TODAY)
    fresh = issue_codes(wave, today=TODAY, anew=True)
    assert find_open_code(issued[0][1], TODAY) is None
    assert find_open_code(fresh[0][1], TODAY) == fresh[0][0].pk
    assert AccessCode.objects.count() == 4


def test_issue_codes_anew_once_a_response_has_come_in_is_refused():
    wave, issued = open_wave_with_codes(dwellings=4)
    submit_response(issued[0][1], answers={"V1": 1}, texts={}, now=NOON)
    with pytest.raises(refusals.ResponsesAlreadyIn):
        issue_codes(wave, today=TODAY, anew=True)
    assert find_open_code(issued[1][1], TODAY) == issued[1][0].pk


def test_issue_codes_of_a_draft_is_refused():
    wave, _issued = open_wave_with_codes(dwellings=4)
    Wave.objects.update(state="draft")
    with pytest.raises(refusals.NotInThisState):
        issue_codes(wave, today=TODAY, anew=True)


@pytest.mark.parametrize(("dwellings", "allowed"), [(1, 5), (50, 5), (51, 6), (96, 10), (500, 50)])
def test_replacements_allowed_is_a_tenth_and_at_least_five(dwellings, allowed):
    assert replacements_allowed(WaveComplex(dwellings=dwellings)) == allowed


def test_issue_replacement_works_until_the_cap_and_the_old_code_too():
    _wave, issued = open_wave_with_codes(dwellings=2)
    place = issued[0][0]
    extra = [issue_replacement(place) for _number in range(5)]
    with pytest.raises(refusals.ReplacementsExhausted):
        issue_replacement(place)
    sent = [
        submit_response(code, answers={"V1": 1}, texts={}, now=NOON)
        for code in [*extra, *(code for _place, code in issued)]
    ]
    assert sent == [Outcome.STORED] * 7
    place.refresh_from_db()
    assert (place.codes_issued, place.replacements_issued) == (2, 5)


def test_issue_replacement_before_codes_or_after_closing_is_refused():
    wave, issued = open_wave_with_codes(dwellings=2)
    Wave.objects.update(codes_made_on=None)
    with pytest.raises(refusals.NotInThisState):
        issue_replacement(issued[0][0])
    Wave.objects.update(codes_made_on=TODAY, state="closing")
    with pytest.raises(refusals.NotInThisState):
        issue_replacement(issued[0][0])
    assert AccessCode.objects.filter(wave_complex__wave=wave).count() == 2
