"""The frame around every staff page: the menu, the banner of a demo, the tags behind them."""

from collections.abc import Iterable

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from accounts.roles import Role
from tests.factories import ReportingGroupFactory, UserFactory
from tests.html import words

BANNER = "Dit is een demonstratie met een verzonnen corporatie. Niets hier is echt."


@pytest.mark.parametrize("demo", [True, False])
def test_every_page_of_a_demo_says_that_nothing_is_real(staff_client, settings, demo):
    settings.DEMO = demo

    assert (BANNER in words(staff_client.get("/complexen/").content.decode())) is demo


def link(path: str, arguments: str, *, roles: Iterable[Role] = Role) -> str:
    user = UserFactory.build(roles=roles)
    context = Context({"request": RequestFactory().get(path), "user": user})
    return Template(f"{{% menu_link {arguments} %}}").render(context)


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/complexen/", True),
        ("/complexen/C2/wijzigen/", True),
        ("/rapportagegroepen/", True),
        ("/metingen/W1/complexen/", False),
    ],
)
def test_menu_marks_where_one_is(path, marked):
    html = link(path, '"complexes:complex_list" "Complexen" "complexes:group_list"')

    assert ('aria-current="true"' in html) is marked
    assert words(html) == "Complexen"


def test_menu_leaves_out_pages_that_one_may_not_open():
    waves = '"surveys:wave_list" "Metingen"'

    assert words(link("/", waves, roles=[Role.READER])) == "Metingen"
    assert link("/", waves, roles=[Role.FIELD_STAFF]) == ""


@pytest.mark.parametrize(("path", "marked"), [("/", True), ("/complexen/", False)])
def test_menu_marks_the_first_page_only_on_itself(path, marked):
    assert ('aria-current="true"' in link(path, '"home" "Vandaag"')) is marked


def test_menu_leaves_out_pages_that_do_not_exist():
    assert link("/", '"signals:signal_list" "Meldingen"') == ""


def test_page_wears_the_colour_of_the_corporation(staff_client, corporation):
    corporation.accent = "#7a1f5c"
    corporation.save()
    ReportingGroupFactory()

    html = staff_client.get("/rapportagegroepen/").content.decode()

    assert 'href="/huisstijl.css?kleur=7a1f5c"' in html


def group_of(path: str, *, roles: Iterable[Role]) -> str:
    context = Context(
        {"request": RequestFactory().get(path), "user": UserFactory.build(roles=roles)}
    )
    inside = '{% menu_link "accounts:people" "Medewerkers" %}'
    return Template("{% menu_group 'Beheer' %}" + inside + "{% endmenu_group %}").render(context)


@pytest.mark.parametrize(("path", "marked"), [("/medewerkers/", 2), ("/complexen/", 0)])
def test_menu_folds_a_group_under_one_word_that_says_where_one_is(path, marked):
    html = group_of(path, roles=[Role.ADMINISTRATOR])

    assert words(html) == "Beheer Medewerkers"
    assert html.count('aria-current="true"') == marked


def test_menu_leaves_out_a_group_without_pages():
    assert group_of("/", roles=[Role.READER]) == ""
