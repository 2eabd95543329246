from django.db.models import Q

from handschlag.core.actor import Actor
from handschlag.core.personal_data import Held
from handschlag_warranty.models import Warranty


def held_on(by: Actor, person_id: int) -> Held:
    registered = Warranty.objects.filter(Q(registered_by=person_id)).order_by("pk")
    return {"warranties": list(registered.values("order__number", "registered_at", "ends_on"))}
