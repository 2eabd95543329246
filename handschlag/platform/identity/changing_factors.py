"""Passkeys, the authenticator app and recovery codes: added, removed, made anew."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db.models import Q, QuerySet

from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.rules import is_signed_in, is_system
from handschlag.platform.identity.events import (
    FactorAdded,
    FactorRemoved,
    FactorsReset,
    RecoveryCodesRenewed,
)
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.queries import factors_of
from handschlag.platform.identity.rules import has_proven

CODES = Authenticator.Type.RECOVERY_CODES


@action(is_signed_in & has_proven)
def add_app(by: Actor, *, secret: str) -> Outcome[Authenticator]:
    """Take codes that an app makes of `secret` from now on; recovery codes come with the first."""
    with acting(by, at_gate=True):
        login = _locked_login(by)
        factors_of(by).filter(type=Authenticator.Type.TOTP).delete()
        factor = TOTP.activate(login, secret).instance
        RecoveryCodes.activate(login)
    return Outcome(factor, FactorAdded(factor=factor.type), subject_of(Person(pk=by.person_id)))


@action(is_signed_in & has_proven)
def add_passkey(by: Actor, *, name: str, credential: dict[str, Any]) -> Outcome[Authenticator]:
    """Take the passkey of `credential`, which the caller has checked, from now on."""
    with acting(by, at_gate=True):
        login = _locked_login(by)
        factor = WebAuthn.add(login, name, credential).instance
        RecoveryCodes.activate(login)
    return Outcome(factor, FactorAdded(factor=factor.type), subject_of(Person(pk=by.person_id)))


@action(is_signed_in & has_proven)
def remove_factor(by: Actor, *, factor: Authenticator) -> Outcome[None]:
    """Recovery codes go with the last factor that they stand in for."""
    with acting(by, at_gate=True):
        _locked_login(by)
        factors_of(by).filter(pk=factor.pk).delete()
        _drop_needless_codes(factors_of(by))
    return Outcome(None, FactorRemoved(factor=factor.type), subject_of(Person(pk=by.person_id)))


@action(is_signed_in & has_proven)
def renew_recovery_codes(by: Actor) -> Outcome[Authenticator]:
    """Ten new codes; the old ones open nothing more."""
    with acting(by, at_gate=True):
        login = _locked_login(by)
        factors_of(by).filter(type=CODES).delete()
        factor = RecoveryCodes.activate(login).instance
    return Outcome(factor, RecoveryCodesRenewed(), subject_of(Person(pk=by.person_id)))


@action(is_system)
def reset_factors(by: Actor, *, person: Person) -> Outcome[int]:
    """For somebody who has lost them all: signing in takes one step again, everywhere anew.

    Whoever calls this has made sure that it is they who ask. Returns how many there were.
    """
    with acting(by, at_gate=True):
        login = Login.objects.select_for_update().get(Q(person=person))
        count, _ = Authenticator.objects.filter(user=login).delete()
        login.sessions.all().delete()
    return Outcome(count, FactorsReset(count=count), subject_of(person))


def forget_factors(login: Login, *, since: datetime) -> None:
    """At the gate and within an action: what was added since then may be a thief's."""
    factors = Authenticator.objects.filter(user=login)
    factors.filter(created_at__gte=since).delete()
    _drop_needless_codes(factors)


def _drop_needless_codes(factors: QuerySet[Authenticator]) -> None:
    if not factors.exclude(type=CODES).exists():
        factors.all().delete()


def _locked_login(by: Actor) -> Login:
    """Two tabs at once must not leave two apps, or codes without a factor."""
    return Login.objects.select_for_update().get(Q(person=by.person_id))
