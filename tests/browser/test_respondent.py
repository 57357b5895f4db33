"""A resident with a real phone: from the typed or scanned code to the thanks, every way there is."""

import gzip
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect

from surveys.models import SealedItem, Wave
from surveys.respondent import device
from tests.browser.conftest import PHONE
from tests.browser.looking import contrast_on, too_wide, wrong_on
from tests.factories import CorporationFactory
from tests.surveys.respondent.test_walk import urn
from tests.surveys.respondent.walking import FULL, SHORT, open_today

pytestmark = pytest.mark.browser
WORDS = {
    "nl": {"on": "Verder", "begin": "Begin met de vragen", "send": "Verstuur mijn antwoorden",
           "thanks": "Dank u wel", "later": "Later verder", "back": "Terug"},
    "en": {"on": "Continue", "begin": "Start the questions", "send": "Send my answers",
           "thanks": "Thank you", "later": "Continue later", "back": "Back"},
}  # fmt: skip
LOW_ONES = """all => all.filter((one) => one.getBoundingClientRect().height < 48)
  .map((one) => one.innerText)"""
FIRST_SCREEN_BYTES = 14 * 1024


@pytest.fixture(autouse=True)
def corporation(real_db):
    return CorporationFactory()


def start(live_server, language: str = "nl") -> str:
    return f"{live_server.url}{'' if language == 'nl' else '/en'}/vragenlijst/"


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def step(page: Page) -> str:
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def enter(page: Page, live_server, code: str, language: str = "nl") -> None:
    page.goto(start(live_server, language))
    page.fill("#code", code.lower())
    press(page, WORDS[language]["on"])
    press(page, WORDS[language]["begin"])


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def screens(page: Page, language: str = "nl") -> Iterator[str]:
    """Every screen until the last look; presses on after each."""
    for _ in range(12):
        if step(page) == "controle":
            return
        yield step(page)
        press(page, WORDS[language]["on"])


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_resident_goes_from_typed_code_to_thanks(browser, live_server, language, javascript):
    _wave, issued = open_today()
    phone = browser.new_context(viewport=PHONE, java_script_enabled=javascript)
    page = phone.new_page()
    enter(page, live_server, issued[0], language)
    seen = []
    for name in screens(page, language):
        seen.append(name)
        if name == "veiligheid":
            choose(page, "V1", "2")
            choose(page, "V3a", "5")
            choose(page, "V4", "ja")
            choose(page, "V4.vaak", "3")
        if name == "cijfers":
            choose(page, "R1", "7")
        if name == "open":
            page.fill("textarea", "De lamp is stuk.")
    assert seen == ["veiligheid", "overlast", "samenhang", "vertrouwen", "cijfers", "open"]
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_text({"nl": "Ja, soms", "en": "Yes, sometimes"}[language])).to_be_visible()
    press(page, WORDS[language]["send"])
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[language]["thanks"])
    assert SealedItem.objects.count() == 2
    assert Session.objects.count() == 0
    phone.close()


def test_scanned_code_never_travels_in_an_address(page: Page, live_server):
    _wave, issued = open_today()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{start(live_server)}#{issued[0]}")
    page.wait_for_url("**/privacy/")
    assert not any(issued[0] in url for url in asked)
    assert issued[0] not in page.evaluate("JSON.stringify([location.href, document.referrer])")
    page.go_back()
    assert issued[0] not in page.url


def test_scanned_code_is_typed_where_javascript_is_off(plain_page: Page, live_server):
    _wave, issued = open_today()
    plain_page.goto(f"{start(live_server)}#{issued[0]}")
    plain_page.fill("#code", issued[0])
    press(plain_page, "Verder")
    expect(plain_page).to_have_url(re.compile("/privacy/$"))


def test_typing_error_is_noticed_by_the_check_character_while_typing(page: Page, live_server):
    _wave, issued = open_today()
    page.goto(start(live_server))
    wrong = ("2" if issued[0][0] != "2" else "3") + issued[0][1:]
    for typed, is_wrong in ((wrong, True), (issued[0].lower(), False), (issued[0][:-1], False)):
        page.fill("#code", typed)
        hint = page.locator("#code-fout")
        expect(hint).to_have_text(
            re.compile("Er lijkt een teken") if is_wrong else re.compile("^$")
        )


def test_back_button_of_the_browser_shows_what_was_answered(page: Page, live_server):
    _wave, issued = open_today()
    enter(page, live_server, issued[0])
    choose(page, "V1", "4")
    press(page, "Verder")
    page.wait_for_url("**/overlast/")
    page.go_back()
    expect(page.locator('input[name="V1"][value="4"]')).to_be_checked()
    press(page, "Verder")
    press(page, "Terug")
    expect(page.locator('input[name="V1"][value="4"]')).to_be_checked()


def test_resident_closes_the_tab_and_goes_on_later(context: BrowserContext, live_server):
    _wave, issued = open_today()
    page = context.new_page()
    enter(page, live_server, issued[0])
    choose(page, "V1", "3")
    press(page, "Later verder")
    expect(page.get_by_role("heading", level=1)).to_have_text("U kunt later verder")
    page.close()
    page = context.new_page()
    page.goto(start(live_server))
    page.get_by_role("link", name="Ga verder").click()
    press(page, "Begin met de vragen")
    expect(page.locator('input[name="V1"][value="3"]')).to_be_checked()


def test_resident_wipes_everything(context: BrowserContext, live_server):
    _wave, issued = open_today()
    page = context.new_page()
    enter(page, live_server, issued[0])
    press(page, "Verder")
    page.goto(start(live_server))
    page.get_by_role("link", name="Wis mijn antwoorden").click()
    press(page, "Ja, wis alles")
    expect(page.get_by_role("status")).to_contain_text("Uw antwoorden zijn gewist")
    assert [cookie["name"] for cookie in context.cookies()] == [settings.CSRF_COOKIE_NAME]


def test_cookies_are_two_and_closed_to_scripts(context: BrowserContext, live_server):
    _wave, issued = open_today()
    page = context.new_page()
    enter(page, live_server, issued[0])
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert set(cookies) == {settings.CSRF_COOKIE_NAME, device.COOKIE}
    assert all(cookie["httpOnly"] for cookie in cookies.values())
    assert {cookie["sameSite"] for cookie in cookies.values()} == {"Lax", "Strict"}
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_answered_question_can_be_left_out_again_without_javascript(plain_page: Page, live_server):
    _wave, issued = open_today()
    enter(plain_page, live_server, issued[0])
    choose(plain_page, "V1", "3")
    choose(plain_page, "V1", "")
    choose(plain_page, "V3a", "1")
    choose(plain_page, "V3a", "")
    press(plain_page, "Verder")
    press(plain_page, "Terug")
    assert plain_page.locator("input:checked").count() == 0


def test_how_often_appears_only_after_yes_and_is_asked_once(plain_page: Page, live_server):
    _wave, issued = open_today()
    enter(plain_page, live_server, issued[0])
    expect(plain_page.get_by_text("Hoe vaak?")).to_be_hidden()
    choose(plain_page, "V4", "ja")
    expect(plain_page.get_by_text("Hoe vaak?")).to_be_visible()
    press(plain_page, "Verder")
    expect(plain_page.get_by_role("alert")).to_contain_text("U zei “ja”. Hoe vaak is dat?")
    expect(plain_page.locator('input[name="V4"][value="ja"]')).to_be_checked()
    press(plain_page, "Verder")
    assert step(plain_page) == "overlast"


def test_yes_without_how_often_is_let_through_and_shown_as_said_with_script_too(
    page: Page, live_server
):
    wave, issued = open_today()
    enter(page, live_server, issued[0])
    choose(page, "V4", "ja")
    press(page, "Verder")
    expect(page.get_by_role("alert")).to_contain_text("U zei “ja”. Hoe vaak is dat?")
    press(page, "Verder")
    while step(page) != "controle":
        press(page, "Verder")
    expect(page.locator("main")).to_contain_text("Ja, hoe vaak niet gezegd")
    press(page, "Verstuur mijn antwoorden")
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    assert urn(wave)[0] == [{"V4": 6}]


def test_too_many_choices_are_told_on_top_and_at_the_question_and_nothing_is_lost(
    page: Page, live_server
):
    _wave, issued = open_today(FULL, measures=1)
    enter(page, live_server, issued[0])
    page.goto(f"{live_server.url}/vragenlijst/vragen/maatregelen/")
    for value in "1234":
        choose(page, "M3", value)
    press(page, "Verder")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("U koos er 4. Kies er hoogstens 3.")
    expect(alert).to_be_focused()
    expect(page).to_have_title(re.compile("^Let op:"))
    described = page.locator("#v-M3").get_attribute("aria-describedby")
    assert described.split() == ["v-M3-fout", "v-M3-help"]
    assert page.locator('input[name="M3"]:checked').count() == 4
    page.get_by_role("link", name="Wat moet als eerste beter?").click()
    assert page.url.endswith("#v-M3")


def test_whole_form_can_be_done_with_the_keyboard_alone(page: Page, live_server):
    _wave, issued = open_today()
    page.goto(start(live_server))
    page.locator("#code").focus()
    page.keyboard.type(issued[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/privacy/")
    tab_to(page, "Begin met de vragen")
    page.wait_for_url("**/veiligheid/")
    while "V1" not in (focused(page, "name") or ""):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator('input[name="V1"][value="2"]')).to_be_checked()
    for name in ("overlast", "samenhang", "vertrouwen", "cijfers", "open", "controle"):
        tab_to(page, "Verder")
        page.wait_for_url(f"**/{name}/")
    tab_to(page, "Verstuur mijn antwoorden")
    page.wait_for_url("**/bedankt/")


def focused(page: Page, attribute: str) -> str | None:
    return page.evaluate(f"document.activeElement.getAttribute({attribute!r})")


def tab_to(page: Page, words: str) -> None:
    """Tab until the button with these words has the focus, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no button {words!r} with Tab")


def test_change_of_language_halfway_keeps_what_was_chosen_on_the_screen(page: Page, live_server):
    _wave, issued = open_today()
    enter(page, live_server, issued[0])
    choose(page, "V1", "2")
    press(page, "English")
    page.wait_for_url("**/en/vragenlijst/vragen/veiligheid/")
    expect(page.locator('input[name="V1"][value="2"]')).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text("How safe do you feel?")


def test_two_tabs_of_one_resident_do_not_overwrite_each_other(context, live_server):
    _wave, issued = open_today()
    one = context.new_page()
    enter(one, live_server, issued[0])
    two = context.new_page()
    two.goto(f"{live_server.url}/vragenlijst/vragen/cijfers/")
    choose(one, "V1", "1")
    choose(two, "R1", "9")
    press(two, "Verder")
    press(one, "Verder")
    one.goto(f"{live_server.url}/vragenlijst/vragen/cijfers/")
    expect(one.locator('input[name="R1"][value="9"]')).to_be_checked()


def test_second_sending_is_told_that_it_was_received(context, live_server):
    _wave, issued = open_today()
    page = context.new_page()
    enter(page, live_server, issued[0])
    for _name in screens(page):
        pass
    before = context.cookies()
    press(page, "Verstuur mijn antwoorden")
    page.wait_for_url("**/bedankt/")
    context.add_cookies(before)  # the reply never reached the phone
    page.goto(f"{live_server.url}/vragenlijst/vragen/controle/")
    press(page, "Verstuur mijn antwoorden")
    expect(page.get_by_text("Uw antwoorden zijn al ontvangen")).to_be_visible()
    assert SealedItem.objects.count() == 2


def test_damaged_cookie_starts_again_politely(context, live_server):
    _wave, issued = open_today()
    page = context.new_page()
    enter(page, live_server, issued[0])
    (kept,) = [cookie for cookie in context.cookies() if cookie["name"] == device.COOKIE]
    context.add_cookies([kept | {"value": kept["value"][:-4] + "AAAA"}])
    page.goto(f"{live_server.url}/vragenlijst/vragen/overlast/")
    expect(page.get_by_role("status")).to_contain_text("Begin opnieuw met uw code.")


def every_page(page: Page, live_server, issued: list[str]) -> Iterator[str]:
    """Every page and state a resident can meet, in the full form."""
    page.goto(start(live_server))
    yield "start"
    page.fill("#code", "7K3M")
    press(page, "Verder")
    yield "refused"
    enter(page, live_server, issued[0])
    page.goto(f"{live_server.url}/vragenlijst/privacy/")
    yield "privacy"
    press(page, "Begin met de vragen")
    for _ in range(12):
        if step(page) == "controle":
            break
        yield step(page)
        if step(page) == "veiligheid":
            choose(page, "V4", "ja")
            press(page, "Verder")
            yield "veiligheid with an error"
        if step(page) == "maatregelen":
            page.locator('label:has(input[name="M1"])').first.click()
        press(page, "Verder")
    yield "controle"
    for name in ("later", "wissen"):
        page.goto(f"{start(live_server)}{name}/")
        yield name
    page.goto(start(live_server))
    yield "start again"
    page.goto(f"{live_server.url}/vragenlijst/vragen/controle/")
    press(page, "Verstuur mijn antwoorden")
    yield "bedankt"


def test_every_page_passes_axe_in_light_and_dark_and_fits_when_small_or_enlarged(
    browser: Browser, live_server
):
    _wave, issued = open_today(FULL, measures=2)
    # On a low screen the bar with help does not stick, so it covers no target that axe measures.
    low = {"width": 360, "height": 480}
    phone = browser.new_context(viewport=low, reduced_motion="reduce")
    page, wrong = phone.new_page(), []
    for _name in every_page(page, live_server, issued):
        wrong += wrong_on(page)
        page.emulate_media(color_scheme="dark")
        wrong += contrast_on(page)
        page.emulate_media(color_scheme="light")
        for width in (1280 // 4, 360 // 2):  # zoomed to 400 and 200 %: pages are laid out anew
            page.set_viewport_size({"width": width, "height": 640})
            wrong += too_wide(page)
        page.set_viewport_size(low)
    phone.close()

    assert wrong == []


def test_targets_are_at_least_forty_eight_pixels_high(page: Page, live_server):
    _wave, issued = open_today(FULL, measures=1)
    enter(page, live_server, issued[0])
    for name in screens(page):
        targets = page.locator(".choice:visible, .button:visible, .ways *:visible")
        assert targets.evaluate_all(LOW_ONES) == [], name


def test_first_screen_is_small_and_asks_nothing_of_another_site(page: Page, live_server):
    sizes = {}

    def weigh(response) -> None:
        body = response.body()
        is_page = "text/html" in response.headers.get("content-type", "")
        # The test server sends files as they are; in production they are compressed beforehand.
        sizes[response.url] = len(body if is_page else gzip.compress(body, 9))
        sizes[response.url] += sum(len(k) + len(v) + 4 for k, v in response.headers.items())

    page.on("response", weigh)
    page.goto(start(live_server), wait_until="networkidle")
    assert all(url.startswith(live_server.url) for url in sizes)
    assert {url.rsplit(".", 1)[-1] for url in sizes} >= {"css", "js"}
    assert sum(sizes.values()) < FIRST_SCREEN_BYTES, sizes


def test_help_and_the_promise_stay_in_sight_on_a_long_screen(page: Page, live_server):
    _wave, issued = open_today(SHORT)
    enter(page, live_server, issued[0])
    for where in (0, 900, 99999):
        page.evaluate(f"window.scrollTo(0, {where})")
        expect(page.get_by_role("link", name="Bel 000 - 000 00 00")).to_be_in_viewport()
        expect(page.get_by_text("Anoniem", exact=True)).to_be_in_viewport()


def test_wave_that_closes_meanwhile_is_told_in_plain_words(page: Page, live_server):
    wave, issued = open_today()
    enter(page, live_server, issued[0])
    for _name in screens(page):
        pass
    Wave.objects.filter(pk=wave.pk).update(closes_on=wave.opens_on)
    press(page, "Verstuur mijn antwoorden")
    expect(page.get_by_role("heading", level=1)).to_have_text("De vragenlijst is gesloten")
    assert SealedItem.objects.count() == 0
