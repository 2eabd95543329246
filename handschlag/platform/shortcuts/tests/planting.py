"""A shortcut to the list of orders; that room stands above and is known by name here."""

from typing import Any

from handschlag.core.tests.planting import World


def shortcut(world: World) -> dict[str, Any]:
    return {
        "url_name": "ordering:list",
        "query": "",
        "name": world.text(room="shortcuts"),
        "rank": 1,
    }


VALUES = {"shortcuts.Shortcut": shortcut}
