"""Who is told of a step of a task? Who was given it, and who raised it. Called inside the transaction of the step."""

from django.utils import timezone

from accounts.models import User
from alliances.models import Seat
from notices.models import Notice
from notices.outbox import notify


def owning_users(task, day=None):
    """Officers of the unit, or of the alliance's 片长单位."""
    if task.organization_id:
        return User.objects.officers_of([task.organization_id])
    leads = Seat.objects.on(day or timezone.localdate()).leading().filter(alliance=task.alliance_id)
    return User.objects.officers_of(leads.values("organization"))


def raising_users(task):
    if task.raiser_id:
        return User.objects.officers_of([task.raiser_id])
    return User.objects.staff_of(task.committee_id)


def tell_owner(task, step, words, *, is_news=False):
    kind = Notice.Kind.NEWS if is_news else Notice.Kind.TODO
    _tell(owning_users(task), task, step, words, kind)


def tell_raiser(task, step):
    _tell(raising_users(task), task, step, "任务报办结，请核查", Notice.Kind.TODO)


def settle(task):
    """It is done, by whoever did it: what asked for it counts as read for all who were asked."""
    Notice.objects.filter(kind=Notice.Kind.TODO, link=task.get_absolute_url()).mark_read()


def _tell(users, task, step, words, kind):
    if step.by_id:
        users = users.exclude(pk=step.by_id)
    notify(
        users,
        kind=kind,
        title=f"{words}：{task.title}",
        body=_body(task, step),
        link=task.get_absolute_url(),
        key=f"task-{task.pk}-step-{step.pk}",
    )


def _body(task, step):
    """The term and what is asked stand inside the notice; nobody has to open the page to know them."""
    lines = [f"承办：{task.owner_name}", f"期限：{task.due_on:%Y年%-m月%-d日}"]
    if task.asked:
        lines.append(f"要求：{task.asked}")
    if step.reason:
        lines.append(f"说明：{step.reason}")
    return "\n".join(lines)
