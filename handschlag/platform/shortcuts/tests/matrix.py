from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.planted import Planted


def shortcut(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("shortcuts.Shortcut").public_id}


ONE = Answers(kwargs=shortcut, status={"POST": 302})
ROUTES = {
    "shortcuts:list": Answers(),
    "shortcuts:add": Answers(status={"POST": 400}),
    "shortcuts:rename": ONE,
    "shortcuts:up": ONE,
    "shortcuts:remove": ONE,
}
