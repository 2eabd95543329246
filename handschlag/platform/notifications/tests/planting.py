"""A notification that its person can read: an order of theirs has been received.

The room of orders stands above, so its news are known by name here.
"""

from typing import Any

from handschlag.core.tests.planting import World


def notification(world: World) -> dict[str, Any]:
    order = world.row("ordering.Order")
    return {
        "topic": "ordering.received",
        "event_kind": "ordering.order_recorded",
        "event_version": 1,
        "body": {
            "number": world.text(room="notifications"),
            "progress": "received",
            "gross_amount": "119.00",
            "currency": "EUR",
        },
        "subject_id": order.pk,
        "channel": "portal",
        "read_at": None,
    }


VALUES = {"notifications.Notification": notification}
