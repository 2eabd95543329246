from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import Planted


def organisation(world: Planted) -> dict[str, str]:
    return {"organisation": world.organisation.public_id}


CHOICE = Answers(data=organisation, reach=Reach.ORGANISATION, status={"POST": 302})
ROUTES = {"organisations:switch": CHOICE, "organisations:start_with": CHOICE}
