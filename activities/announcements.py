"""Who is told of a step? Those who have it now, the host when it comes back, the invited units when it concerns them.

Called by the verbs of the model, inside their transaction: a step that is undone tells nobody.
"""

from accounts.models import User
from activities.holders import holding_users, hosting_users
from activities.models.states import State
from notices.models import Notice
from notices.outbox import notify

TO_HOLDER = {
    State.PROPOSED: "请审核计划",
    State.SUBMITTED: "请审定计划",
    State.RETURNED: "计划退回，请修改",
    State.REPORTED: "请审定总结",
    State.REPORT_RETURNED: "总结退回，请修改",
}


def tell_holder(activity, step):
    """It is now yours: with the reason, when it was returned."""
    _tell(holding_users(activity), activity, step, TO_HOLDER[activity.state], kind=Notice.Kind.TODO)


def tell_host(activity, step, words):
    _tell(hosting_users(activity), activity, step, words, who="host")


def tell_invited(activity, step, words, *, kind=Notice.Kind.NEWS, organizations=None):
    """Officers of the invited units (or of some of them), and whoever signed up."""
    if organizations is None:
        organizations = activity.participations.exclude(organization=activity.host_id).values("organization")
        signed_up = activity.signups.exclude(state="withdrawn").values("user")
        _tell(User.objects.active().filter(pk__in=signed_up), activity, step, words, who="people")
    _tell(User.objects.officers_of(organizations), activity, step, words, kind=kind, who="units")


def settle(activity, *, who="holder", users=None):
    """It is done, by whoever did it: what asked for it counts as read for all who were asked (or for these users)."""
    asked = Notice.objects.filter(kind=Notice.Kind.TODO, link=activity.get_absolute_url(), key__endswith=f"-{who}")
    if users is not None:
        asked = asked.filter(recipient__in=users)
    asked.mark_read()


def _tell(users, activity, step, words, *, kind=Notice.Kind.NEWS, who="holder"):
    if step.by_id:
        users = users.exclude(pk=step.by_id)
    notify(
        users,
        kind=kind,
        title=f"{words}：{activity.title}"[:120],
        body=_body(activity, step),
        link=activity.get_absolute_url(),
        key=f"activity-{activity.pk}-step-{step.pk}-{who}",
    )


def _body(activity, step):
    """Date, time and place stand inside the notice; nobody has to open the page to know them."""
    lines = [f"时间：{activity.when}", f"地点：{activity.place_name or '待定'}"]
    if activity.host_id:
        lines.append(f"牵头单位：{activity.host}")
    if step.reason:
        lines.append(f"说明：{step.reason}")
    return "\n".join(lines)
