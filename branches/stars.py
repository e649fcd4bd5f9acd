"""Stars of branches: granted for a year by one document, withdrawn with a reason. The branch shows those of the last
year it has; what the roster once said of it stays where no star was ever granted here."""

from django.db import transaction
from django.utils import timezone

from branches.models import Branch, Star
from branches.models.star import words
from portal.access import WrongState


def grant(year, given, *, document_number, granted_on, by):
    """`given`: {branch: 0–5}, all at once or none. Returns the Stars."""
    document_number = document_number.strip()
    if not document_number or len(document_number) > 60:
        raise WrongState("请填写决定文号，最多60字。")
    if granted_on > timezone.localdate():
        raise WrongState("授予日期不能晚于今天。")
    with transaction.atomic():
        # The branches' rows are held, so of two documents for one year the second finds the first one's stars.
        rows = Branch.objects.select_for_update(no_key=True).filter(pk__in=[branch.pk for branch in given])
        held = {branch.pk: branch for branch in rows}
        there = Star.objects.valid().filter(year=year, branch__in=held).select_related("branch__organization")
        if taken := [str(star.branch) for star in there[:10]]:
            raise WrongState(f"已有{year}年度星级：{'、'.join(taken)}。请先撤销原来的。")
        stamps = {"year": year, "document_number": document_number, "granted_on": granted_on, "granted_by": by}
        rows = Star.objects.bulk_create(Star(branch=branch, stars=stars, **stamps) for branch, stars in given.items())
        Star.history.bulk_history_create(rows, default_user=by)
        _show(held.values(), by)
    return rows


@transaction.atomic
def withdraw(star, *, by, reason):
    """撤销: it stays on record with its reason, and the branch shows what it had before."""
    reason = reason.strip()
    if not reason:
        raise WrongState("请写明撤销原因。")
    Branch.objects.select_for_update(no_key=True).get(pk=star.branch_id)
    stamps = {"withdrawn_on": timezone.localdate(), "withdrawn_reason": reason[:200], "withdrawn_by": by}
    if not Star.objects.filter(pk=star.pk, withdrawn_on=None).update(**stamps):
        raise WrongState(f"“{star}”已经撤销。")
    star.refresh_from_db()
    Star.history.bulk_history_create([star], update=True, default_user=by)
    _show([star.branch], by)


def last_before(year, branches):
    """{branch pk: stars} of the last year before this one, one query. None of a branch that never had any."""
    rows = (
        Star.objects.valid().filter(branch__in=branches, year__lt=year).order_by("year").values_list("branch", "stars")
    )
    return dict(rows)


def change_words(before, now):
    """新评, 晋升, 降低, 保持, for the table beside the stars."""
    if before is None:
        return "新评"
    if now == before:
        return "保持"
    return f"{'晋升' if now > before else '降低'}（原{words(before)}）"


def _show(branches, by):
    """Branch.star follows the last year's star; 不定级 shows as not rated."""
    latest = dict(
        Star.objects.valid()
        .filter(branch__in=[branch.pk for branch in branches])
        .order_by("year")
        .values_list("branch", "stars")
    )
    changed = []
    for branch in branches:
        shown = str(latest.get(branch.pk, 0) or "")
        if branch.star != shown:
            branch.star = shown
            changed.append(branch)
    Branch.objects.bulk_update(changed, ["star"])
    Branch.history.bulk_history_create(changed, update=True, default_user=by)
