from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import HOST

ROUTES = {
    "studio:look": Answers(
        kwargs=lambda _: {"host": HOST}, reach=Reach.EVERYBODY, status={"POST": 200}
    ),
    "studio:legal": Answers(kwargs=lambda _: {"host": HOST}, reach=Reach.EVERYBODY),
    "studio:legal_text": Answers(
        kwargs=lambda _: {"host": HOST, "kind": "imprint"},
        reach=Reach.EVERYBODY,
        status={"POST": 200},
    ),
    "studio:news": Answers(
        kwargs=lambda _: {"host": HOST}, reach=Reach.EVERYBODY, status={"POST": 200}
    ),
    "studio:menu": Answers(
        kwargs=lambda _: {"host": HOST}, reach=Reach.EVERYBODY, status={"POST": 302}
    ),
    "studio:preview": Answers(
        kwargs=lambda _: {"host": HOST, "screen": "orders", "theme": "dark"},
        reach=Reach.EVERYBODY,
        of_guest=True,
    ),
    "studio:preview_logo": Answers(
        kwargs=lambda _: {"host": HOST}, reach=Reach.EVERYBODY, status={"GET": 404, "HEAD": 404}
    ),
    "studio:preview_sheet": Answers(kwargs=lambda _: {"colour": "e20074"}, reach=Reach.EVERYBODY),
}
