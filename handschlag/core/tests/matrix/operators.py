"""What can be done to a gate: each filter dropped, each condition turned, each scope widened."""

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

Node = Any


class Change(NamedTuple):
    """`holder.field` (or its entry at `index`) becomes `new`; `at` is where the program passes."""

    label: str
    holder: Node
    field: str
    index: int | None
    new: Any
    at: Node


NARROWING = {"filter", "exclude", "in_force", "none"}
TURNED: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}
WIDER = {"min": "max", "max": "min"}


def changes(gate: Node) -> Iterator[Change]:
    """Every change of a function, or of the expression that makes a rule."""
    yield from _below(gate, gate, answers_yes_or_no=_is_predicate(gate))


def _below(holder: Node, at: Node, *, answers_yes_or_no: bool) -> Iterator[Change]:
    if isinstance(holder, ast.keyword) and holder.arg == "key":
        return  # by what to sort is no condition
    for field, value in ast.iter_fields(holder):
        if field in {"annotation", "returns", "decorator_list", "args"} and not isinstance(
            holder, ast.Call
        ):
            continue
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, node in entries:
            if isinstance(node, ast.AST):
                here = node if isinstance(node, ast.stmt | ast.Lambda) else at
                for label, new in _replacements(node, answers_yes_or_no=answers_yes_or_no):
                    yield Change(f"{_line(node, at)}: {label}", holder, field, index, new, here)
                yield from _parts_dropped(node, here)
                yield from _below(node, here, answers_yes_or_no=answers_yes_or_no)


def _line(node: Node, at: Node) -> int:
    return int(getattr(node, "lineno", at.lineno))


def _replacements(node: Node, *, answers_yes_or_no: bool) -> Iterator[tuple[str, Node]]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name, value=rows)) if name in NARROWING:
            yield f"without .{name}()", all_of(rows)
        case ast.Call(func=ast.Name(id=name)) if name in WIDER:
            yield f"{WIDER[name]} for {name}", _called(node, WIDER[name])
        case ast.BinOp(op=ast.BitOr() | ast.BitAnd()):
            yield f"without {ast.unparse(node.right)}", node.left
            yield f"without {ast.unparse(node.left)}", node.right
        case ast.BoolOp(values=[left, right]) | ast.MatchOr(patterns=[left, right]):
            yield f"without {ast.unparse(right)}", left
            yield f"without {ast.unparse(left)}", right
        case ast.Compare(ops=[op]) if type(op) in TURNED:
            yield f"not {ast.unparse(node)}", _copy(node, ops=[TURNED[type(op)]()])
        case ast.UnaryOp(op=ast.Not()):
            yield f"not {ast.unparse(node)}", node.operand
        case ast.Return() | ast.Lambda():
            yield from _said(node, answers_yes_or_no=answers_yes_or_no)


def _said(node: Node, *, answers_yes_or_no: bool) -> Iterator[tuple[str, Node]]:
    """Always yes, and always no."""
    field = "body" if isinstance(node, ast.Lambda) else "value"
    value = getattr(node, field)
    if value is not None and (answers_yes_or_no or field == "body"):
        for said in (True, False):
            if not (isinstance(value, ast.Constant) and value.value is said):
                yield f"says {said}", _copy(node, **{field: _saying(value, said=said)})


def _parts_dropped(node: Node, at: Node) -> Iterator[Change]:
    """One of several conditions gone, or a branch that is always or never taken."""
    match node:
        case ast.Call(args=args, keywords=named) if _asks(node) and len(args) + len(named) > 1:
            yield from _each_dropped(node, "args", args, at)
            yield from _each_dropped(node, "keywords", named, at)
        case ast.BoolOp(values=[_, _, _, *_]):
            yield from _each_dropped(node, "values", node.values, at)
        case ast.MatchOr(patterns=[_, _, _, *_]):
            yield from _each_dropped(node, "patterns", node.patterns, at)
        case ast.comprehension(ifs=parts):
            yield from _each_dropped(node, "ifs", parts, at)
        case ast.If() | ast.IfExp() | ast.Match():
            yield from _branches(node, at)


def _branches(node: Node, at: Node) -> Iterator[Change]:
    if isinstance(node, ast.Match):
        widest, *others = node.cases
        for case in others:
            label = f"{case.body[0].lineno}: as {ast.unparse(widest.pattern)}"
            yield Change(label, case, "body", None, widest.body, case.body[0])
        return
    for said in (True, False):
        test = _saying(node.test, said=said)
        yield Change(f"{node.lineno}: if {said}", node, "test", None, test, at)


def _each_dropped(node: Node, field: str, parts: list[Node], at: Node) -> Iterator[Change]:
    for n, part in enumerate(parts):
        rest = [*parts[:n], *parts[n + 1 :]]
        label = f"{_line(part, at)}: without {ast.unparse(part)}"
        yield Change(label, node, field, None, rest, at)


def _asks(call: ast.Call) -> bool:
    """A condition of several parts: of a queryset, or by itself."""
    match call.func:
        case ast.Attribute(attr=name):
            return name in {*NARROWING, "get"} and not (name == "get" and call.args)
        case ast.Name(id=name):
            return name == "Q"
    return False


def _is_predicate(gate: Node) -> bool:
    returns = getattr(gate, "returns", None)
    return returns is not None and ast.unparse(returns) == "bool"


def _saying(value: Node, *, said: bool) -> Node:
    """Still asks, so that a closure keeps its variables."""
    op = ast.Or() if said else ast.And()
    return _located(ast.BoolOp(op, [value, ast.Constant(said)]), value)


def all_of(rows: Node) -> Node:
    return _located(ast.Call(ast.Attribute(rows, "all", ast.Load()), [], []), rows)


def _called(call: ast.Call, name: str) -> Node:
    return _copy(call, func=_located(ast.Name(name, ast.Load()), call))


def _copy(node: Node, **changes: Any) -> Node:
    fields = {**dict(ast.iter_fields(node)), **changes}
    return _located(type(node)(**fields), node)


def _located(node: Node, like: Node) -> Node:
    ast.copy_location(node, like)
    return ast.fix_missing_locations(node)
