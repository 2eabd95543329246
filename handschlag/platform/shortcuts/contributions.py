from typing import Any

from handschlag.core.actor import Actor
from handschlag.core.rules import is_member
from handschlag.core.slots import Card
from handschlag.platform.shortcuts.actions import forget
from handschlag.platform.shortcuts.demo import fill
from handschlag.platform.shortcuts.personal_data import held_on
from handschlag.platform.shortcuts.queries import shortcuts_for
from handschlag.platform.shortcuts.rows import shown


def _on_home(by: Actor) -> dict[str, Any] | None:
    shortcuts = shown(by)
    return {"shortcuts": shortcuts} if shortcuts else None


subjects = {"shortcuts.shortcut": shortcuts_for}
forgetting = forget
personal_data = held_on
cards = [Card("shortcuts/card.html", _on_home, is_member, 10)]
demo = fill
