"""How a brand begins, is revised, and ends."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from alliances.models import Alliance, Organization
from branches import brand_announcements as announcements
from branches.models import Branch, Brand, BrandPicture, BrandStep, BrandVersion
from branches.models.brand_states import OPEN, State
from portal.access import WrongState


def start(owner, by):
    """A first draft for a branch, an organization or an alliance. One brand each: of two who begin at once one wins."""
    today = timezone.localdate()
    if owner.until and owner.until < today:
        raise WrongState(f"{owner}已于{owner.until}撤销，不能再创建品牌。")
    places = place_of(owner)
    try:
        with transaction.atomic():
            brand = Brand.objects.create(**places)
            version = brand.versions.create(created_by=by)
            brand.record(BrandStep.Verb.CREATE, by=by, version=version)
    except IntegrityError as error:
        raise WrongState(f"{owner}已有品牌，请在原来的品牌上续写或修订。") from error
    return version


def revise(brand, by):
    """A new version beside the published one, beginning with its words and pictures."""
    try:
        with transaction.atomic():
            brand.lock()
            brand.require_current()
            if not brand.published_id:
                raise WrongState(f"“{brand}”还没有发布，请直接修改。")
            version = _copy(brand, BrandVersion.objects.get(pk=brand.published_id), by)
            brand.record(BrandStep.Verb.REVISE, by=by, version=version)
    except IntegrityError as error:
        raise WrongState(f"“{brand}”已有一份修订稿，请在那一份上修改。") from error
    return version


@transaction.atomic
def end(brand, *, by, reason):
    """停用: it leaves the gallery and can be read as history; a version still in the making goes with it."""
    reason = reason.strip()
    if not reason:
        raise WrongState("请写明停用原因。")
    brand.lock()
    today = timezone.localdate()
    if not Brand.objects.filter(pk=brand.pk, ended_on=None).update(ended_on=today):
        raise WrongState(f"“{brand}”已于{brand.ended_on}停用。")
    brand.ended_on = today
    Brand.history.bulk_history_create([brand], update=True, default_user=by)
    brand.versions.filter(state__in=OPEN).update(state=State.DROPPED, state_since=timezone.now())
    announcements.settle(brand)
    announcements.tell_owner(brand, brand.record(BrandStep.Verb.END, by=by, reason=reason), "品牌已停用")


def place_of(owner):
    """The fields of a brand that say whose it is."""
    if isinstance(owner, Alliance):
        return {"committee_id": owner.committee_id, "alliance": owner}
    if isinstance(owner, Organization):
        return {"committee_id": owner.committee_id, "organization": owner}
    if isinstance(owner, Branch):
        return {"committee_id": owner.organization.committee_id, "organization": owner.organization, "branch": owner}
    raise TypeError(f"no owner of a brand: {owner!r}")


def _copy(brand, old, by):
    """Pictures share their files; a file goes with the last row that names it."""
    words = {field: getattr(old, field) for field in BrandVersion.WORDS}
    number = brand.versions.aggregate(last=Max("number"))["last"] + 1
    version = brand.versions.create(number=number, logo=old.logo.name, created_by=by, **words)
    kept = ("image", "thumbnail", "caption", "order_number", "width", "height")
    pictures = [{name: getattr(picture, name) for name in kept} for picture in old.pictures.all()]
    for fields in pictures:
        names = {name: fields[name].name for name in ("image", "thumbnail")}
        BrandPicture.objects.create(version=version, **fields | names)
    return version
