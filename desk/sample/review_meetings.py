"""述职评议: one meeting that is over, with its counts, and one being set up. Nobody voted; counts are all there is."""

from datetime import date
from decimal import Decimal
from random import Random

from assessments.models import RatingLevel, ReviewMeeting, ReviewStep, Speaker, Tally, VoterGroup
from branches.models import Branch
from desk.sample.assessing import SEED, moment
from portal.workdays import add_workdays, nearest_workday_after

GROUPS = (("工委领导", 40, 7), ("各单位书记", 30, 41), ("党员代表", 30, 58))  # name, weight, ballots
NAMES = ("好", "较好", "一般", "差")
ON_THE_SPOT = ("市委宣传部", "市税务局", "市公安局", "黄山学院", "市住建局")
IN_WRITING = ("市委党校", "市气象局", "市水利局", "市邮政管理局", "市总工会")
SPEAKING = ("市委宣传部", "市委党校", "市住建局", "黄山职院")  # their first branches, this year


def create_closed(committee, year, *, by):
    held_on = nearest_workday_after(date(year, 12, 16))
    title = f"{year}年度机关党组织书记述职评议会（示例）"
    meeting = _meeting(committee, title, held_on, (20, 15, 10, 0))
    units = {unit.short_name: unit for unit in committee.organizations.all()}
    forms = [(name, Speaker.Form.ONSITE) for name in ON_THE_SPOT] + [
        (name, Speaker.Form.WRITTEN) for name in IN_WRITING
    ]
    Speaker.objects.bulk_create(
        Speaker(meeting=meeting, organization=units[name], form=form, order_number=place)
        for place, (name, form) in enumerate(forms, start=1)
    )
    meeting.open(by=by)
    _count(meeting)
    meeting.close(by=by)
    at = moment(held_on, 16)
    ReviewMeeting.objects.filter(pk=meeting.pk).update(state_since=at)
    ReviewStep.objects.filter(meeting=meeting).update(at=at)
    ReviewStep.objects.filter(meeting=meeting, verb="开始投票").update(at=moment(held_on, 14))
    return meeting


def create_in_setup(committee, day):
    title = f"{day.year}年度党支部书记述职评议会（示例）"
    meeting = _meeting(committee, title, add_workdays(day, 15), (100, 85, 70, 50))
    branches = {}
    rows = Branch.objects.filter(organization__committee=committee, organization__short_name__in=SPEAKING)
    for branch in rows.select_related("organization").order_by("organization__order_number", "order_number"):
        branches.setdefault(branch.organization_id, branch)
    Speaker.objects.bulk_create(
        Speaker(meeting=meeting, organization=branch.organization, branch=branch, order_number=place)
        for place, branch in enumerate(branches.values(), start=1)
    )
    return meeting


def _meeting(committee, title, held_on, points):
    meeting = ReviewMeeting.objects.create(
        committee=committee,
        title=title,
        held_on=held_on,
        basis_title=f"关于召开{title.removesuffix('（示例）')}的通知（示例）",
        basis_number=f"黄直工〔{held_on.year}〕示例11号",
    )
    RatingLevel.objects.bulk_create(
        RatingLevel(meeting=meeting, name=name, points=Decimal(worth), order_number=place)
        for place, (name, worth) in enumerate(zip(NAMES, points, strict=True), start=1)
    )
    VoterGroup.objects.bulk_create(
        VoterGroup(meeting=meeting, name=name, weight=Decimal(weight), order_number=place)
        for place, (name, weight, _) in enumerate(GROUPS, start=1)
    )
    return meeting


def _count(meeting):
    """As many ballots in each group as codes were given out, for every speaker another split."""
    ballots = {name: number for name, _, number in GROUPS}
    names = {level.pk: level.name for level in meeting.levels.all()}
    tallies, splits = list(Tally.objects.filter(speaker__meeting=meeting).select_related("group", "speaker")), {}
    for tally in tallies:
        key = tally.speaker.order_number, tally.group.name
        if key not in splits:
            splits[key] = _split(key, ballots[tally.group.name])
        tally.count = splits[key][NAMES.index(names[tally.level_id])]
    Tally.objects.bulk_update(tallies, ["count"])
    for group in meeting.groups.all():
        VoterGroup.objects.filter(pk=group.pk).update(issued=ballots[group.name])


def _split(key, ballots):
    dice = Random(f"{SEED}:{key}")  # noqa: S311  a sample, not a vote
    given = dice.choices(NAMES, weights=(70 + dice.randrange(-15, 16), 22, 7, 1), k=ballots)
    return [given.count(name) for name in NAMES]
