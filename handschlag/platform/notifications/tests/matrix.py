from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.visitors import Visitor
from handschlag.platform.notifications.tests.questions import QUESTIONS


def notification(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("notifications.Notification").public_id}


def choose(visitor: Visitor) -> int:
    """Nothing is chosen; whoever reads of nothing has nothing to choose."""
    return 400 if any(right.endswith(".read") for right in visitor.actor.rights) else 302


ONE = Answers(kwargs=notification, status={"POST": 302})
ROUTES = {
    "notifications:list": Answers(query=({}, {"status": "unread"})),
    "notifications:bell": Answers(shows=""),
    "notifications:open": ONE,
    "notifications:read": ONE,
    "notifications:read_all": Answers(status={"POST": 400}),
    "notifications:settings": Answers(shows="", status={"POST": choose}),
    "notifications:try_address": Answers(status={"POST": 302}),
}
__all__ = ["QUESTIONS", "ROUTES"]
