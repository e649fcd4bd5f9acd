"""互鉴: another unit marks what it learned from a brand; both sides see the link. Taken back, never deleted."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches import brand_announcements as announcements
from branches.models import Adoption, BrandStep
from portal.access import WrongState

LONGEST = 200


def adopt(brand, organization, branch, lesson, *, by):
    """`branch` None when the unit as a whole learned from it."""
    lesson = lesson.replace("\x00", "").strip()
    if not lesson:
        raise WrongState("请写一句话：借鉴了什么。")
    if len(lesson) > LONGEST:
        raise WrongState(f"最多{LONGEST}字，现有{len(lesson)}字。")
    _require_another(brand, organization, branch)
    try:
        with transaction.atomic():
            brand.lock()
            brand.require_current()
            if not brand.published_id:
                raise WrongState(f"“{brand}”还没有发布，不能互鉴。")
            adoption = Adoption.objects.create(
                brand=brand, organization=organization, branch=branch, lesson=lesson, by=by
            )
            step = brand.record(BrandStep.Verb.ADOPT, by=by, reason=f"{branch or organization}：{lesson}")
            announcements.tell_owner(brand, step, f"{branch or organization}借鉴了品牌")
    except IntegrityError as error:
        raise WrongState(f"{branch or organization}已经借鉴过“{brand}”，要改说明请先收回。") from error
    return adoption


@transaction.atomic
def take_back(adoption, *, by):
    brand = adoption.brand
    brand.lock()
    if not Adoption.objects.filter(pk=adoption.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise WrongState("这条互鉴已经收回。")
    adoption.refresh_from_db()
    Adoption.history.bulk_history_create([adoption], update=True, default_user=by)
    brand.record(BrandStep.Verb.TAKE_BACK, by=by, reason=str(adoption.branch or adoption.organization))


def _require_another(brand, organization, branch):
    if organization.committee_id != brand.committee_id:
        raise WrongState("只能在本工委范围内互鉴。")
    if organization.pk == brand.organization_id:
        raise WrongState("这是本单位的品牌，不必互鉴。")
    if branch and branch.organization_id != organization.pk:
        raise WrongState(f"{branch}不是{organization}的支部。")
