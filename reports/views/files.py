"""Files of a wave that the worker makes: started, followed and fetched on one page each."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import requires
from accounts.roles import Right
from proof.audit import record
from proof.models import Verb
from reports.made_files import MadeFile, made_file
from reports.tasks import KINDS, queue_file
from surveys.models import Wave
from ui.progress import Progress, progress_answer, read_progress


@requires(Right.SEE_RESULTS)
def wave_zip(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _file(request, code, "rapporten.zip"))


@requires(Right.SEE_RESULTS)
def wave_zip_download(request: HttpRequest, code: str) -> FileResponse:
    return _download(request, _file(request, code, "rapporten.zip"))


@requires(Right.EXPORT_RESULTS)
def wave_workbook(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _file(request, code, "uitslag.xlsx"))


@requires(Right.EXPORT_RESULTS)
def wave_workbook_download(request: HttpRequest, code: str) -> FileResponse:
    return _download(request, _file(request, code, "uitslag.xlsx"))


def _page(request: HttpRequest, file: MadeFile) -> HttpResponse:
    """Start making the file, unless it is there or being made already; `opnieuw` makes it in any case."""
    progress = read_progress(file.key) or Progress("done")
    if request.method == "POST":
        # also while one seems to run: its process may have been killed
        if "opnieuw" in request.POST or not (progress.running or file.made_at):
            queue_file(file)
        return redirect(request.path)
    if answer := progress_answer(request, progress):
        return answer
    context = {
        "wave": file.wave,
        "kind": KINDS[file.name],
        "progress": progress,
        "made_at": file.made_at,
        "download_url": f"{request.path}{file.name}",
    }
    return render(request, "reports/wave_file.html", context)


def _download(request: HttpRequest, file: MadeFile) -> FileResponse:
    if file.made_at is None:
        raise Http404
    record(request.user, Verb.EXPORTED, file.wave, file=file.name)
    return FileResponse(file.path.open("rb"), as_attachment=True, filename=file.download_name)


def closed_wave(request: HttpRequest, code: str) -> Wave:
    wave: Wave = get_object_or_404(Wave.objects.visible_to(request.user).closed(), code=code)
    return wave


def _file(request: HttpRequest, code: str, name: str) -> MadeFile:
    return made_file(closed_wave(request, code), name)
