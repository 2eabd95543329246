"""A room is entered from outside by its front door alone."""

import grimp

ROOMS = (
    "handschlag.platform",
    "handschlag.capabilities",
    "handschlag.faces",
    "handschlag.connectors",
)
DOORS = {
    "models",
    "queries",
    "actions",
    "events",
    "rules",
    "rights",
    "recording",
    "proof",
    "entering",
    "inviting",
}
# What puts the house together names rooms by necessity: routes, middleware, commands.
BUILDERS = ("handschlag.config", "handschlag.cli")


def room_of(module: str) -> str | None:
    floor = next((floor for floor in ROOMS if module.startswith(f"{floor}.")), None)
    return ".".join(module.split(".")[:3]) if floor else None


def test_rooms_import_each_other_by_the_front_door() -> None:
    graph = grimp.build_graph("handschlag", cache_dir=None)
    trespasses = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        if not importer.startswith(BUILDERS) and not importer.endswith("conftest")
        if ".tests" not in importer
        for imported in graph.find_modules_directly_imported_by(importer)
        if (room := room_of(imported)) and room != room_of(importer)
        if imported != room and imported.split(".")[3] not in DOORS
    ]
    assert trespasses == []


def test_core_imports_no_room() -> None:
    graph = grimp.build_graph("handschlag", cache_dir=None)
    trespasses = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        if importer.startswith("handschlag.core") and ".tests" not in importer
        for imported in graph.find_modules_directly_imported_by(importer)
        if room_of(imported)
    ]
    assert trespasses == []
