"""How it was done and what it cannot say, in plain words; a statistician finds the names of the methods."""

from django.utils.translation import gettext as _

from reports.content.document import Block, Chapter, Paragraph, PlainTable, Term, Terms
from reports.content.material import Material
from surveys.models import Wave
from ui import numbers


def chapter(material: Material) -> Chapter:
    """Waves, margins, verdicts, disclosure and limits."""
    blocks: list[Block] = [_waves(material), Terms(_terms(material))]
    if contact := _contact(material):
        blocks.append(Paragraph(contact, "small"))
    return Chapter(
        "verantwoording", _("Hoe dit onderzoek is gedaan"), tuple(blocks), new_page=False
    )


def _waves(material: Material) -> PlainTable:
    rows = [
        (
            wave.title,
            f"{numbers.short_day(wave.opens_on)} – {numbers.short_day(wave.closes_on)}",
            wave.note or "–",
        )
        for wave in [*material.result.earlier, material.result.wave]
    ]
    return PlainTable((_("Meting"), _("Periode"), _("Bijzonderheden")), tuple(rows), words=True)


def _terms(material: Material) -> tuple[Term, ...]:
    about = [_group(material)] if material.is_group else []
    found = [*about, _asked(material), _margin(), _demonstrable(), _undemonstrated(), _scores()]
    if material.result.response.weighted:
        found.append(_weighted())
    return (*found, _hidden(material), _heard(), _after(), _kept())


def _group(material: Material) -> Term:
    return Term(
        _("Over welke complexen"),
        _(
            "Dit rapport gaat over deze complexen samen: %(names)s. Zij zijn vóór de meting tot één groep "
            "gemaakt. Van een complex met te weinig antwoorden zijn er alleen cijfers samen met de andere."
        )
        % {"names": ", ".join(complex_.name for complex_ in material.complexes)},
    )


def _asked(material: Material) -> Term:
    if material.wave.origin == Wave.Origin.IMPORT:
        said = _("Deze meting is ingelezen uit een eerder onderzoek van de corporatie.")
    else:
        said = _(
            "Elke woning kreeg één code en kon één keer meedoen, op de telefoon, de computer of op papier. "
            "Meedoen was vrijwillig en anoniem: wie wat antwoordde is niet te achterhalen, ook niet "
            "door de corporatie."
        )
    return Term(_("Wie is gevraagd"), said)


def _margin() -> Term:
    return Term(
        _("Marge"),
        _(
            "Niet iedereen deed mee, dus elk cijfer is een schatting. De marge (95%) is waar het cijfer "
            "waarschijnlijk ligt als alle woningen meededen. "
            "Aandelen: Wilson; gemiddelden: t-verdeling; beide met eindige-populatiecorrectie als het "
            "aantal woningen bekend is."
        ),
    )


def _demonstrable() -> Term:
    return Term(
        _("Aantoonbaar"),
        _(
            "Een verschil dat bij toeval hooguit 1 op de 20 keer zo groot zou zijn. Omdat er veel vragen "
            "zijn, is de toets strenger: voor de vooraf gekozen kerncijfers volgens Holm, voor de "
            "andere volgens Benjamini en Hochberg. Aandelen: Newcombe; gemiddelden: Welch. "
            "Verandering rekent zonder eindige-populatiecorrectie."
        ),
    )


def _undemonstrated() -> Term:
    return Term(
        _("Geen aantoonbare verandering"),
        _(
            "Het verschil past bij toeval; er kan wel iets veranderd zijn. ‘Ongeveer gelijk’ is iets "
            "anders: dan is het verschil zeker klein, "
            "minder dan 10 procentpunten, of minder dan een half punt op een score of rapportcijfer."
        ),
    )


def _scores() -> Term:
    return Term(
        _("Score"),
        _(
            "Antwoorden worden punten van 0 (slecht) tot 10 (goed), altijd naar veiligheid toe: bij "
            "overlast is 10 ‘geen last’. Schalen zijn het gemiddelde van hun vragen, als iemand er ten "
            "minste twee derde van beantwoordde. Een rapportcijfer blijft van 1 tot 10."
        ),
    )


def _weighted() -> Term:
    return Term(
        _("Weging"),
        _(
            "Groepen die minder meededen tellen zwaarder, zodat de deelnemers samen lijken op alle "
            "woningen. De weegfactoren zijn begrensd; de marges houden er rekening mee."
        ),
    )


def _hidden(material: Material) -> Term:
    said = _(
        "Een complex of groep complexen krijgt cijfers vanaf 10 deelnemers en 20 woningen. Een groep "
        "bewoners wordt alleen apart getoond als zij én de anderen met ten minste 10 zijn. Onder 50 "
        "deelnemers staan antwoorden in drie klassen. Waar te weinig antwoorden zijn, staat er niets, ook "
        "geen nul."
    )
    if material.wave.disclosure == "strict":
        said += _(" Percentages zijn afgerond op vijf of tien, aantallen op vijf.")
    return Term(_("Herkenbaarheid"), said)


def _heard() -> Term:
    return Term(
        _("Wie niet meedeed"),
        _(
            "Bewoners die bang zijn, slecht lezen of net verhuisd zijn doen minder vaak mee. De marges "
            "zien dat niet. Lees een lage respons daarom als een reden om langs te gaan."
        ),
    )


def _after() -> Term:
    return Term(
        _("Oorzaken"),
        _(
            "Dit onderzoek meet wat bewoners ervaren, op een paar momenten. Het laat zien dat iets "
            "veranderde, niet waardoor."
        ),
    )


def _kept() -> Term:
    return Term(
        _("Dit document"),
        _(
            "Een uitgave ligt vast: cijfers en woorden veranderen niet meer. Elke afbeelding is ook beschreven."
        ),
    )


def _contact(material: Material) -> str:
    corporation = material.corporation
    ways = [part for part in (corporation.phone, corporation.privacy_contact) if part]
    if not ways:
        return ""
    return _("Vragen over dit rapport: %(name)s, %(ways)s.") % {
        "name": corporation.name,
        "ways": " · ".join(ways),
    }
