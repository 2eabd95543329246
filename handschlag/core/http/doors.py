"""The door in front of every view: who may come in, and by which methods."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from rules.predicates import Predicate

from handschlag.core.faces import FaceName
from handschlag.core.http.refusals import note_refusal

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Door:
    """At the hosts of faces that are not `at` the door, there is no such page.

    `at_gate` views handle credentials and run in the database role `gate`.

    `is_public` views answer everybody alike: no session is read, and caches may keep them.

    `for_set_up` views are open to somebody whose role takes a second step that is still missing.
    """

    rule: Predicate
    methods: tuple[str, ...]
    at_gate: bool = False
    is_public: bool = False
    for_set_up: bool = False
    at: Collection[FaceName] = (FaceName.PORTAL,)


def page(
    rule: Predicate,
    *,
    at: Collection[FaceName] = (FaceName.PORTAL,),
    methods: tuple[str, ...] = ("GET",),
    at_gate: bool = False,
    is_public: bool = False,
    for_set_up: bool = False,
) -> Callable[[View], View]:
    """Declare who may use a view. Refused: sign-in for strangers, 404 for objects, else 403.

    An object that is not theirs and one that never existed look the same, so a view with
    path arguments answers 404 when the rule refuses. A page is the portal's unless `at` says more.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods
    door = Door(rule, allowed, at_gate, is_public, for_set_up, at)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.face.name not in at:  # type: ignore[attr-defined]
                raise Http404
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if not rule.test(request.actor):  # type: ignore[attr-defined]
                return _refuse(request, is_object=bool(kwargs))
            return view(request, *args, **kwargs)

        guarded.door = door  # type: ignore[attr-defined]
        return guarded

    return declare


def _refuse(request: HttpRequest, *, is_object: bool) -> HttpResponseBase:
    if request.actor.person_id is None:  # type: ignore[attr-defined]
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if is_object:
        note_refusal(request, "permission")
        raise Http404
    raise PermissionDenied
