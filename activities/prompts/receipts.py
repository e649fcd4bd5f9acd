"""Which units have read a prompt? One receipt a unit, made when the first of its officers opens it."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from activities.models import Prompt, PromptReceipt
from activities.prompts import announcements
from alliances.models import Organization
from portal.access import WrongState


def read(prompt, user):
    """An officer of a unit has opened it. Two at once leave one receipt; who looks again writes nothing."""
    if not (prompt.is_published and user.is_officer and user.committee_id == prompt.committee_id):
        return
    if not prompt.receipts.filter(organization=user.organization_id).exists():
        PromptReceipt.objects.bulk_create(
            [PromptReceipt(prompt=prompt, organization_id=user.organization_id, by=user)], ignore_conflicts=True
        )


def asked(prompt, day):
    """The units it is meant for, in official order: all member units that stand on the day, chambers not."""
    return Organization.objects.filter(committee=prompt.committee_id).on(day).units().order_by("order_number", "pk")


def unread(prompt, day):
    """Those that have not read it, each with `has_officer`: who has none cannot."""
    read_by = prompt.receipts.values("organization")
    officers = User.objects.active().filter(post=User.Post.OFFICER, organization=OuterRef("pk"))
    return asked(prompt, day).exclude(pk__in=read_by).annotate(has_officer=Exists(officers))


@transaction.atomic
def remind(prompt, *, by, day):
    """提醒未阅单位, once. How many units were told."""
    if not prompt.is_published:
        raise WrongState("还没有发布，不用提醒。")
    units = [unit.pk for unit in unread(prompt, day) if unit.has_officer]
    if not units:
        raise WrongState("没有可以提醒的单位。")
    rows = Prompt.objects.filter(pk=prompt.pk, reminded_at=None)
    if not rows.update(reminded_at=timezone.now(), reminded_by=by):
        raise WrongState("已经提醒过一次，不再重复提醒。")
    announcements.tell_unread(prompt, units)
    return len(units)
