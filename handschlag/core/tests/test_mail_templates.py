"""What mails are made of: nothing in them is fetched when they are read."""

import re
from pathlib import Path

import pytest

import handschlag

ROOT = Path(handschlag.__file__).parent
TEMPLATES = sorted(ROOT.glob("**/templates/*/mail/*.html"))
FETCHED = re.compile(r"""src=(?!"{{ logo\.url }}")|srcset|<link|@import|@font-face|url\(|<iframe""")


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 3


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_mail_fetches_nothing(template: Path) -> None:
    assert FETCHED.findall(template.read_text()) == []
