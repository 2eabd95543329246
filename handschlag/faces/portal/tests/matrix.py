from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.visitors import Visitor


def home(visitor: Visitor) -> int:
    """Whoever acts for nobody is led to the page that says so."""
    return 200 if visitor.is_placed else 302


ROUTES = {
    "portal:home": Answers(status={"GET": home, "HEAD": home}),
    "portal:security_txt": Answers(status={"GET": 404, "HEAD": 404}),
}
