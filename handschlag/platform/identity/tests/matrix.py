from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from handschlag.core.actor import ANONYMOUS, Actor, system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.cast import HALF_SIGNED_IN, WITH_FACTOR
from handschlag.core.tests.matrix.scene import NO_BOX, Scene
from handschlag.core.tests.matrix.visitors import Visitor
from handschlag.platform.identity.models import FormerAddress, Login, Session
from handschlag.platform.identity.queries import (
    factors_of,
    has_second_factor,
    is_taken,
    mailboxes,
    own_factor,
    own_factors,
    own_session,
    own_sessions,
    person_signing_in,
    with_second_factor,
)
from handschlag.platform.identity.rules import has_proven

BY = system_actor("test")


def form(visitor: Visitor) -> int:
    """Who is signed in has nothing to do here."""
    return 302 if visitor.is_signed_in else 200


def second_step(visitor: Visitor) -> int:
    return 200 if visitor.name == HALF_SIGNED_IN else 302


FORM = Answers(status={"GET": form, "HEAD": form, "POST": form})
NEEDS_A_STEP_BEFORE = Answers(status={"GET": 302, "HEAD": 302, "POST": 302})


def set_up(visitor: Visitor) -> int:
    """Who has a second step is asked for it."""
    return 302 if visitor.name == WITH_FACTOR else 200


NO_FACTOR = Answers(status={"GET": 404, "HEAD": 404, "POST": 404})
ROUTES = {
    "identity:sign_in": FORM,
    "identity:confirm_code": NEEDS_A_STEP_BEFORE,
    "identity:forgotten_password": Answers(status={"POST": 200}),
    "identity:confirm_password_code": NEEDS_A_STEP_BEFORE,
    "identity:new_password": NEEDS_A_STEP_BEFORE,
    "identity:security": Answers(shows=""),
    "identity:end_sessions": Answers(status={"POST": 302}),
    "identity:change_email": Answers(shows="", status={"POST": 200}),
    "identity:sign_in_again": Answers(status={"POST": 302}),
    "identity:confirm_email": NEEDS_A_STEP_BEFORE,
    "identity:undo_email": Answers(status={"GET": 404, "HEAD": 404, "POST": 404}),
    "identity:prove": Answers(shows="", status={"POST": 200}),
    "identity:set_up_factor": Answers(shows="", status={"GET": set_up, "HEAD": set_up}),
    "identity:new_app": Answers(shows="", status={"POST": 200}),
    "identity:new_passkey": Answers(shows="", status={"POST": 200}),
    "identity:remove_factor": NO_FACTOR,
    "identity:recovery_codes": NO_FACTOR,
    "identity:second_factor": Answers(
        shows="", status={"GET": second_step, "HEAD": second_step, "POST": second_step}
    ),
    "identity:passkey": Answers(status={"GET": form, "HEAD": form, "POST": 302}),
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


def factors(scene: Scene) -> Iterator[tuple[object, object]]:
    """Not those of others; recovery codes alone are no second step."""
    visitor, other = (visitor.actor for visitor in scene.visitors[-2:])
    with transaction.atomic():
        yield (has_second_factor(visitor), own_factors(ANONYMOUS)), (False, [])
        codes = added(visitor, "recovery_codes")
        people = [visitor.person_id]
        yield (has_second_factor(visitor), with_second_factor(people, BY)), (False, set())
        app = added(visitor, "totp")
        added(other, "totp")
        yield (has_second_factor(visitor), own_factors(visitor)), (True, [app, codes])
        yield with_second_factor(people, BY), set(people)
        for factor in (app, codes):
            yield own_factor(visitor, str(factor.pk)), factor
            yield own_factor(other, str(factor.pk)), None
        with acting(BY, at_gate=True):
            yield set(factors_of(visitor)), {app, codes}
            yield list(factors_of(ANONYMOUS)), []
        transaction.set_rollback(True)


def added(by: Actor, kind: str) -> Authenticator:
    with acting(BY, at_gate=True):
        login = Login.objects.get(Q(person=by.person_id))
        return Authenticator.objects.create(user=login, type=kind, data={})


def addresses(scene: Scene) -> Iterator[tuple[object, object]]:
    """Of others, and those that they may go back to."""
    visitor, other = scene.visitors[-2:]
    me, them = visitor.actor.person_id, other.actor.person_id
    with transaction.atomic(), acting(BY, at_gate=True):
        for who, email in ((me, "mine@example.test"), (them, "theirs@example.test")):
            login = Login.objects.get(Q(person=who))
            FormerAddress.objects.create(login=login, email=email)
        for email, taken in (
            (visitor.address, False),
            ("mine@example.test", False),
            ("free@example.test", False),
            (other.address, True),
            ("theirs@example.test", True),
        ):
            yield is_taken(BY, email, but=me), taken
        transaction.set_rollback(True)


def begun(key: str, person_id: int | None, days: int = 1) -> str:
    now = timezone.now()
    values = {"face": "portal", "began_at": now, "seen_at": now}
    with acting(BY, at_gate=True):
        login = Login.objects.filter(Q(person=person_id)).first()
        Session.objects.create(
            session_key=key, login=login, expire_date=now + timedelta(days=days), **values
        )
    return key


def sessions(scene: Scene) -> Iterator[tuple[object, object]]:
    """Not those of others, nor one that is over, nor one in which nobody has signed in."""
    visitor, other = (visitor.actor for visitor in scene.visitors[-2:])
    with transaction.atomic():
        already = {session.pk for session in own_sessions(visitor)}
        mine = {begun(key, visitor.person_id) for key in ("first", "second")}
        begun("over", visitor.person_id, days=-1)
        begun("theirs", other.person_id)
        begun("nobody's", None)
        found = own_sessions(visitor)
        yield {session.pk for session in found}, already | mine
        for session in found:
            yield own_session(visitor, session.handle), session
            yield own_session(other, session.handle), None
        yield own_sessions(ANONYMOUS), []
        transaction.set_rollback(True)


def proofs(scene: Scene) -> Iterator[tuple[object, object]]:
    """Lately is a quarter of an hour, and without a proof there is none."""
    now, visitor = timezone.now(), scene.visitors[-1].actor
    for at, is_fresh in (
        (None, False),
        (now - timedelta(minutes=14), True),
        (now - timedelta(minutes=16), False),
    ):
        yield has_proven.test(replace(visitor, factor_at=at)), is_fresh


QUESTIONS = {
    "identity.mailboxes": boxes,
    "identity.person_signing_in": people,
    "identity.own_sessions": sessions,
    "identity.is_taken": addresses,
    "identity.own_factors": factors,
    "identity.has_proven": proofs,
}
