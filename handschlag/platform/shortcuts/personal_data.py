from django.db.models import Q

from handschlag.core.actor import Actor
from handschlag.core.personal_data import Held
from handschlag.platform.shortcuts.models import Shortcut


def held_on(by: Actor, person_id: int) -> Held:
    pinned = Shortcut.objects.filter(Q(person_id=person_id)).order_by("pk")
    return {"shortcuts": list(pinned.values("url_name", "query", "name"))}
