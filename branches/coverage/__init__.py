"""一支部一品牌: who has a brand, who has not, and a reminder to those.

coverage(committee, user, day) -> Coverage(parts, total), by alliance and organization
branches_in(part, committee, user, day, alliance=, organization=), without(…) -> the branches behind a figure
units_to_remind(committee, user, day) -> units with `missing` branches; remind(units, by=, day=) -> Reminded
"""

from branches.coverage.counting import PARTS, branches_in, coverage, without
from branches.coverage.reminding import remind, units_to_remind

__all__ = ["PARTS", "branches_in", "coverage", "remind", "units_to_remind", "without"]
