"""`manage.py sample --play-contest`: the panel's part, so that one person can play the sample's contest to the end.

Only in the sample: marks that nobody gave have no business in a real contest.
"""

from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import Contest
from desk.sample.contest_rules import JUDGES
from desk.sample.marking import SEED, mark_and_sign
from portal.access import WrongState
from portal.workdays import add_workdays

NEXT = {
    "setup": "工委先开放征集。",
    "entries": "工委先受理品牌、截止征集。",
    "judged": "评审已经结束，请工委查看结果并公示。",
    "awarded": "比赛已经结束。",
    "cancelled": "比赛已经取消。",
}


def play(*, say):
    """Everybody still missing in the open stage marks and signs; WrongState says why there is nothing to do.

    During the publicity its days pass at once, so that the awards need not wait for next week.
    """
    contest = _contest()
    if contest.state == contest.State.PUBLICITY:
        _let_days_pass(contest, timezone.localdate(), say)
        return
    if contest.state != contest.State.JUDGING:
        raise WrongState(f"“{contest}”现在是“{contest.get_state_display()}”，没有可打的分。{NEXT[contest.state]}")
    stage = contest.stages_in_force().filter(state="open").first()
    if stage is None:
        raise WrongState(f"“{contest}”没有正在评分的阶段。{_before_opening(contest)}")
    with transaction.atomic():
        timed = _keep_time(stage)
        signed = mark_and_sign(stage)
    for judge, count in signed.items():
        say(f"{judge}（{judge.user.username}）：打分并签交 {count} 份")
    if timed:
        say(f"计时员：登记用时 {timed} 个")
    if not signed:
        say(f"“{stage}”的评分表都已签交。")
    last = not contest.stages_in_force().filter(number__gt=stage.number).exists()
    after = "汇总总成绩、公示，再运行一次本命令，公示期即满" if last else "下一阶段抽签、开始评分，再运行一次本命令"
    say(f"接下来：用 staff 登录，打开“{contest}”的“{stage}”，结束评分、锁定结果，{after}。")


def _let_days_pass(contest, today, say):
    until = add_workdays(today, -1)
    since = add_workdays(until, 1 - contest.publicity_days)
    Contest.objects.filter(pk=contest.pk, state=contest.state).update(publicity_since=since, publicity_until=until)
    say(f"公示期改为{since}至{until}，已经期满。接下来：用 staff 登录，答复异议（如有），登记表彰决定。")


def _contest():
    """The one whose panel is the sample's nine accounts."""
    names = [username for username, _ in JUDGES]
    if not settings.SAMPLE_DATA or User.objects.filter(username__in=names).count() < len(names):
        raise WrongState("这里没有装示例数据。本命令只在示例里代替评委打分，正式数据里不能用。")
    contests = Contest.objects.filter(judges__user__username=JUDGES[-1][0]).order_by("-pk")
    contest = next((one for one in contests if _panel(one) == set(names)), None)
    if contest is None:
        raise WrongState("没有找到示例比赛：评委须正好是示例的九个评委账号。")
    return contest


def _panel(contest):
    return set(contest.judges.serving().values_list("user__username", flat=True))


def _before_opening(contest):
    stage = contest.stages_in_force().exclude(state="locked").first()
    if stage is None:
        return "各阶段结果都已锁定，请工委汇总总成绩。"
    if stage.state == stage.State.CLOSED:
        return f"请工委锁定“{stage}”的结果。"
    return f"请工委为“{stage}”抽签并开始评分，再运行本命令。"


def _keep_time(stage):
    """Most within the limit, a few over it; how many."""
    if stage.time_limit is None:
        return 0
    keeper = User.objects.staff_of(stage.contest.committee_id).order_by("pk").first()
    timed = 0
    for turn in stage.turns.taking_part().filter(seconds=None).select_related("entry__version"):
        over = Random(f"{SEED}:{turn.entry.number}").choice((-90, -60, -40, -25, -10, -5, 12, 41, 75))  # noqa: S311  not a secret
        stage.put_time(turn, stage.time_limit + over, by=keeper)
        timed += 1
    return timed
