"""Minutes in two layers: who reads what, what police and care said, names, length, and taking back."""

import pytest

from accounts.roles import Role
from mail.models import OutgoingMail
from meetings.models import Minutes, Participation, Passage
from meetings.services.minutes import (
    MinutesRefused,
    save_passage,
    share_with_partners,
    share_with_residents,
    take_back,
)
from meetings.summaries.minutes import minutes_for, public_minutes
from proof.models import AuditEntry
from tests.factories import ComplexFactory, ContactFactory, UserFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    PromiseFactory,
)
from tests.html import errors, text_of
from tests.meetings.scenes import client_as, client_of

pytestmark = pytest.mark.django_db
RESIDENTS, PARTNERS = Passage.Layer.RESIDENTS, Passage.Layer.PARTNERS


@pytest.fixture
def organiser(db, corporation):
    return UserFactory(roles=[Role.ORGANISER])


@pytest.fixture
def client(organiser):
    return client_as(organiser)


@pytest.fixture
def meeting(db):
    return MeetingFactory(held=True, title="Bewonersavond Hof")


def said(meeting, text="Het is donker in de hal.", *, layer=RESIDENTS, **more) -> Passage:
    return Passage.objects.create(
        **{"meeting": meeting, "speaker": "residents", "text": text, "layer": layer} | more
    )


def base(meeting) -> str:
    return f"/bijeenkomsten/{meeting.pk}/verslag/"


def write(client, meeting, path="nieuw/", **more):
    return client.post(
        f"{base(meeting)}{path}",
        {"item": "", "speaker": "residents", "text": "Het is donker.", "layer": "residents"} | more,
    )


def texts(layer) -> list[tuple[str, list[str]]]:
    return [
        (section.title, [passage.text for passage in section.passages])
        for section in layer.sections
    ]


# Writing ---------------------------------------------------------------------------------------------


def test_passage_belongs_to_an_item_and_says_who_wrote_it(client, organiser, meeting):
    item = ProgrammeItemFactory(meeting=meeting)

    answer = write(client, meeting, item=item.pk, layer="partners")

    assert answer.url == base(meeting)
    passage = meeting.passages.get()
    assert (passage.item, passage.speaker, passage.layer, passage.written_by) == (
        item,
        "residents",
        PARTNERS,
        organiser,
    )


def test_saving_and_another_stays_at_the_same_item(client, meeting):
    item = ProgrammeItemFactory(meeting=meeting)

    answer = write(client, meeting, item=item.pk, nog_een="1")

    assert answer.url == f"{base(meeting)}nieuw/?punt={item.pk}"
    assert client.get(answer.url).context["form"]["item"].value() == str(item.pk)


def test_item_of_another_meeting_is_refused(client, meeting):
    answer = write(client, meeting, item=ProgrammeItemFactory().pk)

    assert len(errors(answer)) == 1
    assert not meeting.passages.exists()


@pytest.mark.parametrize("speaker", ["police", "care"])
def test_what_police_or_care_said_reaches_residents_only_when_ticked(client, meeting, speaker):
    words = {"speaker": speaker, "text": "Wij komen vaker langs."}

    answer = write(client, meeting, **words)

    name = {"police": "politie", "care": "zorg"}[speaker]
    assert errors(answer) == [
        f"Wie het zei, vindt goed dat bewoners dit lezen: Wat {name} zegt, lezen bewoners alleen "
        "als die dat goed vindt. Vraag het, of kies «alleen partners»."
    ]
    assert "Wij komen vaker langs." in answer.content.decode()
    write(client, meeting, **words, cleared="on")
    write(client, meeting, **words, layer="partners")
    assert list(meeting.passages.values_list("layer", "cleared")) == [
        (RESIDENTS, True),
        (PARTNERS, False),
    ]


def test_service_refuses_what_was_not_cleared(organiser, meeting):
    passage = Passage(meeting=meeting, speaker="police", text="Zo.", layer=RESIDENTS)

    with pytest.raises(MinutesRefused, match="Wat politie zegt"):
        save_passage(passage, by=organiser)


def test_name_in_the_public_layer_asks_once_and_is_never_forbidden(client, meeting):
    words = {"text": "Volgens mevrouw Verzonnen op nummer 12 is het donker."}

    answer = write(client, meeting, **words)

    assert errors(answer) == [
        "Ik heb het gelezen: niemand is eraan te herkennen: Bewoners lezen dit. Staat er een persoon "
        "in: «mevrouw Verzonnen», «nummer 12»? Haal het weg, of zet hier een vinkje."
    ]
    assert words["text"] in answer.content.decode()
    write(client, meeting, **words, sure="on")
    assert meeting.passages.get().text == words["text"]


def test_name_for_partners_only_is_not_asked_about(client, meeting):
    write(client, meeting, text="Volgens mevrouw Verzonnen is het donker.", layer="partners")

    assert meeting.passages.count() == 1


def test_names_of_complex_partner_and_venue_are_no_persons(client):
    ContactFactory(partner__name="Welzijn Waardevol")
    meeting = MeetingFactory(
        held=True,
        complexes=[ComplexFactory(name="Korenbloemhof")],
        venue__name="Buurthuis Zonnehoek",
    )

    write(client, meeting, text="In de Korenbloemhof en Zonnehoek komt Welzijn Waardevol langs.")

    assert meeting.passages.count() == 1


@pytest.mark.parametrize("length", [5000, 5001])
def test_five_thousand_signs_fit_and_one_more_is_said_in_words_and_not_lost(
    client, meeting, length
):
    words = ("regel\r\n" * 1000)[: 1000 * 7]  # a break counts as one sign: 6000
    words = words.replace("\r\n", "\n")[: length - 1].rstrip("\n")
    words += "x" * (length - len(words))

    answer = write(client, meeting, text=words.replace("\n", "\r\n"), layer="partners")

    if length == 5000:
        assert meeting.passages.get().text == words
    else:
        assert errors(answer) == [
            "Wat is gezegd: Dit zijn 5001 tekens en er passen er 5000. Kort de tekst in of verdeel "
            "hem; wat u schreef staat er nog helemaal."
        ]
        assert words in answer.context["form"]["text"].value().replace("\r\n", "\n")
        assert "maxlength" not in str(answer.context["form"]["text"])


def test_summary_of_too_many_signs_is_kept_in_the_form(client, meeting):
    answer = client.post(f"{base(meeting)}in-het-kort/", {"summary": "y" * 5001})

    assert len(errors(answer)) == 2  # and that somebody may have written meanwhile
    assert "y" * 5001 in answer.content.decode()


def test_second_editor_of_a_passage_is_told_and_loses_nothing(client, meeting):
    passage = said(meeting)
    seen = client.get(f"{base(meeting)}{passage.pk}/").context["form"]["seen"].value()
    Passage.objects.update(text="Door een ander geschreven.")

    answer = write(client, meeting, f"{passage.pk}/", text="Door mij geschreven.", seen=seen)

    assert "Nu is opgeslagen: Wat is gezegd: Door een ander geschreven." in errors(answer)[0]
    assert "Door mij geschreven." in answer.content.decode()
    passage.refresh_from_db()
    assert passage.text == "Door een ander geschreven."


def test_second_editor_of_the_summary_is_told(client, meeting):
    path = f"{base(meeting)}in-het-kort/"
    seen = client.get(path).context["form"]["seen"].value()
    Minutes.objects.create(meeting=meeting, summary="Door een ander.")

    answer = client.post(path, {"summary": "Door mij.", "seen": seen})

    assert "Nu is opgeslagen: In het kort: Door een ander." in errors(answer)[0]
    again = answer.context["form"]["seen"].value()
    client.post(path, {"summary": "Door mij.", "seen": again})
    assert Minutes.objects.get().summary == "Door mij."


def test_deleting_a_passage_asks_first(client, meeting):
    passage = said(meeting)
    path = f"{base(meeting)}{passage.pk}/weg/"

    assert "Dit stuk van het verslag verwijderen?" in text_of(client.get(path))
    assert meeting.passages.exists()
    client.post(path)
    assert not meeting.passages.exists()


def test_passage_is_found_under_its_own_meeting_only(client, meeting):
    passage, other = said(meeting), MeetingFactory()

    for part in ("", "weg/"):
        assert client.post(f"{base(other)}{passage.pk}/{part}").status_code == 404
    assert meeting.passages.exists()


def test_meeting_that_was_called_off_has_no_minutes(client, organiser):
    meeting = MeetingFactory(cancelled=True)

    assert errors(write(client, meeting)) == [
        "Deze bijeenkomst ging niet door; er komt geen verslag."
    ]
    for share in (share_with_partners, share_with_residents):
        with pytest.raises(MinutesRefused, match="ging niet door"):
            share(meeting, by=organiser)


# Sharing ---------------------------------------------------------------------------------------------


def test_residents_read_their_layer_only_once_it_is_shared_and_in_the_order_of_the_programme(
    client, organiser, meeting
):
    last = ProgrammeItemFactory(meeting=meeting, position=2, title="Sloten")
    first = ProgrammeItemFactory(meeting=meeting, position=1, title="Licht")
    inside = ProgrammeItemFactory(meeting=meeting, position=3, title="Opsporing", is_public=False)
    said(meeting, "Het slot hapert.", item=last)
    said(meeting, "De hal is donker.", item=first)
    said(meeting, "Wij letten erop.", item=inside)
    said(meeting, "Verder niets.")
    said(meeting, "Er loopt een onderzoek.", layer=PARTNERS, speaker="police", item=first)
    Minutes.objects.create(meeting=meeting, summary="Vooral het licht.")
    assert public_minutes(meeting) is None

    preview = text_of(client.get(f"{base(meeting)}naar-bewoners/"))
    assert public_minutes(meeting) is None
    client.post(f"{base(meeting)}naar-bewoners/")

    layer = public_minutes(meeting)
    assert layer.summary == "Vooral het licht."
    assert texts(layer) == [
        ("Licht", ["De hal is donker."]),
        ("Sloten", ["Het slot hapert."]),
        ("", ["Wij letten erop.", "Verder niets."]),
    ]
    assert "De hal is donker." in preview
    assert "Er loopt een onderzoek." not in preview
    assert "Opsporing" not in preview
    entry = AuditEntry.objects.get(kind="minutes")
    assert (entry.verb, entry.actor, entry.details) == (
        "published",
        organiser,
        {"readers": "residents"},
    )


def test_layer_without_anything_in_it_is_not_shared(client, organiser, meeting):
    said(meeting, layer=PARTNERS)

    with pytest.raises(MinutesRefused, match="nog niets om te delen"):
        share_with_residents(meeting, by=organiser)
    answer = client.post(f"{base(meeting)}naar-bewoners/", follow=True)
    assert "Er is nog niets om te delen." in text_of(answer)
    assert public_minutes(meeting) is None


def test_partners_of_the_meeting_read_both_layers_and_nobody_else_does(client, meeting):
    here, elsewhere = ParticipationFactory(meeting=meeting), ParticipationFactory()
    taken_off = ParticipationFactory(meeting=meeting, taken_off_at=meeting.starts_at)
    chosen = ParticipationFactory(meeting=meeting, chosen=True)
    said(meeting, "De hal is donker.")
    said(meeting, "Er loopt een onderzoek.", layer=PARTNERS, speaker="police")
    path = f"/mijn/bijeenkomsten/{meeting.pk}/verslag/"
    assert client_as(here.contact.user).get(path).status_code == 404

    client.post(f"{base(meeting)}naar-partners/")

    page = text_of(client_as(here.contact.user).get(path))
    assert "De hal is donker." in page
    assert "Er loopt een onderzoek." in page
    for other in (elsewhere, taken_off, chosen):
        assert client_as(other.contact.user).get(path).status_code == 404
        assert minutes_for(other.contact, meeting) is None
    assert client_as(here.contact.user).get(base(meeting)).status_code == 404


def test_partner_reads_which_promises_their_organisation_made_and_not_those_of_others(
    organiser, meeting
):
    here = ParticipationFactory(meeting=meeting)
    PromiseFactory(meeting=meeting, partner=here.contact.partner, what="Vaker langskomen")
    PromiseFactory(meeting=meeting, what="De deur maken")
    said(meeting)
    share_with_partners(meeting, by=organiser)

    page = text_of(client_as(here.contact.user).get(f"/mijn/bijeenkomsten/{meeting.pk}/verslag/"))

    assert "Vaker langskomen" in page
    assert "De deur maken" not in page


def test_sharing_tells_who_can_sign_in_once_and_nothing_of_what_was_said(
    client, organiser, meeting
):
    here = ParticipationFactory(meeting=meeting)
    ParticipationFactory(meeting=meeting, contact__user=None)
    said(meeting, "De hal is donker.")
    preview = text_of(client.get(f"{base(meeting)}naar-partners/"))
    assert f"{here.contact.name}, {here.contact.partner.name}" in preview
    assert not OutgoingMail.objects.exists()

    def share() -> str:
        return text_of(client.post(f"{base(meeting)}naar-partners/", follow=True))

    assert "Partners kunnen het verslag lezen. Er gaat 1 mail uit." in share()
    assert "Er gaan 0 mails uit." in share()
    take_back(meeting, residents=False, by=organiser)
    assert "Partners kunnen het verslag lezen. Er gaan 0 mails uit." in share()

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (here.contact.email, "Het verslag staat voor u klaar")
    assert "donker" not in mail.text
    assert meeting.title not in mail.text


@pytest.mark.parametrize(("who", "residents"), [("bewoners", True), ("partners", False)])
def test_taking_back_asks_first_and_closes_it_at_once(client, organiser, meeting, who, residents):
    contact = ParticipationFactory(meeting=meeting).contact
    said(meeting)
    share_with_partners(meeting, by=organiser)
    share_with_residents(meeting, by=organiser)
    path = f"{base(meeting)}terug/{who}/"

    assert "Ja, terugnemen" in text_of(client.get(path))
    assert public_minutes(meeting) is not None
    client.post(path)

    assert (public_minutes(meeting) is None) == residents
    assert (minutes_for(contact, meeting) is None) == (not residents)
    assert meeting.passages.exists()


def test_taking_back_from_nobody_in_particular_does_not_exist(client, meeting):
    assert client.post(f"{base(meeting)}terug/iedereen/").status_code == 404


def test_staff_who_only_look_write_and_share_nothing(meeting):
    said(meeting, "De hal is donker.")
    reader = client_of(Role.READER)

    page = text_of(reader.get(base(meeting)))

    assert "De hal is donker." in page
    assert "Stuk toevoegen" not in page
    assert reader.post(f"{base(meeting)}naar-bewoners/").status_code == 403
    assert public_minutes(meeting) is None


def test_contact_who_left_reads_nothing_more(organiser, meeting):
    here = ParticipationFactory(meeting=meeting)
    said(meeting)
    share_with_partners(meeting, by=organiser)
    client = client_as(here.contact.user)
    path = f"/mijn/bijeenkomsten/{meeting.pk}/verslag/"
    assert client.get(path).status_code == 200

    here.contact.left_on = meeting.day
    here.contact.save()

    assert client.get(path).status_code == 404
    assert Participation.objects.filter(pk=here.pk).exists()


@pytest.mark.parametrize("number", [1, 3, 300])
def test_minutes_cost_as_many_queries_for_three_hundred_passages_as_for_one(
    client, meeting, django_assert_num_queries, number
):
    item = ProgrammeItemFactory(meeting=meeting)
    passage = {"item": item, "speaker": "residents", "text": "Donker.", "layer": RESIDENTS}
    Passage.objects.bulk_create(Passage(meeting=meeting, **passage) for _ in range(number))

    with django_assert_num_queries(8):
        client.get(base(meeting))
