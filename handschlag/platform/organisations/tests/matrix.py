from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import Planted, Visitor


def organisation(world: Planted) -> dict[str, str]:
    return {"organisation": world.organisation.public_id}


def choose(visitor: Visitor) -> int:
    """Whoever acts for one organisation alone has nothing to choose."""
    return 302 if visitor.is_placed else 200


CHOICE = Answers(data=organisation, reach=Reach.ORGANISATION, status={"POST": 302})
ROUTES = {
    "organisations:choose": Answers(status={"GET": choose, "HEAD": choose}),
    "organisations:switch": CHOICE,
    "organisations:start_with": CHOICE,
}
