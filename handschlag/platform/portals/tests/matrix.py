from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.ui import palette
from handschlag.platform.portals.models import DEFAULT_BRAND

ROUTES = {
    "portals:live": Answers(status={"GET": 204, "HEAD": 204}),
    "portals:language": Answers(status={"POST": 404}),
    "portals:theme": Answers(status={"POST": 404}),
    "portals:theme_sheet": Answers(
        kwargs=lambda _: {"digest": palette.digest(DEFAULT_BRAND)}, reach=Reach.EVERYBODY
    ),
}
