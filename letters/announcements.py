"""Who is told of a step? Staff what there is to approve or to check, the units what is issued to them.

Called by the verbs of the models, inside their transaction: a step that is undone tells nobody.
"""

from django.utils import timezone

from accounts.models import User
from notices.models import Notice
from notices.outbox import notify


def tell_approvers(letter, step):
    staff = User.objects.staff_of(letter.committee_id)
    _tell(staff, letter, step, "请审批公文", who="holder", kind=Notice.Kind.TODO)


def tell_writer(letter, step, words):
    _tell(_writers(letter), letter, step, words, who="holder", kind=Notice.Kind.TODO)


def _writers(letter_or_batch):
    """Whoever drafted it; the staff, when that person has left."""
    writer = letter_or_batch.created_by
    if writer is not None and writer.is_active:
        return User.objects.active().filter(pk=writer.pk)
    return User.objects.staff_of(letter_or_batch.committee_id)


def tell_units(letter, step):
    people = User.objects.officers_of(letter.recipients.values("organization"))
    _tell(people, letter, step, f"请签收{letter.get_kind_display()}", who="units", kind=Notice.Kind.TODO)


def tell_units_void(letter, step):
    people = User.objects.officers_of(letter.recipients.values("organization"))
    _tell(people, letter, step, f"{letter.get_kind_display()}已作废", who="news")


def tell_unit(part, step, words):
    people = User.objects.officers_of([part.organization_id])
    kind = Notice.Kind.TODO if part.state in part.OWING else Notice.Kind.NEWS
    _tell(people, part.letter, step, words, who="units", kind=kind)


def tell_committee(part, step):
    staff = User.objects.staff_of(part.letter.committee_id)
    who = f"reply-{part.pk}"
    _tell(staff, part.letter, step, f"{part.organization}已回复，请审核", who=who, kind=Notice.Kind.TODO)


def settle(letter, *, who="holder"):
    """It is done, by whoever did it: what asked for it counts as read for all who were asked."""
    _asked(letter).filter(key__endswith=f"-{who}").mark_read()


def settle_unit(part):
    """The unit's officers, or the staff who were to check its reply."""
    asked = _asked(part.letter)
    asked.filter(key__endswith=f"-reply-{part.pk}").mark_read()
    officers = User.objects.officers_of([part.organization_id])
    asked.filter(key__endswith="-units", recipient__in=officers).mark_read()


def _asked(letter):
    return Notice.objects.filter(kind=Notice.Kind.TODO, link=letter.get_absolute_url())


def _tell(users, letter, step, words, *, who, kind=Notice.Kind.NEWS):
    if step.by_id:
        users = users.exclude(pk=step.by_id)
    notify(
        users,
        kind=kind,
        title=f"{words}：{letter.title}",
        body=_body(letter, step),
        link=letter.get_absolute_url(),
        key=f"letter-{letter.pk}-step-{step.pk}-{who}",
    )


def _body(letter, step):
    """Number and deadline stand inside the notice; nobody has to open the page to know them."""
    lines = [f"发文字号：{letter.number}" if letter.number else "", f"说明：{step.reason}" if step.reason else ""]
    return "\n".join(filter(None, lines))


def tell_approvers_of_batch(batch, by, number):
    """One notice for all of them."""
    staff = User.objects.staff_of(batch.committee_id)
    _tell_of_batch(staff, batch, by, f"请审批{number}份公文", "submitted")


def tell_writer_of_batch(batch, by, number):
    _tell_of_batch(_writers(batch), batch, by, f"{number}份公文已审批，请编号印发", "approved")


def _tell_of_batch(users, batch, by, words, act):
    notify(
        users.exclude(pk=by.pk),
        title=f"{words}：{batch.title}",
        link=batch.get_absolute_url(),
        key=f"letter-batch-{batch.pk}-{act}-{timezone.localdate()}",
    )
