"""Who is told of a step of a contest? Officers when entries open, an entry's owner, the judges when they may score.

Called by the verbs, inside their transaction: a step that is undone tells nobody.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances.models import Organization, Seat
from branches.brand_owners import writers
from notices.models import Notice
from notices.outbox import notify
from portal.workdays import caveat


def tell_entries_open(contest, by):
    officers = User.objects.active().filter(post=User.Post.OFFICER, committee=contest.committee_id)
    lines = [f"征集：{contest.entries_since}至{contest.entries_until}", f"依据：{contest.basis_title}"]
    _tell(officers, by, contest, f"开放征集：{contest}", "\n".join(lines), f"contest-{contest.pk}-entries")


def tell_cancelled(contest, by, reason):
    concerned = User.objects.active().filter(pk__in=contest.judges.serving().values("user"))
    concerned |= _owners(contest.entries.filter(state__in=["entered", "accepted"]))
    _tell(
        concerned.distinct(), by, contest, f"比赛取消：{contest}", f"说明：{reason}", f"contest-{contest.pk}-cancelled"
    )


def tell_owner(entry, by, words, reason=""):
    """Whoever writes the brand hears what became of it."""
    people = writers(entry.brand, timezone.localdate())
    notify(
        people.exclude(pk=by.pk),
        title=f"{words}：{entry}",
        body="\n".join(filter(None, [f"比赛：{entry.contest}", reason and f"说明：{reason}"])),
        link=entry.contest.get_absolute_url(),
        key=f"contest-entry-{entry.pk}-{entry.state}",
    )


def tell_judges(stage, by, *, again=False):
    """It is theirs now: everybody who has a sheet to score."""
    judges = stage.judges.serving().filter(sheets__turn__stage=stage, sheets__state="open")
    people = User.objects.active().filter(pk__in=judges.values("user"))
    at = timezone.now() if again else stage.opened_at
    notify(
        people,
        kind=Notice.Kind.TODO,
        title=f"请评分：{stage.contest}{stage}",
        body="每打一项分数立即保存；打完后请签交。",
        link=desk_of(stage.contest),
        key=f"contest-stage-{stage.pk}-open-{at.timestamp()}",
    )


def tell_reopened(sheet, by, reason):
    notify(
        User.objects.active().filter(pk=sheet.judge.user_id).exclude(pk=by.pk),
        kind=Notice.Kind.TODO,
        title=f"评分表已重开，请核对后再签交：{sheet.turn.entry}",
        body=f"说明：{reason}",
        link=desk_of(sheet.judge.contest),
        key=f"contest-sheet-{sheet.pk}-reopened-{timezone.now().timestamp()}",
    )


def settle_judges(contest, user=None):
    """It is done: what asked for scores counts as read, for all or for this one judge."""
    asked = Notice.objects.filter(kind=Notice.Kind.TODO, link=desk_of(contest))
    if user is not None:
        asked = asked.filter(recipient=user)
    asked.mark_read()


def desk_of(contest):
    return reverse("judge-desk", args=[contest.pk])


def _tell(users, by, contest, title, body, key):
    if by is not None:
        users = users.exclude(pk=by.pk)
    notify(users, title=title, body=body, link=contest.get_absolute_url(), key=key)


def tell_publicity(contest, by):
    """Those whose brands take part, and everybody who judged."""
    days = contest.publicity_since, contest.publicity_until
    people = _owners(contest.entries.filter(state="accepted"))
    people |= User.objects.active().filter(pk__in=contest.judges.serving().values("user"))
    notify(
        people.distinct().exclude(pk=by.pk),
        title=f"结果公示：{contest}",
        body=f"公示期：{days[0]}至{days[1]}。{caveat(*days)}有异议的，请在期内提出。",
        link=reverse("contest-results", args=[contest.pk]),
        key=f"contest-{contest.pk}-publicity-{contest.state_since.timestamp()}",
    )


def tell_objection(objection):
    notify(
        User.objects.staff_of(objection.contest.committee_id).exclude(pk=objection.by_id),
        kind=Notice.Kind.TODO,
        title=f"收到异议：{objection.contest}",
        body=objection.text[:200],
        link=reverse("objection-list", args=[objection.contest_id]),
        key=f"objection-{objection.pk}",
    )


def tell_answer(objection):
    notify(
        User.objects.active().filter(pk=objection.by_id),
        title=f"异议已答复：{objection.contest}",
        body=objection.answer[:200],
        link=reverse("objection-list", args=[objection.contest_id]),
        key=f"objection-{objection.pk}-answer",
    )
    Notice.objects.filter(key=f"objection-{objection.pk}").mark_read()


def _owners(entries):
    """Officers of the units; for an alliance's own brand of those at its head."""
    heads = Seat.objects.on(timezone.localdate()).at_the_head().filter(alliance__in=entries.values("brand__alliance"))
    units = Organization.objects.filter(
        Q(pk__in=entries.values("organization")) | Q(pk__in=heads.values("organization"))
    )
    return User.objects.officers_of(units)
