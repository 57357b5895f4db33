"""Free texts: what looks like a person, what may be released, and the pages where staff do it."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from surveys.models import FreeText, Wave
from surveys.services.names import Kind, hints, pieces
from surveys.services.texts import (
    AlreadyJudgedError,
    NothingLeftError,
    WordsAddedError,
    added_words,
    release_text,
    undo_text,
    withhold_text,
)
from tests.factories import ComplexFactory, ReportingGroupFactory, WaveFactory
from tests.factories.closed import closed_wave as counted_wave
from tests.factories.closed import people

STATE = FreeText.State


def closed_wave(**fields) -> Wave:
    return WaveFactory(
        state=Wave.State.CLOSED,
        opens_on=date(2022, 9, 19),
        closes_on=date(2022, 10, 14),
        disclosure="standard",
        **fields,
    )


def text(words: str, wave: Wave | None = None, **fields) -> FreeText:
    wave = wave or closed_wave()
    return FreeText.objects.create(
        wave=wave, complex=ComplexFactory(), variable="X1", text=words, **fields
    )


# What looks like a person or a dwelling


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("De zoon van mevrouw De Wit schreeuwt", [(Kind.NAME, "mevrouw De Wit")]),
        ("Het is altijd Kevin die dealt", [(Kind.NAME, "Kevin")]),
        ("Mohammed van hierboven maakt lawaai", [(Kind.NAME, "Mohammed")]),
        ("Overlast van nummer 14b", [(Kind.HOUSE, "nummer 14b")]),
        ("op 37 wordt gedeald", [(Kind.HOUSE, "37")]),
        ("Beukenlaan 12 staat leeg", [(Kind.HOUSE, "Beukenlaan 12")]),
        ("Bel mij op 06-12345678", [(Kind.CONTACT, "06-12345678")]),
        ("mail a.b@voorbeeld.nl graag", [(Kind.CONTACT, "a.b@voorbeeld.nl")]),
        ("ik woon op 3421 AB", [(Kind.CONTACT, "3421 AB")]),
        ("zwarte auto XX-123-Y", [(Kind.CONTACT, "XX-123-Y")]),
        (
            "Buurman Henk van nr. 8 (06 1234 5678)",
            [
                (Kind.NAME, "Buurman Henk"),
                (Kind.HOUSE, "nr. 8"),
                (Kind.CONTACT, "06 1234 5678"),
            ],
        ),
    ],
)
def test_hints_words_that_point_at_somebody_are_found(words, found):
    assert [(hint.kind, words[hint.start : hint.end]) for hint in hints(words)] == found


@pytest.mark.parametrize(
    "words",
    [
        "Het licht in de hal is al 3 weken stuk.",
        "Na 22:00 uur durf ik niet naar buiten. Om 23.30 uur ook niet.",
        "Elke avond 10 jongeren in de hal, wel 5 keer per week.",
        "Bel 112? De politie komt pas na 40 minuten.",
        "Sinds 2019 is het beter. In 2021 niet.",
        "Meer blauw op straat! Ik woon hier graag. De lift is vies.",
        "50% van de lampen doet het niet",
        "ALLES IS KAPOT",
        "",
    ],
)
def test_hints_ordinary_complaints_give_none(words):
    assert hints(words) == ()


def test_hints_the_complex_own_name_is_no_person():
    words = "Wonen in de Korenbloemhof is fijn"
    assert [words[h.start : h.end] for h in hints(words)] == ["Korenbloemhof"]
    assert hints(words, known=("Korenbloemhof",)) == ()


def test_pieces_joined_again_are_the_text():
    words = "Buurman Henk van nr. 8\nbelt niet <b>ooit</b>."
    cut = pieces(words)
    assert "".join(piece.words for piece in cut) == words
    assert [piece.kind for piece in cut] == [Kind.NAME, None, Kind.HOUSE, None]


# What may be released


@pytest.mark.parametrize(
    ("original", "shortened", "added"),
    [
        ("De lift is stuk.", "De lift is stuk.", ()),
        ("Henk van 8 sloopt de lift", "[naam] sloopt de lift", ()),
        ("De LIFT is stuk!!", "de lift is stuk", ()),
        ("De lift is niet stuk", "De lift is heel stuk", ("heel",)),
        ("niet de lift maar de hal is vies", "de hal is niet vies", ("niet",)),
        ("stuk", "[dit is veel te lang voor een vervanging van een naam] stuk", None),
    ],
)
def test_added_words_only_leaving_out_is_allowed(original, shortened, added):
    if added is None:
        assert added_words(original, shortened)
    else:
        assert added_words(original, shortened) == added


@pytest.mark.django_db
def test_release_shortened_text_goes_out_and_the_original_stays():
    kept = text("Henk van 8 sloopt de lift")
    release_text(kept, words="  [naam] sloopt de lift ")
    kept.refresh_from_db()
    assert (kept.state, kept.released_text, kept.text) == (
        STATE.RELEASED,
        "[naam] sloopt de lift",
        "Henk van 8 sloopt de lift",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("", NothingLeftError),
        (" [naam] … ", NothingLeftError),
        ("de politie doet niets", WordsAddedError),
    ],
)
def test_release_words_that_are_not_the_resident_s_are_refused(words, error):
    kept = text("De lift is stuk")
    with pytest.raises(error):
        release_text(kept, words=words)
    kept.refresh_from_db()
    assert (kept.state, kept.released_text) == (STATE.UNREAD, "")


@pytest.mark.django_db
def test_undo_takes_the_released_words_away():
    kept = text("De lift is stuk")
    release_text(kept, words="De lift")
    undo_text(kept)
    kept.refresh_from_db()
    assert (kept.state, kept.released_text) == (STATE.UNREAD, "")


@pytest.mark.django_db
def test_judging_a_text_that_somebody_else_judged_is_refused():
    kept = text("De lift is stuk")
    stale = FreeText.objects.get(pk=kept.pk)
    withhold_text(kept)
    with pytest.raises(AlreadyJudgedError):
        release_text(stale, words="De lift is stuk")
    kept.refresh_from_db()
    assert (kept.state, kept.released_text) == (STATE.WITHHELD, "")


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_one_judgement_wins():
    kept = text("De lift is stuk")
    stale = [FreeText.objects.get(pk=kept.pk) for _ in range(2)]
    start, outcomes = Barrier(2), []

    def judge(mine: FreeText, verb) -> None:
        start.wait()
        try:
            verb(mine)
            outcomes.append(verb.__name__)
        except AlreadyJudgedError:
            outcomes.append("refused")
        finally:
            connection.close()

    def release(mine: FreeText) -> None:
        release_text(mine, words="De lift")

    def withhold(mine: FreeText) -> None:
        withhold_text(mine)

    threads = [
        Thread(target=judge, args=pair) for pair in zip(stale, (release, withhold), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.refresh_from_db()
    won = (set(outcomes) - {"refused"}).pop()
    assert len(outcomes) == 2 and outcomes.count("refused") == 1
    assert (kept.state, kept.released_text) == (
        (STATE.RELEASED, "De lift") if won == "release" else (STATE.WITHHELD, "")
    )


# The pages


def rows(response) -> list[str]:
    return [row.text for row in response.context["listing"].page]


def test_list_filters_by_state_and_counts_each(staff_client: Client):
    wave = closed_wave()
    text("ongelezen een", wave)
    text("mag mee", wave, state=STATE.RELEASED, released_text="mag mee")
    text("blijft hier", wave, state=STATE.WITHHELD)
    text("andere meting")
    url = reverse("surveys:text_list", args=[wave.code])
    assert rows(staff_client.get(url)) == ["ongelezen een"]
    assert rows(staff_client.get(url, {"stand": "released"})) == ["mag mee"]
    assert rows(staff_client.get(url, {"stand": "withheld"})) == ["blijft hier"]
    page = staff_client.get(url, {"stand": "alle"})
    assert rows(page) == ["ongelezen een", "mag mee", "blijft hier"]
    assert [tab[2] for tab in page.context["tabs"]] == [1, 1, 1, 3]
    assert rows(staff_client.get(url, {"stand": "onzin", "sorteer": "x", "pagina": "99"})) == [
        "ongelezen een"
    ]


def test_list_searches_every_word_and_says_so_when_nothing_is_found(staff_client: Client):
    wave = closed_wave()
    text("De lift is stuk", wave)
    text("De hal is vies", wave)
    url = reverse("surveys:text_list", args=[wave.code])
    assert rows(staff_client.get(url, {"zoek": "stuk lift"})) == ["De lift is stuk"]
    assert "Niets gevonden" in staff_client.get(url, {"zoek": "zwembad"}).content.decode()


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_the_same_queries_for_one_text_and_for_many(
    staff_client: Client, corporation, django_assert_num_queries, number
):
    wave = closed_wave()
    FreeText.objects.bulk_create(
        FreeText(wave=wave, complex=ComplexFactory(), variable="X1", text=f"tekst {n}")
        for n in range(number)
    )
    # session, user, wave, counts per state, number found, page, the line in the log, corporation
    with django_assert_num_queries(8):
        page = staff_client.get(reverse("surveys:text_list", args=[wave.code]))
    assert page.context["listing"].total == number


def test_list_before_closing_shows_no_text_and_says_when(staff_client: Client):
    wave = closed_wave()
    secret = text("dit staat er al", wave)
    url = reverse("surveys:text_list", args=[wave.code])
    assert "dit staat er al" in staff_client.get(url).content.decode()
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.OPEN, public_key=b"k")
    page = staff_client.get(url)
    assert "dit staat er al" not in page.content.decode()
    assert "14 oktober 2022" in page.content.decode()
    review = reverse("surveys:text_review", args=[wave.code, secret.pk])
    assert staff_client.get(review).status_code == 404
    assert staff_client.post(review, {"words": "dit"}).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client: Client, db):
    kept = text("geheim")
    for name in ("text_review", "text_withhold", "text_undo"):
        url = reverse(f"surveys:{name}", args=[kept.wave.code, kept.pk])
        assert client.post(url, {"words": "geheim"}).status_code == 302
    kept.refresh_from_db()
    assert kept.state == STATE.UNREAD
    assert client.get(reverse("surveys:text_list", args=[kept.wave.code])).status_code == 302


def test_review_marks_names_and_escapes_what_was_written(staff_client: Client, corporation):
    kept = text("<script>alert(1)</script> vraag het buurman Henk")
    page = staff_client.get(reverse("surveys:text_review", args=[kept.wave.code, kept.pk]))
    body = page.content.decode()
    assert "<mark>buurman Henk</mark>" in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; vraag" in body
    assert "<script>alert" not in body


def test_review_release_goes_on_to_the_next_unread_text(staff_client: Client):
    wave = closed_wave()
    first, second = text("De lift is stuk", wave), text("De hal is vies", wave)
    url = reverse("surveys:text_review", args=[wave.code, first.pk])
    answer = staff_client.post(url, {"words": "De lift"})
    assert answer.url == reverse("surveys:text_review", args=[wave.code, second.pk])
    first.refresh_from_db()
    assert (first.state, first.released_text) == (STATE.RELEASED, "De lift")
    answer = staff_client.post(reverse("surveys:text_withhold", args=[wave.code, second.pk]))
    assert answer.url == reverse("surveys:text_list", args=[wave.code]) + "?stand=alle"
    second.refresh_from_db()
    assert second.state == STATE.WITHHELD


def test_review_release_with_a_name_in_it_asks_once_more_and_keeps_the_words(
    staff_client: Client,
):
    kept = text("Elke dag die Kevin in de hal, op 37")
    url = reverse("surveys:text_review", args=[kept.wave.code, kept.pk])
    page = staff_client.post(url, {"words": "die Kevin in de hal, op 37"})
    body = page.content.decode()
    assert page.status_code == 200
    assert "Kijk nog eens naar «Kevin», «37»" in body
    assert "die Kevin in de hal, op 37</textarea>" in body
    kept.refresh_from_db()
    assert kept.state == STATE.UNREAD
    staff_client.post(url, {"words": "die Kevin in de hal, op 37", "sure": "on"})
    kept.refresh_from_db()
    assert (kept.state, kept.released_text) == (STATE.RELEASED, "die Kevin in de hal, op 37")


def test_review_words_of_the_reader_s_own_are_refused_at_the_field(staff_client: Client):
    kept = text("De lift is stuk")
    page = staff_client.post(
        reverse("surveys:text_review", args=[kept.wave.code, kept.pk]),
        {"words": "De lift is prima"},
    )
    assert page.context["form"].errors == {
        "words": ["Dit schreef de bewoner niet: «prima». Haal het weg, of zet het tussen haken."]
    }


def test_review_judged_by_somebody_else_says_so_and_shows_how(staff_client: Client):
    kept = text("De lift is stuk")
    withhold_text(FreeText.objects.get(pk=kept.pk))
    url = reverse("surveys:text_review", args=[kept.wave.code, kept.pk])
    page = staff_client.post(url, {"words": "De lift is stuk"})
    body = page.content.decode()
    assert "Iemand anders heeft deze tekst intussen beoordeeld" in body
    assert "Wordt niet gebruikt" in body


def test_review_names_the_complex_only_when_it_is_reported_alone(staff_client: Client, corporation):
    group = ReportingGroupFactory(name="Kleine complexen")
    large = ComplexFactory(name="Korenbloemhof")
    small = ComplexFactory(name="De Sluiswachter", dwellings=12, group=group)
    other = ComplexFactory(name="De Brugwachter", dwellings=12, group=group)
    lonely = ComplexFactory(name="Eenzaam", dwellings=12)
    wave = counted_wave(
        2022,
        {
            large: people(20, R1=6),
            small: people(6, R1=6),
            other: people(6, R1=6),
            lonely: people(3, R1=6),
        },
    )
    seen = {}
    for complex_ in (large, small, lonely):
        kept = FreeText.objects.create(wave=wave, complex=complex_, variable="X1", text="stuk")
        page = staff_client.get(reverse("surveys:text_review", args=[wave.code, kept.pk]))
        seen[complex_.name] = page.context["place"]
        assert (complex_.name in page.content.decode()) == (complex_ is large)
    assert seen == {
        "Korenbloemhof": "Korenbloemhof",
        "De Sluiswachter": "Kleine complexen",
        "Eenzaam": "een klein complex",
    }


def test_withhold_and_undo_only_by_post(staff_client: Client):
    kept = text("De lift is stuk")
    for name in ("text_withhold", "text_undo"):
        url = reverse(f"surveys:{name}", args=[kept.wave.code, kept.pk])
        assert staff_client.get(url).status_code == 405
    kept.refresh_from_db()
    assert kept.state == STATE.UNREAD


def test_undo_puts_a_released_text_back_among_the_unread(staff_client: Client):
    kept = text("De lift is stuk", state=STATE.RELEASED, released_text="De lift")
    staff_client.post(reverse("surveys:text_undo", args=[kept.wave.code, kept.pk]))
    kept.refresh_from_db()
    assert (kept.state, kept.released_text) == (STATE.UNREAD, "")
