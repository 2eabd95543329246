from collections.abc import Iterator

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.scene import NO_BOX, Scene
from handschlag.core.tests.matrix.visitors import Visitor
from handschlag.platform.identity.queries import mailboxes, person_signing_in

BY = system_actor("test")


def form(visitor: Visitor) -> int:
    """Who is signed in has nothing to do here."""
    return 302 if visitor.is_signed_in else 200


FORM = Answers(status={"GET": form, "HEAD": form, "POST": form})
NEEDS_A_STEP_BEFORE = Answers(status={"GET": 302, "HEAD": 302, "POST": 302})
ROUTES = {
    "identity:sign_in": FORM,
    "identity:confirm_code": NEEDS_A_STEP_BEFORE,
    "identity:forgotten_password": Answers(status={"POST": 200}),
    "identity:confirm_password_code": NEEDS_A_STEP_BEFORE,
    "identity:new_password": NEEDS_A_STEP_BEFORE,
    "identity:sign_out": Answers(status={"POST": 302}),
    "account_inactive": Answers(status={"GET": 403, "HEAD": 403}),
    "account_signup": Answers(status={"GET": 404, "HEAD": 404, "POST": 404}),
}


def boxes(scene: Scene) -> Iterator[tuple[object, object]]:
    """Of everybody but the first, who was not asked about."""
    asked = sorted(scene.mailboxes)[1:]
    with acting(BY):
        said = mailboxes(BY, asked)
    yield said, {n: scene.mailboxes[n] for n in asked if scene.mailboxes[n] != NO_BOX}


def people(scene: Scene) -> Iterator[tuple[object, object]]:
    for visitor in scene.visitors[-2:]:
        with acting(BY):
            person = person_signing_in(BY, visitor.address)
        yield person and person.pk, visitor.actor.person_id


QUESTIONS = {"identity.mailboxes": boxes, "identity.person_signing_in": people}
