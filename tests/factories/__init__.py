"""Factories; traits are named after states. No real person, no real address."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from complexes.models import Complex, Corporation, Incident, Measure, ReportingGroup
from partners.models import Contact, Covenant, Grant, Partner
from surveys.models import Questionnaire, Wave, WaveComplex


class NumberedFactory(DjangoModelFactory):
    """Counts from 1000, so that nothing made has a code, name or address that a test writes itself."""

    class Meta:
        abstract = True

    @classmethod
    def _setup_next_sequence(cls) -> int:
        return 1000

    @classmethod
    def bulk(cls, number, **values):
        """So many rows in one statement. What they refer to is given: nothing else is made."""
        return cls._meta.model.objects.bulk_create(cls.build_batch(number, **values))


class UserFactory(NumberedFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"medewerker{n}@zilverbeek.example")
    name = factory.Sequence(lambda n: f"Medewerker {n}")

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        """`roles`: those of a member of staff; every role unless said otherwise. Partners have none."""
        every = () if kwargs.get("kind") == User.Kind.PARTNER else Role
        roles = kwargs.pop("roles", every)
        return {role.field: role in roles for role in Role} | kwargs


class CorporationFactory(NumberedFactory):
    class Meta:
        model = Corporation
        django_get_or_create = ("id",)

    id = 1
    name = "Woonstichting Zilverbeek"
    municipality = "Oudewaarde"
    phone = "000 - 000 00 00"


class ReportingGroupFactory(NumberedFactory):
    class Meta:
        model = ReportingGroup

    name = factory.Sequence(lambda n: f"Kleine complexen {n}")


class ComplexFactory(NumberedFactory):
    class Meta:
        model = Complex

    code = factory.Sequence(lambda n: f"C{n}")
    name = factory.Sequence(lambda n: f"Complex {n}")
    dwellings = 60


class MeasureFactory(NumberedFactory):
    class Meta:
        model = Measure

    complex = factory.SubFactory(ComplexFactory)
    kind = Measure.Kind.CAMERA
    title = "camera's in de hal"
    status = Measure.Status.IN_PLACE
    in_place_on = date(2019, 5, 20)


class IncidentFactory(NumberedFactory):
    class Meta:
        model = Incident

    complex = factory.SubFactory(ComplexFactory)
    kind = Incident.Kind.BURGLARY
    title = "woninginbraken"
    starts_on = date(2021, 12, 1)


class PartnerFactory(NumberedFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Welzijn {n}")
    kind = Partner.Kind.WELFARE


class ContactFactory(NumberedFactory):
    """Somebody who may sign in; `user=None` for who may not."""

    class Meta:
        model = Contact

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@welzijn.example")
    user = factory.SubFactory(
        UserFactory,
        kind=User.Kind.PARTNER,
        email=factory.SelfAttribute("..email"),
        name=factory.SelfAttribute("..name"),
    )


class CovenantFactory(NumberedFactory):
    class Meta:
        model = Covenant

    partner = factory.SubFactory(PartnerFactory)
    reference = factory.Sequence(lambda n: f"CV-{n}")
    purpose = "samen werken aan een veilige buurt"
    legal_basis = "AVG art. 6 lid 1 onder e"
    starts_on = factory.LazyFunction(lambda: date.today() - timedelta(days=30))


class GrantFactory(NumberedFactory):
    """In force today, for a year."""

    class Meta:
        model = Grant

    partner = factory.SubFactory(PartnerFactory)
    complex = factory.SubFactory(ComplexFactory)
    starts_on = factory.LazyFunction(lambda: date.today() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: date.today() + timedelta(days=364))
    granted_at = factory.LazyFunction(timezone.now)


class WaveFactory(NumberedFactory):
    """A draft wave with the short questionnaire; open and close it with the services."""

    class Meta:
        model = Wave

    code = factory.Sequence(lambda n: f"W{n}")
    title = factory.LazyAttribute(lambda wave: f"Meting {wave.code}")
    opens_on = factory.LazyFunction(date.today)
    closes_on = factory.LazyAttribute(lambda wave: wave.opens_on + timedelta(days=26))
    questionnaire = factory.LazyFunction(lambda: Questionnaire.objects.get(name="Kort (15 vragen)"))


class WaveComplexFactory(NumberedFactory):
    class Meta:
        model = WaveComplex

    wave = factory.SubFactory(WaveFactory)
    complex = factory.SubFactory(ComplexFactory)
