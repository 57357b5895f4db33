"""The page of a complex for its residents: what is coming, what they heard back, and what was made public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from complexes.models import Complex
from meetings.models import Feedback, Meeting
from meetings.summaries.moments import hours
from reports.models import ResidentSheet
from reports.resident_sheet import sheet_words
from surveys.respondent.public import page, public_page
from surveys.respondent.screens import other_languages


@public_page
def complex_page(request: HttpRequest, code: str) -> HttpResponse:
    """Not there until one of the three is public: that a complex exists is nobody's business before."""
    complex_ = get_object_or_404(Complex, code=code)
    sheets = ResidentSheet.objects.public().select_related("edition__wave")
    sheet = sheets.filter(complex=complex_).first()
    letter = Feedback.objects.public().filter(complex=complex_).first()
    coming = Meeting.objects.public().to_come(timezone.now()).filter(complexes=complex_)
    coming = coming.select_related("venue").order_by("starts_at", "pk")
    meetings = [(meeting, hours(meeting)) for meeting in coming]
    if not (sheet or letter or meetings):
        raise Http404
    context = {
        "complex": complex_,
        "edition": sheet.edition if sheet else None,
        "sheet": sheet_words(sheet.edition) if sheet else None,
        "letter": letter,
        "meetings": meetings,
        "languages": other_languages(request.path),
    }
    return page(request, "complex_page.html", context)
