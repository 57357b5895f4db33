"""Who does something: one list of colleagues, and of organisations with their people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import Contact, Partner

Choice = tuple[str, str]


@dataclass(frozen=True)
class Owner:
    """A colleague, an organisation, a person of an organisation, or nobody in particular: the corporation."""

    colleague: User | None = None
    partner: Partner | None = None
    contact: Contact | None = None

    @property
    def key(self) -> str:
        """As the list names it: "c7", "p3", "u12" or ""."""
        if self.contact:
            return f"c{self.contact.pk}"
        if self.partner:
            return f"p{self.partner.pk}"
        return f"u{self.colleague.pk}" if self.colleague else ""


class OwnerField(forms.ChoiceField):
    """Gives an Owner. Only who is present can be chosen, and who has it already.

    `people`: also the persons of organisations. `nobody` names the empty choice, the corporation unless given.
    """

    def __init__(self, *, people: bool = True, nobody: Any = "", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.people, self.nobody = people, nobody
        self.known: dict[str, Owner] = {}

    def offer(self, *, now: Owner | None = None) -> None:
        """Read who can be chosen, in three queries; `now` stays possible though they left."""
        self.known = {}  # copies of a field share what they hold
        groups = [(_("Collega’s"), list(self._colleagues())), *self._organisations()]
        if now and now.key and now.key not in self.known:
            self.known[now.key] = now
            name = str(now.contact or now.colleague or now.partner)
            groups.insert(0, (_("Nu"), [(now.key, _("%(name)s (vertrokken)") % {"name": name})]))
        self.choices = [("", self.nobody or _("de corporatie")), *groups]

    def _colleagues(self) -> Iterator[Choice]:
        for user in User.objects.staff().filter(is_active=True).order_by("name", "pk"):
            yield self._known(Owner(colleague=user), user.name)

    def _organisations(self) -> Iterable[tuple[str, list[Choice]]]:
        contacts: dict[int, list[Contact]] = {}
        if self.people:
            for contact in Contact.objects.present().order_by("name", "pk"):
                contacts.setdefault(contact.partner_id, []).append(contact)
        groups = []
        for partner in Partner.objects.active().order_by("name", "pk"):
            whole = _("%(name)s, nog zonder persoon") if self.people else "%(name)s"
            lines = [self._known(Owner(partner=partner), whole % {"name": partner.name})]
            for contact in contacts.get(partner.pk, ()):
                named = ", ".join(part for part in (contact.name, contact.function) if part)
                lines.insert(-1, self._known(Owner(partner=partner, contact=contact), named))
            groups.append((partner.name, lines))
        return groups

    def _known(self, owner: Owner, words: str) -> Choice:
        self.known[owner.key] = owner
        return owner.key, words

    def clean(self, value: Any) -> Owner:
        key: str = super().clean(value)
        return self.known.get(key, Owner())
