"""Which gates a cell passes, noted line by line while it runs unchanged."""

import ast
import builtins
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import CodeType
from typing import Any

from rules.predicates import Predicate

from handschlag.core.tests.matrix.gates import Gate, Place, Source, gates, running

NOTE = "__matrix_passes__"


@contextmanager
def listening() -> Iterator[set[tuple[str, int]]]:
    """Every place that is passed until the set is emptied again."""
    passed: set[tuple[str, int]] = set()

    def note(path: str, line: int) -> bool:
        passed.add((path, line))
        return True

    setattr(builtins, NOTE, note)
    with ExitStack() as stack:
        for source in {gate.source.path: gate.source for gate in gates()}.values():
            stack.enter_context(running(source, _noting(source)))
        for gate in gates():
            if gate.rule is not None:
                stack.enter_context(_noted(gate, gate.rule, note))
        yield passed
    delattr(builtins, NOTE)


def _noting(source: Source) -> dict[Place, CodeType]:
    tree = _Noting(source.path).visit(ast.parse(source.text))
    return Source(source.module, source.text, ast.fix_missing_locations(tree)).compiled()


class _Noting(ast.NodeTransformer):
    """Before each statement of a function, and in each lambda, a note that it is passed."""

    def __init__(self, path: str) -> None:
        self.path = path

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        for part in ast.walk(node):
            for field in ("body", "orelse", "finalbody"):
                held = getattr(part, field, None)
                if isinstance(held, list):
                    noted = [(self._note(s.lineno, s), s) for s in held]
                    setattr(part, field, [statement for pair in noted for statement in pair])
        self.generic_visit(node)
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.generic_visit(node)
        note = self._note(node.lineno, node.body).value
        node.body = ast.copy_location(ast.BoolOp(ast.And(), [note, node.body]), node.body)
        return node

    def _note(self, line: int, like: ast.AST) -> ast.Expr:
        told: list[ast.expr] = [ast.Constant(self.path), ast.Constant(line)]
        call = ast.Call(ast.Name(NOTE, ast.Load()), told, [])
        return ast.copy_location(ast.Expr(call), like)


@contextmanager
def _noted(gate: Gate, rule: Predicate, note: Callable[[str, int], bool]) -> Iterator[None]:
    asked = rule.fn

    def ask(*args: Any) -> Any:
        note(gate.source.path, gate.node.lineno)
        return asked(*args)

    rule.fn = ask
    try:
        yield
    finally:
        rule.fn = asked
