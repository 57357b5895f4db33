"""Something that cannot be done, in words for the screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):  # noqa: N818 (it reads as what happened: refused, because …)
    """Nothing was changed. `message` is for the screen: what is wrong and how to go on."""

    message: Any = _("Dit kan nu niet.")

    def __str__(self) -> str:
        return str(self.message)
