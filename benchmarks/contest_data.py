"""A contest of any size in the sample's committee, written in bulk: entries, judges, sheets and their marks."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from random import Random

from django.utils import timezone

from accounts.models import User
from alliances.models import Committee
from assessments.models import Award, Contest, Criterion, Entry, Judge, Mark, Sheet, Stage, Turn
from branches.models import Branch, Brand, BrandVersion

BATCH = 1000
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def create_contest(entries, judges, criteria, *, marked):
    """Its only stage is open; with `marked` every sheet is complete and signed, and the stage closed."""
    committee = Committee.objects.order_by("pk").first()
    today = timezone.localdate()
    contest = Contest.objects.create(
        committee=committee,
        title=f"示例大赛{entries}×{judges}×{criteria}",
        basis_title="示例文件",
        entries_since=today - timedelta(days=30),
        entries_until=today - timedelta(days=10),
        state=Contest.State.JUDGING,
    )
    stage = Stage.objects.create(
        contest=contest, number=1, name="决赛", state=Stage.State.CLOSED if marked else Stage.State.OPEN
    )
    Award.objects.create(contest=contest, order_number=1, name="一等奖", quota=max(entries // 10, 1))
    weight = Decimal(100) / criteria
    Criterion.objects.bulk_create(
        Criterion(stage=stage, order_number=at, name=f"评分项{at}", weight=weight) for at in range(1, criteria + 1)
    )
    panel = _panel(contest, stage, judges)
    turns = _turns(contest, stage, create_brands(committee, entries, f"参评{entries}"))
    _sheets(stage, turns, panel, marked)
    return contest, stage


def create_brands(committee, count, word):
    """Published brands of new branches of the committee's units in turn."""
    units = list(committee.organizations.order_by("order_number"))
    today = timezone.localdate()
    branches = [
        Branch(
            organization=units[at % len(units)], order_number=500 + at, name=f"{word}第{at}党支部", search_key=f"cs{at}"
        )
        for at in range(count)
    ]
    Branch.objects.bulk_create(branches, batch_size=BATCH)
    brands = [
        Brand(
            committee=committee,
            organization=branch.organization,
            branch=branch,
            published_on=today - timedelta(days=100 + at % 1500),
            search_key=f"{word}品牌{at} csp{at}",
        )
        for at, branch in enumerate(branches)
    ]
    Brand.objects.bulk_create(brands, batch_size=BATCH)
    versions = [_version(brand, f"{word}品牌{at}") for at, brand in enumerate(brands)]
    BrandVersion.objects.bulk_create(versions, batch_size=BATCH)
    for brand, version in zip(brands, versions, strict=True):
        brand.published = version
    Brand.objects.bulk_update(brands, ["published"], batch_size=200)
    return brands


def _version(brand, name):
    return BrandVersion(
        brand=brand,
        name=name,
        slogan="一支部一品牌，党员走在前",
        business="服务企业与群众",
        meaning="以党建为魂，以业务为体，以群众满意为尺。" * 3,
        practice="每月一次议事，把难事摆到桌面上；党员轮流值守便民窗口。" * 5,
        results="一年来领办实事46件，办结44件，服务群众312人次（示例）。",
        state=BrandVersion.State.PUBLISHED,
        published_at=timezone.now(),
    )


def _panel(contest, stage, count):
    people = User.objects.bulk_create(
        User(
            username=f"bench-{contest.pk}-{seat}",
            name=f"示例评委{seat}",
            post=User.Post.JUDGE,
            committee=contest.committee,
        )
        for seat in range(1, count + 1)
    )
    panel = Judge.objects.bulk_create(
        Judge(contest=contest, user=user, order_number=seat) for seat, user in enumerate(people, start=1)
    )
    Judge.stages.through.objects.bulk_create(Judge.stages.through(judge=judge, stage=stage) for judge in panel)
    return panel


def _turns(contest, stage, brands):
    staff = User.objects.get(username="staff")
    entries = Entry.objects.bulk_create(
        (
            Entry(
                contest=contest,
                brand=brand,
                version=brand.published,
                organization=brand.organization,
                number=number,
                state=Entry.State.ACCEPTED,
                entered_by=staff,
            )
            for number, brand in enumerate(brands, start=1)
        ),
        batch_size=BATCH,
    )
    return Turn.objects.bulk_create(
        (Turn(stage=stage, entry=entry, order_number=entry.number) for entry in entries), batch_size=BATCH
    )


def _sheets(stage, turns, panel, marked):
    random, now = Random(1), timezone.now()
    state = Sheet.State.SIGNED if marked else Sheet.State.OPEN
    sheets = Sheet.objects.bulk_create(
        (
            Sheet(judge=judge, turn=turn, code=_code(stage.pk, number), state=state, signed_at=now if marked else None)
            for number, (turn, judge) in enumerate(product(turns, panel))
        ),
        batch_size=BATCH,
    )
    if not marked:
        return
    criteria = list(stage.criteria.all())
    Mark.objects.bulk_create(
        (
            Mark(sheet=sheet, criterion=criterion, value=Decimal(random.randint(60, 125)) / 10)
            for sheet, criterion in product(sheets, criteria)
        ),
        batch_size=2000,
    )


def _code(stage, number):
    """Any twelve signs, each once."""
    number += stage * 1_000_000
    found = ""
    while number:
        number, place = divmod(number, len(LETTERS))
        found = LETTERS[place] + found
    return found.rjust(10, "2")
