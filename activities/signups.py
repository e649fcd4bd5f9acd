"""Who has a place? Sign-up within the limit, a waiting list behind it, and promotion in the order of sign-up."""

from django.db import transaction
from django.utils import timezone

from activities import permissions
from activities.models import Activity, SignUp
from notices.outbox import notify
from portal.access import WrongState

State = SignUp.State


def closes_at(activity):
    return min(activity.signup_until or activity.starts_at, activity.starts_at)


def require_open(activity, now=None):
    if activity.state == Activity.State.CANCELLED:
        raise WrongState("活动已取消，不再报名。")
    if not activity.signup_open or activity.state not in Activity.PUBLIC:
        raise WrongState("这项活动未开放个人报名。")
    if (now or timezone.now()) >= closes_at(activity) or activity.state != Activity.State.PUBLISHED:
        closed = timezone.localtime(closes_at(activity))
        raise WrongState(f"报名已于{closed:%-m月%-d日 %H:%M}截止。")


@transaction.atomic
def sign_up(activity, *, by, now=None):
    """A place, or one on the waiting list when there is none. The activity's row is the queue: one person at a time."""
    now = now or timezone.now()
    locked = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    require_open(locked, now)
    signup = SignUp.objects.filter(activity=locked, user=by).first() or SignUp(activity=locked, user=by)
    if signup.pk and signup.state != State.WITHDRAWN:
        raise WrongState(f"您已经报过名了（{signup.get_state_display()}）。")
    fill_places(locked)
    signup.state = State.CONFIRMED if _free(locked) else State.WAITING
    signup.at, signup.is_present = now, None
    signup.save()
    return signup


@transaction.atomic
def withdraw(activity, *, by, now=None):
    """Gives the place back until the activity begins. Returns those who moved up from the waiting list."""
    locked = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if locked.starts_at <= (now or timezone.now()):
        raise WrongState("活动已经开始，不能再取消报名。")
    signup = SignUp.objects.filter(activity=locked, user=by).exclude(state=State.WITHDRAWN).first()
    if signup is None:
        raise WrongState("您没有报名，不用取消。")
    signup.state = State.WITHDRAWN
    signup.save()
    return fill_places(locked)


@transaction.atomic
def fill_places(activity):
    """Moves up who waits longest while places are free; also after the limit was raised."""
    locked = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    if locked.state != Activity.State.PUBLISHED:
        return []
    queue = SignUp.objects.filter(activity=locked, state=State.WAITING).select_related("user").order_by("at", "pk")
    promoted = list(queue if locked.signup_limit is None else queue[: max(_free(locked), 0)])
    for signup in promoted:
        signup.state = State.CONFIRMED
        signup.save()
        _tell_promoted(locked, signup)
    return promoted


def place_in_queue(signup):
    """候补第 n 位; nothing for who has a place."""
    if signup.state != State.WAITING:
        return None
    queue = SignUp.objects.filter(activity=signup.activity_id, state=State.WAITING).order_by("at", "pk")
    return list(queue.values_list("pk", flat=True)).index(signup.pk) + 1


def overview(activity, user):
    """What the activity's page shows: how full it is, where this person stands, and the list for who works on it."""
    rows = activity.signups.exclude(state=State.WITHDRAWN).select_related("user__organization").order_by("at", "pk")
    rows = list(rows) if activity.signup_open else []
    waiting = [row for row in rows if row.state == State.WAITING]
    mine = next((row for row in rows if row.user_id == user.pk), None)
    try:
        require_open(activity)
        refusal = ""
    except WrongState as error:
        refusal = str(error)
    return {
        "confirmed": len(rows) - len(waiting),
        "waiting": len(waiting),
        "is_full": activity.signup_limit is not None and len(rows) - len(waiting) >= activity.signup_limit,
        "closes_at": closes_at(activity),
        "refusal": refusal,
        "mine": mine,
        "place": waiting.index(mine) + 1 if mine in waiting else None,
        "may_sign_up": permissions.can_sign_up(user, activity),
        "rows": rows if permissions.can_call_roll(user, activity) else [],
    }


def _tell_promoted(activity, signup):
    notify(
        [signup.user],
        title=f"候补转为正式报名：{activity.title}",
        body=f"时间：{activity.when}\n地点：{activity.place_name or '待定'}\n不能参加时请尽早取消，把名额让给别人。",
        link=activity.get_absolute_url(),
        key=f"activity-{activity.pk}-signup-{signup.pk}-{signup.at:%Y%m%d%H%M%S}",
    )


def _free(activity):
    """How many places are left; True without a limit."""
    if activity.signup_limit is None:
        return True
    return activity.signup_limit - SignUp.objects.filter(activity=activity, state=State.CONFIRMED).count()
