"""Which brand may take part, and why may this one not? Dates, kinds, limits and levels, as the contest says."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from alliances.models import Seat
from alliances.permissions import is_committee
from alliances.standing import standing
from assessments.models import Entry
from branches.brand_permissions import is_writer
from branches.models import Brand, Honour
from portal.access import WrongState

COUNTED = (Entry.State.ENTERED, Entry.State.ACCEPTED)  # refused and withdrawn ones leave their place to others


@dataclass(frozen=True)
class Offer:
    """A brand the person works on; `why_not` is empty when it may be entered now."""

    brand: Brand
    why_not: str
    entry: Entry | None = None  # the one that stands already


def offered(contest, user, day=None):
    """Every brand that this person could enter, those that may be entered first."""
    day = day or timezone.localdate()
    brands = list(_brands_of(contest, user))
    closed = _closed_for(contest, user, day)
    facts = _Facts(contest, brands, day)
    offers = [Offer(brand, closed or facts.why_not(brand), facts.entries.get(brand.pk)) for brand in brands]
    return sorted(offers, key=lambda offer: bool(offer.why_not))


@transaction.atomic
def enter(contest, brand, *, by, day=None):
    """报送, with the version that is published at this moment. The contest is held while places are counted."""
    day = day or timezone.localdate()
    contest.hold()
    brand = Brand.objects.select_related("published", "organization", "alliance", "branch").get(pk=brand.pk)
    if brand.committee_id != contest.committee_id or not (is_writer(by, brand) or is_committee(by, contest)):
        raise WrongState(f"“{brand}”不是您单位的品牌，不能代为报送。")
    facts = _Facts(contest, [brand], day)
    if refusal := _closed_for(contest, by, day) or facts.why_not(brand):
        raise WrongState(refusal)
    entry = Entry.objects.create(
        contest=contest,
        brand=brand,
        version=brand.published,
        organization=brand.organization,
        alliance_id=facts.alliance_of(brand),
        entered_by=by,
    )
    late = "（截止后由工委代录）" if day > contest.entries_until else ""
    contest.record("报送", by=by, reason=f"“{entry}”{late}", is_public=False)
    return entry


def _brands_of(contest, user):
    brands = Brand.objects.current().filter(committee=contest.committee_id)
    brands = brands.select_related("published", "organization", "branch__organization", "alliance")
    if is_committee(user, contest):
        return brands
    if not user.is_officer or user.committee_id != contest.committee_id:
        return brands.none()
    own = brands.filter(organization=user.organization_id)
    return own | brands.filter(alliance__in=standing(user).heads)


def _closed_for(contest, user, day):
    """Why nothing can be entered at all. The committee records late paper until it closes the entries."""
    if contest.state != contest.State.ENTRIES:
        return f"“{contest}”现在是“{contest.get_state_display()}”，不在征集。"
    if user.is_staff:
        return ""
    if day < contest.entries_since:
        return f"征集从{contest.entries_since}开始。"
    if day > contest.entries_until:
        return f"征集已于{contest.entries_until}截止。确有特殊情况，请联系工委。"
    return ""


class _Facts:
    """What has to be known to judge some brands at once, in four queries."""

    def __init__(self, contest, brands, day):
        self.contest = contest
        standing_entries = contest.entries.filter(state__in=COUNTED).select_related("version")
        self.entries = {entry.brand_id: entry for entry in standing_entries}
        self.by_organization = Counter(entry.organization_id for entry in self.entries.values())
        self.by_alliance = Counter(entry.alliance_id for entry in self.entries.values())
        self.levels = self._levels(brands)
        seats = Seat.objects.on(day).filter(organization__in={brand.organization_id for brand in brands} - {None})
        self.alliances = dict(seats.values_list("organization", "alliance"))

    def _levels(self, brands):
        barred = Honour.objects.valid().filter(level__in=self.contest.barred_levels.all())
        barred = barred.filter(brand__in=[brand.pk for brand in brands])
        return dict(barred.values_list("brand", "level__name"))

    def alliance_of(self, brand):
        return brand.alliance_id or self.alliances.get(brand.organization_id)

    def why_not(self, brand):
        return next(filter(None, self._refusals(brand)), "")

    def _refusals(self, brand):
        if brand.pk in self.entries:
            yield "已经报送。"
        if brand.ended_on:
            yield f"品牌已于{brand.ended_on}停用。"
        if not brand.published_id:
            yield "品牌还没有发布，发布后才能报送。"
        yield self._wrong_kind(brand)
        if level := self.levels.get(brand.pk):
            yield f"已是“{level}”，本次不重复申报。"
        yield self._limit(brand)

    def _wrong_kind(self, brand):
        kinds = (
            (brand.branch_id, self.contest.takes_branches, "支部"),
            (brand.organization_id, self.contest.takes_organizations, "单位"),
            (brand.alliance_id, self.contest.takes_alliances, "联盟"),
        )
        taken, name = next((taken, name) for owner, taken, name in kinds if owner)
        return "" if taken else f"本次不接受{name}品牌。"

    def _limit(self, brand):
        limits = (
            (brand.organization_id, self.by_organization, self.contest.limit_per_organization, "本单位"),
            (self.alliance_of(brand), self.by_alliance, self.contest.limit_per_alliance, "所在联盟"),
        )
        for owner, counted, limit, name in limits:
            if owner and limit is not None and counted[owner] >= limit:
                return f"{name}已报送{counted[owner]}件，最多{limit}件。"
        return ""
