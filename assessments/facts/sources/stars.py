"""Stars that branches have."""

from assessments.facts.params import COUNT, Param
from assessments.facts.source import ALLIANCE, BRANCH, ORGANIZATION, Source
from assessments.facts.sources.bodies import branches_of, name_of, state_day
from assessments.scoring.facts import Facts, Item
from branches.models.star import words

LEAST = Param("least", "几星及以上算完成", "number", default=1, most=5)


def branch_stars(records, unit, params):
    """One item a branch, by the last year whose stars hold on the day."""
    day = state_day(records, unit)
    items, whole = [], 0
    for branch in branches_of(records, unit, day):
        year, stars = _stars(records, branch, day)
        whole += stars is not None
        items.append(_item(name_of(records, unit, branch), branch, year, stars, day, params))
    return Facts(tuple(items), whole=whole)


def _stars(records, branch, day):
    """(year, stars): (None, stars) from the roster where no star was ever granted here, (None, None) unrated."""
    if granted := records.stars.get(branch.pk):
        return next(((row.year, row.stars) for row in granted if row.holds_on(day)), (None, None))
    return None, int(branch.star) if branch.star else None


def _item(name, branch, year, stars, day, params):
    if stars is None:
        return Item(branch.key, f"{name}，没有评定星级，不计", day=day, counts=False)
    is_enough = stars >= params["least"]
    told = f"{year}年度{words(stars)}" if year else f"名册登记{words(stars)}"
    return Item(
        branch.key,
        f"{name}，{told}",
        day=day,
        label=words(stars),
        counts=is_enough == (params["count"] == "done"),
    )


BRANCH_STARS = Source(
    key="branch_stars",
    label="支部星级",
    sentence="期末（中途离席的到离席之日）还在的支部，每个一条，看当天有效的最近一个年度的星级，从未授予过的按名册登记；没有"
    "评定的两边都不计；联盟看当天在席单位的支部。",
    audiences=frozenset({ALLIANCE, ORGANIZATION, BRANCH}),
    gives=frozenset({"items", "amount", "whole", "labels"}),
    find=branch_stars,
    params=(COUNT, LEAST),
    labels=tuple(words(stars) for stars in range(5, -1, -1)),
)
