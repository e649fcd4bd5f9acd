"""Who has a brand, and how high it stands."""

from assessments.facts.params import COUNT, Param
from assessments.facts.source import ALLIANCE, BRANCH, ORGANIZATION, Source
from assessments.facts.sources.bodies import branches_of, name_of, state_day
from assessments.scoring.facts import Facts, Item

ALL = frozenset({ALLIANCE, ORGANIZATION, BRANCH})
WHICH = Param("which", "计哪些", "choice", default="highest", choices=(("highest", "最高的一项"), ("all", "每一项")))
WHEN = Param(
    "when", "何时授予", "choice", default="valid", choices=(("valid", "期末有效的"), ("period", "考核期间授予的"))
)


def brand_coverage(records, unit, params):
    """One item a branch that stands on the day."""
    day = state_day(records, unit)
    branches = branches_of(records, unit, day)
    items = [_coverage_item(records, unit, branch, day, params["count"]) for branch in branches]
    return Facts(tuple(items), whole=len(items))


def _coverage_item(records, unit, branch, day, count):
    brand = next((one for one in records.brands.get(("branch", branch.pk), ()) if one.stands_on(day)), None)
    name = name_of(records, unit, branch)
    if brand is None:
        return Item(branch.key, f"{name}，没有已发布的品牌", day=day, counts=count == "missed")
    return Item(f"brand:{brand.pk}", f"{name}，品牌“{brand.name}”", day=day, counts=count == "done")


def brand_level(records, unit, params):
    """One item a level that holds on the day, the highest first."""
    day = state_day(records, unit)
    honours = [
        (honour.rank, brand, honour)
        for brand in _brands_of(records, unit)
        if brand.stands_on(day)
        for honour in records.honours.get(brand.pk, ())
        if honour.holds_on(day) and (params["when"] == "valid" or honour.granted_on >= records.scheme.since)
    ]
    honours.sort(key=lambda found: (found[0], found[2].granted_on, found[2].pk))
    only_first = params["which"] == "highest"
    return Facts(tuple(_level_item(*found[1:], not only_first or not place) for place, found in enumerate(honours)))


def _level_item(brand, honour, counts):
    return Item(
        f"brand:{brand.pk}:honour:{honour.pk}",
        f"品牌“{brand.name}”，{honour.title}（{honour.level}）{'' if counts else '，已按最高等次计，不重复计'}",
        day=honour.granted_on,
        label=honour.level,
        group=f"brand:{brand.pk}",
        counts=counts,
    )


def _brands_of(records, unit):
    """Its own; of an organization also those of its branches."""
    own = list(records.brands.get(unit.key, ()))
    if unit.kind == "organization":
        for branch in records.branches.get(unit.pk, ()):
            own += records.brands.get(("branch", branch.pk), ())
    return own


BRAND_COVERAGE = Source(
    key="brand_coverage",
    label="一支部一品牌",
    sentence="期末（中途离席的到离席之日）还在的支部，每个一条，看当天有没有已发布、未停用的品牌；联盟看当天在席单位的支部。",
    audiences=ALL,
    gives=frozenset({"items", "amount", "whole"}),
    find=brand_coverage,
    params=(COUNT,),
)
BRAND_LEVEL = Source(
    key="brand_level",
    label="品牌等次",
    sentence="期末（中途离席的到离席之日）有效、没有撤销的品牌等次，按等次名称计档；单位含所属支部的品牌，联盟只看联盟自己的"
    "品牌。",
    audiences=ALL,
    gives=frozenset({"items", "amount", "labels"}),
    find=brand_level,
    params=(WHICH, WHEN),
)
