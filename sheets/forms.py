"""Choosing a file with a table. What is inside is looked at by who reads it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from sheets.errors import ImportRefused
from sheets.reading import refuse_name, refuse_size


class TableUploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy("CSV of Excel (.xlsx), met de koppen bovenaan."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Kies een bestand.")},
    )

    def __init__(self, *args: Any, max_bytes: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_bytes = settings.MAX_IMPORT_BYTES if max_bytes is None else max_bytes

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            refuse_name(upload.name or "")
            refuse_size(upload.size or 0, self.max_bytes)
        except ImportRefused as error:
            raise forms.ValidationError(error.message) from error
        return upload
