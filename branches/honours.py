"""Levels and awards of a brand: granted by a decision with number and date, withdrawn with a reason, never deleted."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches import brand_announcements as announcements
from branches.models import BrandStep, Honour
from portal.access import WrongState


def grant(brand, level, title, document_number, granted_on, *, by):
    """`level` None for an award of a contest. The title may be left empty for a level: “2026年示范品牌”."""
    title = title.strip() or (f"{granted_on.year}年{level}品牌" if level else "")
    document_number = document_number.strip()
    _require_sound(brand, level, title, document_number, granted_on)
    try:
        with transaction.atomic():
            brand.lock()
            if not brand.published_id:
                raise WrongState(f"“{brand}”还没有发布，不能授予荣誉。")
            honour = Honour.objects.create(
                brand=brand,
                level=level,
                title=title,
                document_number=document_number,
                granted_on=granted_on,
                granted_by=by,
            )
            step = brand.record(BrandStep.Verb.GRANT, by=by, reason=f"{title}（{document_number}）")
            announcements.tell_owner(brand, step, f"品牌获评“{title}”")
    except IntegrityError as error:
        raise WrongState(f"“{brand}”已有“{level}”等次，不必重复授予。") from error
    return honour


@transaction.atomic
def withdraw(honour, *, by, reason):
    """撤销: it stays on record with its reason and counts no more."""
    reason = reason.strip()
    if not reason:
        raise WrongState("请写明撤销原因。")
    brand = honour.brand
    brand.lock()
    stamps = {"withdrawn_on": timezone.localdate(), "withdrawn_reason": reason[:200], "withdrawn_by": by}
    if not Honour.objects.filter(pk=honour.pk, withdrawn_on=None).update(**stamps):
        raise WrongState(f"“{honour}”已经撤销。")
    honour.refresh_from_db()
    Honour.history.bulk_history_create([honour], update=True, default_user=by)
    step = brand.record(BrandStep.Verb.REVOKE, by=by, reason=f"{honour}：{reason}")
    announcements.tell_owner(brand, step, f"撤销“{honour}”")


def _require_sound(brand, level, title, document_number, granted_on):
    if not title:
        raise WrongState("请填写荣誉名称。")
    if not document_number:
        raise WrongState("请填写决定文号。")
    if len(title) > 60 or len(document_number) > 60:
        raise WrongState("荣誉名称和决定文号最多60字。")
    if granted_on > timezone.localdate():
        raise WrongState("授予日期不能晚于今天。")
    if level and (level.committee_id != brand.committee_id or not level.is_active):
        raise WrongState(f"等次“{level}”不在用，请另选。")
