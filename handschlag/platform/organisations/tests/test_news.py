"""Who manages access hears of every change of it, whoever made it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from handschlag.core.actor import Scope
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.events import (
    AccessChanged,
    MemberAdded,
    MembershipRemoved,
    MembershipResumed,
    MembershipSuspended,
)
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.organisations.news import NEWS

MEMBERSHIP = Membership(
    person=Person(name="Petra Lindner"), organisation=Organisation(name="Kessler GmbH")
)
MAY = "Petra Lindner darf jetzt im Portal für Kessler GmbH handeln."
TOPICS = {topic.key: topic for topic in NEWS}
MAY_ELSE = "Petra Lindner darf im Portal für Kessler GmbH jetzt etwas anderes."
MAY_NOT = "Petra Lindner kann im Portal nicht mehr für Kessler GmbH handeln."


def added(person_id: int) -> MemberAdded:
    return MemberAdded(person_id=person_id, role_ids=[], scope=Scope.COMPANY)


def changed(person_id: int) -> AccessChanged:
    return AccessChanged(person_id=person_id, role_ids=[], scope=Scope.COMPANY, site_ids=[])


@pytest.mark.parametrize(
    ("kind", "title", "sentence"),
    [
        (added, "Zugang für Petra Lindner", MAY),
        (changed, "Zugang von Petra Lindner geändert", MAY_ELSE),
        (MembershipSuspended, "Zugang von Petra Lindner gesperrt", MAY_NOT),
        (MembershipResumed, "Zugang von Petra Lindner wieder frei", MAY),
        (MembershipRemoved, "Zugang von Petra Lindner beendet", MAY_NOT),
    ],
)
def test_change_of_access_names_the_person(
    kind: Callable[..., Any], title: str, sentence: str
) -> None:
    with override("de"):
        words = TOPICS["organisations.access"].words(kind(person_id=3), MEMBERSHIP)
    assert (words.title, words.sentence) == (title, sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (changed, "Was Sie im Portal für Kessler GmbH dürfen, wurde geändert."),
        (MembershipResumed, "Sie können im Portal wieder für Kessler GmbH handeln."),
    ],
)
def test_the_member_is_told_in_their_own_words(kind: Callable[..., Any], sentence: str) -> None:
    with override("de"):
        words = TOPICS["organisations.own_access"].words(kind(person_id=3), MEMBERSHIP)
    assert (words.title, words.sentence) == ("Ihr Zugang für Kessler GmbH", sentence)


def test_security_cannot_be_switched_off() -> None:
    assert [topic.concerns_security for topic in NEWS] == [True, True]
