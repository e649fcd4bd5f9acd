"""What the units of a scored committee have beside activities: branches, brands, honours, stars, awards, 述职评议."""

from datetime import date
from itertools import product

from django.utils import timezone

from assessments.models import (
    Award,
    Contest,
    Entry,
    Placing,
    RatingLevel,
    ResultVersion,
    ReviewMeeting,
    Speaker,
    Tally,
    VoterGroup,
)
from branches.models import Branch, Brand, BrandLevel, BrandVersion, Honour, Star

BATCH = 1000
LEVELS = ("省级", "市级", "县级")
AWARDS = ("一等奖", "二等奖", "三等奖")


def create_standing(committee, units, year, staff):
    branches = _branches(units, year)
    brands = _brands(committee, branches, year)
    _honours(committee, brands, branches, year, staff)
    _awards(committee, brands[::8], year, staff)
    _review(committee, units, year)


def _bulk(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)


def _branches(units, year):
    """606 of 88 units."""
    return _bulk(
        Branch,
        (
            Branch(
                organization=unit,
                order_number=number,
                name=f"第{number}党支部",
                term_since=date(year - (at + number) % 4, 5, 1),
                search_key=f"sf{number}",
            )
            for at, unit in enumerate(units)
            for number in range(1, 8 - (at % 9 == 0))
        ),
    )


def _brands(committee, branches, year):
    """Of two branches in five."""
    owners = [branch for at, branch in enumerate(branches) if at % 5 < 2]
    brands = _bulk(
        Brand,
        (
            Brand(
                committee=committee,
                organization_id=branch.organization_id,
                branch=branch,
                published_on=date(year - 1, 2, 1),
                search_key=f"sfpp{at}",
            )
            for at, branch in enumerate(owners)
        ),
    )
    versions = _bulk(
        BrandVersion,
        (
            BrandVersion(
                brand=brand,
                name=f"示例品牌{at}",
                number=1,
                state=BrandVersion.State.PUBLISHED,
                published_at=timezone.now(),
            )
            for at, brand in enumerate(brands)
        ),
    )
    for brand, version in zip(brands, versions, strict=True):
        brand.published = version
    Brand.objects.bulk_update(brands, ["published"], batch_size=200)
    return brands


def _honours(committee, brands, branches, year, staff):
    levels = _bulk(
        BrandLevel,
        (BrandLevel(committee=committee, name=name, order_number=at) for at, name in enumerate(LEVELS, start=1)),
    )
    granted = {"document_number": f"示例〔{year}〕1号", "granted_on": date(year, 3, 1), "granted_by": staff}
    _bulk(
        Honour,
        (
            Honour(brand=brand, level=levels[at % len(levels)], title="示范品牌", **granted)
            for at, brand in enumerate(brands)
            if at % 3 == 0
        ),
    )
    _bulk(
        Star,
        (Star(branch=branch, year=year - 1, stars=at % 5 + 1, **granted) for at, branch in enumerate(branches)),
    )


def _awards(committee, brands, year, staff):
    contest = Contest.objects.create(
        committee=committee,
        title=f"{year}年示例品牌大比武",
        basis_title="示例文件",
        entries_since=date(year, 4, 1),
        entries_until=date(year, 5, 1),
        state=Contest.State.AWARDED,
        awarded_on=date(year, 7, 1),
    )
    awards = _bulk(
        Award, (Award(contest=contest, order_number=at, name=name, quota=99) for at, name in enumerate(AWARDS, 1))
    )
    entries = _bulk(
        Entry,
        (
            Entry(
                contest=contest,
                brand=brand,
                version=brand.published,
                organization_id=brand.organization_id,
                number=number,
                state=Entry.State.ACCEPTED,
                entered_by=staff,
            )
            for number, brand in enumerate(brands, start=1)
        ),
    )
    result = ResultVersion.objects.create(contest=contest, number=1, by=staff)
    _bulk(
        Placing,
        (
            Placing(
                result=result,
                contest=contest,
                entry=entry,
                place=entry.number,
                total=90,
                award=awards[at] if (at := entry.number % 5) < len(awards) else None,
            )
            for entry in entries
        ),
    )


def _review(committee, units, year):
    meeting = ReviewMeeting.objects.create(
        committee=committee,
        title=f"{year}年度示例述职评议会",
        held_on=date(year, 12, 20),
        basis_title="示例文件",
        state=ReviewMeeting.State.CLOSED,
    )
    levels = _bulk(
        RatingLevel,
        (
            RatingLevel(meeting=meeting, order_number=at, name=name, points=points)
            for at, (name, points) in enumerate((("好", 100), ("较好", 85), ("一般", 70), ("差", 0)), start=1)
        ),
    )
    groups = _bulk(
        VoterGroup,
        (
            VoterGroup(meeting=meeting, order_number=at, name=name, weight=weight)
            for at, (name, weight) in enumerate((("上级领导", 40), ("各单位书记", 30), ("党员代表", 30)), start=1)
        ),
    )
    speakers = _bulk(
        Speaker, (Speaker(meeting=meeting, organization=unit, order_number=at) for at, unit in enumerate(units))
    )
    _bulk(
        Tally,
        (
            Tally(speaker=speaker, group=group, level=level, count=(at + 3 * group.order_number) % 11 // place)
            for (at, speaker), group in product(enumerate(speakers), groups)
            for place, level in enumerate(levels, start=1)
        ),
    )
