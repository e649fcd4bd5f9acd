"""The kinds of scoring rule. A rule is data:

rule = rule_from_json({"kind": "deduct_per_occurrence", "each": "0.5"}, full=Decimal(5))
rule.compute(facts, Frame(full=Decimal(5), period=year_period(2026))).value
"""

from .params import Param
from .registry import KINDS, LEAF_KINDS, PARENT_KINDS, rule_from_json

__all__ = ["KINDS", "LEAF_KINDS", "PARENT_KINDS", "Param", "rule_from_json"]
