from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from handschlag.core.actor import Actor
from handschlag.platform.shortcuts.models import Shortcut


def shortcuts_for(by: Actor) -> QuerySet[Shortcut]:
    """Those of `by`, in the organisation for which they act, in their order."""
    own = Q(organisation_id=by.organisation_id, person_id=by.person_id)
    return Shortcut.objects.filter(own).order_by("rank", "id")


def get_shortcut(by: Actor, public_id: str) -> Shortcut:
    """Raises Http404 for one that is not there or not for `by`."""
    return get_object_or_404(shortcuts_for(by), public_id=public_id)
