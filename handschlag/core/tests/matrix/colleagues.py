"""Which findings are about one company alone: its rights, its sites, and whose own a row is."""

from typing import TypeGuard

from handschlag.core.tests.matrix.cells import Cell
from handschlag.core.tests.matrix.everything import AnyCell
from handschlag.core.tests.matrix.messages import MessageCell
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.verbs import VerbCell

CellOfVisitor = Cell | VerbCell | MessageCell


def may_be_among_colleagues(cell: AnyCell) -> TypeGuard[CellOfVisitor]:
    """A member asks about a row of their own company, or about no row by name."""
    if not isinstance(cell, CellOfVisitor) or not cell.visitor.is_placed:
        return False
    return cell.target is None or (
        isinstance(cell.target, Planted) and _is_at_home(cell, cell.target)
    )


def is_among_colleagues(cell: AnyCell, fault: str) -> bool:
    """As above, and the fault names no canary of another company."""
    if not may_be_among_colleagues(cell):
        return False
    named = [world for world in cell.visitor.worlds if world.token in fault]
    return all(_is_at_home(cell, world) for world in named)


def _is_at_home(cell: CellOfVisitor, world: Planted) -> bool:
    return world.organisation.pk == cell.visitor.actor.organisation_id
