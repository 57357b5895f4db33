"""The door of every view. A view that says nothing is closed to everybody: see `ViewRights`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

View = TypeVar("View", bound=Callable[..., object])


def requires(right: Right) -> Callable[[View], View]:
    """Open the view to who has this right. Outermost of a view's decorators."""

    def mark(view: View) -> View:
        view.required_right = right  # type: ignore[attr-defined]
        return view

    return mark


def for_everybody_signed_in(view: View) -> View:
    """Open the view to staff and partners alike: signing out, one's own account."""
    view.required_right = None  # type: ignore[attr-defined]
    return view


def may(user: "User | AnonymousUser", right: Right) -> bool:
    """Whether somebody is signed in, not disabled, and has this right."""
    return user.is_authenticated and user.is_active and right in user.rights


def may_open(user: "User | AnonymousUser", view: object) -> bool:
    """Whether this view would let `user` in; nobody, when the view says nothing."""
    if not getattr(view, "login_required", True):
        return True
    if not hasattr(view, "required_right"):
        return False
    right = view.required_right
    return user.is_authenticated if right is None else may(user, right)


class ViewRights:
    """Middleware: asks every view whether this user may come in; after LoginRequiredMiddleware.

    Staff without the right are told so (403). To a partner, pages of staff do not exist (404).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> None:
        if not getattr(view, "login_required", True) or may_open(request.user, view):
            return
        if cast("User", request.user).is_partner:
            raise Http404
        raise PermissionDenied
