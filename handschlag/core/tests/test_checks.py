"""A process that would not keep its promises does not start, and says what to do."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from handschlag.core import retention
from handschlag.core.capability import contributions

SENTENCES = {
    "handschlag.E001": "The table 'unsound_undeclared' does not say whose rows it holds. Give its",
    "handschlag.E002": "The table 'unsound_keptforever' names the retention class 'for_ever', "
    "which nobody declares. Use one of commercial_letter, document,",
    "handschlag.E003": "The route 'open/' does not say who may use it. Decorate its view with "
    "`@page(rule)`",
    "handschlag.E007": "The route 'nowhere/' is at no host: ['counter']. `@page(rule, at=...)` "
    "takes some of portal, desk, studio.",
    "handschlag.E004": "handschlag.core.tests.unsound.contributions has 'menue', which the house "
    "never asks for. Known are cards, demo,",
    "handschlag.E005": "The rows of 'unsound.NobodysRow' belong to an organisation, but its table "
    "has no column `organisation_id` that is NOT NULL. Let the model inherit",
    "handschlag.E006": "'unsound.LooseKey.file' points at an owned table, so it could point at a "
    "row of another organisation. Use `OwnedForeignKey`",
}


def start(command: str) -> subprocess.CompletedProcess[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "handschlag.core.tests.unsound.settings"}
    return subprocess.run(
        [sys.executable, "-c", command],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def refused_start() -> str:
    started = start("import handschlag.config.wsgi")
    assert started.returncode != 0
    return started.stderr


@pytest.mark.parametrize("number", SENTENCES)
def test_unsound_process_does_not_start_and_says_why(refused_start: str, number: str) -> None:
    assert SENTENCES[number] in refused_start


def test_unsound_tables_are_not_migrated() -> None:
    migration = start(
        "import django; django.setup();"
        "from handschlag.core.database import migrate; migrate(verbosity=0)"
    )
    assert migration.returncode != 0
    assert SENTENCES["handschlag.E001"] in migration.stderr


def test_installation_is_sound() -> None:
    assert [found for found in run_checks() if found.is_serious()] == []


def test_unknown_contribution_cannot_be_asked_for() -> None:
    with pytest.raises(LookupError, match="'menue' is no contribution; known are"):
        list(contributions("menue"))


def test_retention_terms_follow_the_law() -> None:
    terms = {name: kept.years for name, kept in retention.classes().items()}
    assert terms["invoice"] == 8
    assert terms["commercial_letter"] == 6
    assert terms["installation"] is None
