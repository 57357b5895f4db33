"""A form that counts once, however often it is sent."""

from uuid import UUID, uuid4

from django import forms


class OnceForm(forms.Form):
    """A form whose `key` is made with the page: the same page sent twice counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def own_key(self) -> UUID:
        """The key to send along with this page: its own, or a new one for a page without a good one."""
        self.is_valid()  # cleans what was sent
        sent: UUID | None = self.cleaned_data.get("key") if self.is_bound else None
        return sent or uuid4()
