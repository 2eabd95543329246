from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.visitors import Visitor


def organisation(world: Planted) -> dict[str, str]:
    return {"organisation": world.organisation.public_id}


def choose(visitor: Visitor) -> int:
    """Whoever acts for one organisation alone has nothing to choose."""
    return 302 if len(visitor.companies) == 1 else 200


ROUTES = {
    "organisations:choose": Answers(status={"GET": choose, "HEAD": choose}),
    "organisations:switch": Answers(
        data=organisation, reach=Reach.ORGANISATION, status={"POST": 302}
    ),
    "organisations:start_with": Answers(
        data=organisation, reach=Reach.MEMBERSHIP, status={"POST": 302}
    ),
}
