"""Awards won in a 品牌大比武."""

from assessments.facts.source import ALLIANCE, BRANCH, ORGANIZATION, Source
from assessments.facts.sources.chosen import AWAY
from assessments.scoring.facts import Facts, Item


def contest_place(records, unit, params):
    return Facts(tuple(_item(unit, won) for won in records.awards.get(unit.key, ())))


def _item(unit, won):
    seated = unit.kind != "organization" or unit.sits_on(won.awarded_on)
    place = f"（第{won.place}名）" if won.place else ""
    return Item(
        f"contest:{won.contest}:brand:{won.brand}",
        f"{won.title}，“{won.name}”获{won.award}{place}{'' if seated else f'，{AWAY}'}",
        day=won.awarded_on,
        label=won.award,
        group=f"brand:{won.brand}",
        counts=seated,
    )


CONTEST_PLACE = Source(
    key="contest_place",
    label="品牌大比武获奖",
    sentence="考核期间作出表彰决定的品牌大比武，每个奖项一条，按奖项名称计档；单位含所属支部的品牌，表彰当日在席才计，联盟按"
    "报送当日的席位。",
    audiences=frozenset({ALLIANCE, ORGANIZATION, BRANCH}),
    gives=frozenset({"items", "amount", "labels"}),
    find=contest_place,
)
