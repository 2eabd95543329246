"""The gates of the installation, as source: found, listened to, and changed while they run.

A gate is any function of a room's `queries.py` and `rules.py` or of the core's rules, any rule
that is put together there, and any method of a queryset. What names a condition (`-> Q`) or words
(`-> str`), or takes nothing but rows that a gate has given, says which, not whose, and is none.
"""

import ast
import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from rules.predicates import Predicate, always_true

from handschlag.core.capability import capabilities
from handschlag.core.prepared import forget
from handschlag.core.tests.matrix.operators import Change, Node, changes

Place = tuple[str, int]
SHELVES = ("queries", "rules", "models")


@dataclass(frozen=True)
class Source:
    """A module with gates in it, its text as it was read once, and its syntax tree."""

    module: ModuleType
    text: str
    tree: ast.Module

    @property
    def path(self) -> str:
        return str(self.module.__file__)

    def compiled(self) -> dict[Place, CodeType]:
        """The functions of the tree by name and line, as they would run now."""
        return dict(_functions(compile(self.tree, self.path, "exec")))


@dataclass(frozen=True)
class Gate:
    source: Source
    name: str
    node: Node

    def __str__(self) -> str:
        return f"{self.source.module.__name__.removeprefix('handschlag.')}.{self.name}"

    @property
    def rule(self) -> Predicate | None:
        found = getattr(self.source.module, self.name, None)
        return found if isinstance(self.node, ast.Assign) else None


@dataclass(frozen=True)
class Mutant:
    gate: Gate
    change: Change

    def __str__(self) -> str:
        return f"{self.gate}:{self.change.label}"

    @property
    def place(self) -> Place:
        return (self.gate.source.path, self.change.at.lineno)


@cache
def gates() -> list[Gate]:
    return [gate for source in _sources() for gate in _gates_of(source)]


def mutants_of(gate: Gate) -> list[Mutant]:
    if gate.rule is None:
        return [Mutant(gate, change) for change in changes(gate.node)]
    return [Mutant(gate, change) for change in _changes_of_rule(gate)]


def _sources() -> Iterator[Source]:
    for capability in capabilities():
        for shelf in SHELVES:
            name = f"{capability.name}.{shelf}"
            if find_spec(name) is not None:
                module = import_module(name)
                text = Path(str(module.__file__)).read_text()
                yield Source(module, text, ast.parse(text))


def _gates_of(source: Source) -> Iterator[Gate]:
    shelf = source.module.__name__.rpartition(".")[2]
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("QuerySet"):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    yield Gate(source, f"{node.name}.{method.name}", method)
        elif isinstance(node, ast.FunctionDef) and shelf != "models" and not _says_which(node):
            yield Gate(source, node.name, node)
        elif isinstance(node, ast.Assign) and shelf == "rules":
            name = ast.unparse(node.targets[0])
            if isinstance(getattr(source.module, name), Predicate):
                yield Gate(source, name, node)


def _says_which(node: ast.FunctionDef) -> bool:
    if node.returns is not None and ast.unparse(node.returns) in {"Q", "str"}:
        return True
    taken = [ast.unparse(a.annotation) for a in node.args.args[:1] if a.annotation]
    return any(rows in annotation for annotation in taken for rows in ("QuerySet[", "tuple["))


def _changes_of_rule(gate: Gate) -> Iterator[Change]:
    for label, text in (("anybody", "always_true"), ("the others", "~itself")):
        new = ast.parse(text, mode="eval").body
        yield Change(f"{gate.node.lineno}: {label}", gate.node, "value", None, new, gate.node)
    yield from changes(gate.node)


@contextmanager
def mutated(mutant: Mutant) -> Iterator[None]:
    """The installation with one gate changed."""
    gate = mutant.gate
    with _changed(mutant.change):
        if gate.rule is None:
            change = running(gate.source, gate.source.compiled())
        else:
            change = _becoming(gate.rule, _evaluated(gate, gate.rule))
    forget()
    try:
        with change:
            yield
    finally:
        forget()


@contextmanager
def _changed(change: Change) -> Iterator[None]:
    held = getattr(change.holder, change.field)
    if change.index is None:
        setattr(change.holder, change.field, change.new)
    else:
        renewed = list(held)
        renewed[change.index] = change.new
        setattr(change.holder, change.field, renewed)
    try:
        yield
    finally:
        setattr(change.holder, change.field, held)


def _evaluated(gate: Gate, rule: Predicate) -> Predicate:
    expression = ast.fix_missing_locations(ast.Expression(gate.node.value))
    itself = Predicate(rule.fn, rule.name)
    names = {**vars(gate.source.module), "always_true": always_true, "itself": itself}
    made: Predicate = eval(compile(expression, gate.source.path, "eval"), names)
    return made


@contextmanager
def _becoming(rule: Predicate, other: Predicate) -> Iterator[None]:
    """In place, since doors, menus and joined rules hold on to `rule` itself."""
    own, new = dict(vars(rule)), dict(vars(other))
    vars(rule).update({name: new[name] for name in ("fn", "num_args", "var_args")})
    try:
        yield
    finally:
        vars(rule).update(own)


@contextmanager
def running(source: Source, code: dict[Place, CodeType]) -> Iterator[None]:
    """Every function of the module runs other code, wherever it is held."""
    before: list[tuple[FunctionType, CodeType]] = []
    for place, function in _living(source.path):
        if place in code:
            before.append((function, function.__code__))
            function.__code__ = code[place]
    try:
        yield
    finally:
        for function, old in before:
            function.__code__ = old


@cache
def _all_living() -> dict[str, list[tuple[Place, FunctionType]]]:
    paths = {gate.source.path for gate in gates()}
    found = defaultdict(list)
    for thing in gc.get_objects():
        # A lazy object would be looked into if it were asked for its class.
        if type(thing) is FunctionType and thing.__code__.co_filename in paths:
            code = thing.__code__
            found[code.co_filename].append(((code.co_qualname, code.co_firstlineno), thing))
    return found


def _living(path: str) -> list[tuple[Place, FunctionType]]:
    return _all_living()[path]


def _functions(code: CodeType) -> Iterator[tuple[Place, CodeType]]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield (part.co_qualname, part.co_firstlineno), part
            yield from _functions(part)
