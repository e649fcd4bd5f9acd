from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Alliance, Committee, Organization
from branches.brand_querysets import BrandQuerySet
from branches.models.branch import Branch
from branches.models.brand_states import KINDS, WAITING, State
from branches.models.trail import BrandStep
from portal.access import WrongState
from portal.pinyin import search_key


class Brand(models.Model):
    """A 党建品牌 of a branch, an organization or an alliance: who owns it, and which of its versions stands now.

    What it says is in its `BrandVersion` rows: at most one published, and at most one in the making beside it.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="brands")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="党组织", related_name="brands", null=True, blank=True
    )
    branch = models.ForeignKey(
        Branch,
        models.PROTECT,
        verbose_name="党支部",
        related_name="brands",
        null=True,
        blank=True,
        help_text="单位自己的品牌留空。",
    )
    alliance = models.ForeignKey(
        Alliance,
        models.PROTECT,
        verbose_name="联盟",
        related_name="brands",
        null=True,
        blank=True,
        help_text="只有联盟自己的品牌才填。",
    )
    published = models.OneToOneField(
        "BrandVersion", models.PROTECT, verbose_name="已发布的版本", related_name="+", null=True, editable=False
    )
    published_on = models.DateField("首次发布日期", null=True, blank=True, editable=False)
    created_on = models.DateField("创建日期", default=timezone.localdate)
    ended_on = models.DateField("停用日期", null=True, blank=True, editable=False)
    search_key = models.CharField("检索键", max_length=400, editable=False, default="")

    history = audited(excluded_fields=["search_key"])
    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = "党建品牌"
        verbose_name_plural = "党建品牌"
        ordering = ["organization__order_number", "branch__order_number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False, alliance=None)
                | Q(organization=None, branch=None, alliance__isnull=False),
                name="brand_has_one_owner",
                violation_error_message="品牌属于一个党组织（或其支部），或者属于一个联盟。",
            ),
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(ended_on=None),
                name="brand_once_per_branch",
                violation_error_message="这个支部已有品牌，请修订原有品牌。",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(ended_on=None, branch=None),
                name="brand_once_per_organization",
                violation_error_message="这个党组织已有品牌，请修订原有品牌。",
            ),
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(ended_on=None),
                name="brand_once_per_alliance",
                violation_error_message="这个联盟已有品牌，请修订原有品牌。",
            ),
        ]
        indexes = [models.Index(fields=["committee", "published_on"], name="brand_gallery")]

    def __str__(self):
        return self.published.name if self.published_id else f"{self.owner}的品牌"

    def get_absolute_url(self):
        return reverse("brand-detail", args=[self.pk])

    @property
    def owner(self):
        """The branch, the organization or the alliance."""
        return self.branch or self.organization or self.alliance

    @property
    def alliance_today(self):
        """Its own, or that in which its organization sits today; read from what `with_alliance` brought, if it did."""
        if self.alliance_id or not self.organization_id:
            return self.alliance
        if "seated_in" in self.__dict__:
            return Alliance(**self.seated_in) if self.seated_in else None
        seats = self.organization.__dict__.get("standing_seats")  # of `Organization.objects.seated_on`
        if seats is None:
            seats = self.organization.seats.on(timezone.localdate()).select_related("alliance")
        seat = next(iter(seats), None)
        return seat.alliance if seat else None

    @property
    def making_status(self):
        """Word and mark of the version in the making, where `with_making_for` found that the person may see it."""
        state = getattr(self, "making_state", None)
        if state in WAITING:
            return {"kind": "now", "label": "评审中"}
        return {"kind": KINDS[state], "label": State(state).label} if state else None

    def set_search_key(self, name):
        """By the name; its owner is found by the owner's own key."""
        self.search_key = f"{name} {search_key(name)}"[:400]

    def record(self, verb, *, by, version=None, reason=""):
        """A line of the trail. What the committee does in the owner's place is marked 代录."""
        for_owner = bool(by and by.is_staff and verb in BrandStep.OF_THE_OWNER)
        return self.steps.create(verb=verb, by=by, version=version, reason=reason, is_for_unit=for_owner)

    def lock(self):
        """First line of every verb: whatever is done with a brand is done one at a time, versions after the brand."""
        held = Brand.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.published_id, self.published_on, self.ended_on = held.published_id, held.published_on, held.ended_on

    def require_current(self):
        if self.ended_on:
            raise WrongState(f"“{self}”已于{self.ended_on}停用，不能再办理。")
