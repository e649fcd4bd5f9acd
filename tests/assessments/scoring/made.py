"""Small rules and facts for the tests: a test names only what it is about. Figures are text, as people write them."""

from datetime import date
from decimal import Decimal

from assessments.scoring.facts import Facts, Item
from assessments.scoring.frame import Frame
from assessments.scoring.rules import rule_from_json
from assessments.scoring.tree import Node
from portal.quarters import year_period

YEAR = year_period(2026)


def make_rule(kind, full="10", **params):
    return rule_from_json({"kind": kind, **params}, Decimal(full))


def make_items(number=1, **fields):
    """So many records a1, a2, …"""
    return tuple(Item(f"a{place}", f"第{place}条", **fields) for place in range(1, number + 1))


def make_item(key, day=None, **fields):
    """`day`: "05-28" of 2026."""
    fields.setdefault("text", f"记录{key}")
    return Item(key, day=date.fromisoformat(f"2026-{day}") if day else None, **fields)


def of(*items, **fields):
    return Facts(items=items, **fields)


def happened(number=1, **fields):
    return Facts(items=make_items(number, **fields))


def make_frame(full="10", period=YEAR, peers=()):
    return Frame(Decimal(full), period, tuple(peers))


def score(rule, facts, **fields):
    """The Working in a frame that fits the rule."""
    return rule.compute(facts, Frame(rule.full, fields.pop("period", YEAR), tuple(fields.pop("peers", ()))))


def make_leaf(id, rule=None, points="10", **fields):
    """A leaf called 指标<id>; `rule` as data or a Rule."""
    points = Decimal(points)
    if isinstance(rule, dict):
        rule = rule_from_json(rule, points)
    for name in ("weight", "cap", "floor"):
        if name in fields:
            fields[name] = Decimal(fields[name])
    fields.setdefault("name", f"指标{id}")
    return Node(id, points=points, rule=rule, **fields)


def make_parent(id, *children, points, join=None, **fields):
    rule = rule_from_json({"kind": join, **fields.pop("ends", {})}, Decimal(points)) if join else None
    return make_leaf(id, rule, points, children=children, **fields)


def frames_of(*roots, peers=None):
    """leaf id → Frame. `peers`: leaf id → the measures of all."""
    leaves = [leaf for root in roots for leaf in root.leaves]
    return {leaf.id: Frame(leaf.points, YEAR, tuple((peers or {}).get(leaf.id, ()))) for leaf in leaves}
