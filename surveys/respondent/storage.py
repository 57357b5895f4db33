"""Where django-formtools keeps the wizard's state: sealed, on the resident's own device."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from formtools.wizard.storage.base import BaseStorage

from surveys.respondent import device
from surveys.respondent.device import Sitting


class DeviceStorage(BaseStorage):
    """The storage protocol of formtools on a `Sitting`; writes the cookie only when something changed.

    `sitting` is None when the device keeps nothing readable.
    """

    def __init__(self, prefix: str, request: HttpRequest, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.sitting: Sitting | None = device.read(request)
        self.receipt = ""
        self.init_data()
        if self.sitting is not None:
            self.data[self.step_key] = self.sitting.step
            self.data[self.step_data_key] = self.sitting.data
        self._before = self._state()

    def leave_receipt(self, outcome: str) -> None:
        """Instead of answers, keep what became of them, for the thanks page."""
        self.receipt = outcome

    def update_response(self, response: HttpResponseBase) -> None:
        if self.sitting is None:
            if device.COOKIE in self.request.COOKIES:
                device.clear(response)
        elif self.receipt:
            device.write(response, device.receipt(self.sitting, self.receipt))
        elif self._state() != self._before:
            self.sitting.step = self.current_step
            self.sitting.data = self.data[self.step_data_key]
            device.write(response, self.sitting)

    def _state(self) -> str:
        sitting = self.sitting
        return repr((sitting and sitting.lang, self.current_step, self.data[self.step_data_key]))
