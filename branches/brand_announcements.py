"""Who is told of a step of a brand? Those who have it now; its owner when it is out, honoured or learned from.

Called by the verbs, inside their transaction: a step that is undone tells nobody.
"""

from django.utils import timezone

from branches import brand_holders
from branches.brand_owners import writers
from branches.models.brand_states import State
from notices.models import Notice
from notices.outbox import notify

TO_HOLDER = {
    State.PROPOSED: "请初审品牌",
    State.SUBMITTED: "请审定品牌",
    State.RETURNED: "品牌退回，请修改",
}


def tell_holder(version, step):
    """It is now yours: with the reason, when it was returned."""
    users, words = brand_holders.holding_users(version), TO_HOLDER[version.state]
    _tell(users, version.brand, step, f"{words}：{version}", kind=Notice.Kind.TODO, who="holder")


def tell_owner(brand, step, words):
    _tell(writers(brand, timezone.localdate()), brand, step, f"{words}：{brand}")


def settle(brand):
    """It is done, by whoever did it: what asked for it counts as read for all who were asked."""
    asked = Notice.objects.filter(kind=Notice.Kind.TODO, link=brand.get_absolute_url(), key__endswith="-holder")
    asked.mark_read()


def _tell(users, brand, step, title, *, kind=Notice.Kind.NEWS, who="owner"):
    if step.by_id:
        users = users.exclude(pk=step.by_id)
    notify(
        users,
        kind=kind,
        title=title,
        body=_body(brand, step),
        link=brand.get_absolute_url(),
        key=f"brand-{brand.pk}-step-{step.pk}-{who}",
    )


def _body(brand, step):
    lines = [f"所属：{brand.owner}"]
    if step.reason:
        lines.append(f"说明：{step.reason}")
    return "\n".join(lines)
