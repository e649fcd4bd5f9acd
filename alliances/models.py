from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models, router, transaction
from django.db.models import F, Q
from django.urls import reverse

from accounts.audit import audited
from alliances.querysets import (
    AllianceQuerySet,
    CommitteeQuerySet,
    DatedQuerySet,
    OfAllianceQuerySet,
    OfCommitteeQuerySet,
    OrganizationQuerySet,
    SeatQuerySet,
)
from portal.pinyin import search_key


class Committee(models.Model):
    """The “1”: a 机关工委, and the settings of how it works. Nothing of one committee is ever seen by another."""

    name = models.CharField("全称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    plans_need_committee = models.BooleanField(
        "联盟计划由工委审定", default=True, help_text="不勾选时，片长单位提交即发布。"
    )
    proposals_need_lead = models.BooleanField("成员单位的计划先由片长单位审核", default=True)
    review_days = models.PositiveSmallIntegerField("审核时限（工作日）", default=2)
    quiet_from = models.TimeField("免打扰开始", default="21:00")
    quiet_until = models.TimeField("免打扰结束", default="08:00")
    digest = models.BooleanField("邮件每日汇总", default=True, help_text="待办与提醒合并为每天一封。")
    weekly_limit = models.PositiveSmallIntegerField("每人每周最多提醒（条）", default=5)

    history = audited()
    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "工委"
        verbose_name_plural = "工委"
        ordering = ["pk"]

    def __str__(self):
        return self.short_name


class Category(models.Model):
    """单位类别, and what the “in principle” rules of composition say of it."""

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="categories")
    name = models.CharField("名称", max_length=30)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    may_lead = models.BooleanField("可任片长单位", default=False)
    may_deputize = models.BooleanField("可任副片长单位", default=False)
    is_spread = models.BooleanField("分散到各联盟", default=False, help_text="如党委部门、群团、驻黄部门。")
    is_chamber = models.BooleanField("商（协）会", default=False)

    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "单位类别"
        verbose_name_plural = "单位类别"
        ordering = ["order_number", "pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="category_name_once")]

    def __str__(self):
        return self.name


class Organization(models.Model):
    """One of the “N”: the top party organization of a member unit, or of a chamber that belongs to an alliance."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "机关党委"
        GENERAL = "general", "机关党总支"
        BRANCH = "branch", "机关党支部"
        OTHER = "other", "其他党组织"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="organizations")
    order_number = models.PositiveIntegerField("次序", default=0, help_text="全市规范排序，名册、表格都按它排。")
    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("党组织类型", max_length=10, choices=Kind, default=Kind.OTHER)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name="单位类别", related_name="organizations")
    district = models.CharField("所在区域", max_length=30, blank=True)
    member_count = models.PositiveIntegerField("党员数", default=0)
    branch_count = models.PositiveIntegerField("支部数", default=0)
    secretary_name = models.CharField("书记", max_length=30, blank=True)
    officer_name = models.CharField("党务干部（联络员）", max_length=30, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    term_since = models.DateField("本届任期起始", null=True, blank=True)
    term_month_only = models.BooleanField("任期起始只知到月", default=False)
    term_years = models.PositiveSmallIntegerField("任期年限", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True, help_text="撤销或并转的党组织填此日期，不要删除。")
    search_key = models.CharField("检索键", max_length=400, editable=False, default="")

    history = audited(excluded_fields=["search_key"])
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "党组织"
        verbose_name_plural = "党组织"
        ordering = ["order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "short_name"],
                name="organization_short_name_once",
                violation_error_message="本工委已有同一简称的党组织。",
            ),
        ]

    def __str__(self):
        return self.short_name

    def save(self, *args, **kwargs):
        self.set_search_key()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("organization-detail", args=[self.pk])

    def set_search_key(self):
        """Bulk writers call this themselves, for bulk_create does not call save()."""
        self.search_key = f"{self.short_name} {self.name} {search_key(self.short_name)} {search_key(self.name)}"[:400]


class Alliance(models.Model):
    """One of the “7”: organizations that do things together, led by a 片长单位."""

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="alliances")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("名称", max_length=40, help_text="如“文化园党建联盟”。")
    mark = models.CharField("一字标识", max_length=1, help_text="日历和表格里代表本联盟的一个字。")
    motto = models.CharField("口号", max_length=80, blank=True)
    since = models.DateField("成立日期")
    until = models.DateField("终止日期", null=True, blank=True)
    search_key = models.CharField("检索键", max_length=200, editable=False, default="")

    history = audited(excluded_fields=["search_key"])
    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = "党建联盟"
        verbose_name_plural = "党建联盟"
        ordering = ["order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"], name="alliance_name_once", violation_error_message="已有同名联盟。"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="alliance_until_after_since",
                violation_error_message="终止日期不能早于成立日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.search_key = f"{self.name} {search_key(self.name)}"[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("alliance-detail", args=[self.pk])

    @property
    def short_name(self):
        """文化园, for tables that say 联盟 in their head."""
        return self.name.removesuffix("党建联盟") or self.name

    @property
    def tint(self):
        """Number of the alliance's colour, 1 to 7, as the style sheets know it."""
        return (self.order_number - 1) % 7 + 1 if self.order_number else 7


class Seat(models.Model):
    """An organization's place in an alliance, from a day to a day (both included; open = null). Ended, never deleted.

    No organization has two seats on one day and no alliance two leads. PostgreSQL holds that by the exclusion
    constraints of migration 0002; SQLite has none, so there `save` looks under the write lock. Bulk writers ask
    `Seat.objects.clashing()`.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "片长单位"
        DEPUTY = "deputy", "副片长单位"
        MEMBER = "member", "成员单位"
        CHAMBER = "chamber", "商（协）会党组织"

    alliance = models.ForeignKey(Alliance, models.PROTECT, verbose_name="联盟", related_name="seats")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="seats")
    role = models.CharField("席位", max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = audited()
    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "席位"
        verbose_name_plural = "席位"
        ordering = ["alliance__order_number", "organization__order_number", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="seat_until_after_since",
                violation_error_message="终止日期不能早于起始日期。",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(until=None),
                name="seat_one_current_each",
                violation_error_message="这个党组织已有现任席位，请先办理终止。",
            ),
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(role="lead", until=None),
                name="seat_one_lead_per_alliance",
                violation_error_message="一个联盟只能有一个片长单位。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}（{self.alliance.short_name}{self.get_role_display()}）"

    def save(self, *args, using=None, **kwargs):
        using = using or router.db_for_write(Seat, instance=self)
        if connections[using].vendor == "postgresql":
            super().save(*args, using=using, **kwargs)
            return
        with transaction.atomic(using=using):
            if self.clashing().exists():
                raise IntegrityError("alliances_seat: overlaps a seat of the organization or a lead of the alliance")
            super().save(*args, using=using, **kwargs)

    def clean(self):
        if self.since and self.organization_id and self.alliance_id and (clash := self.clashing().first()):
            raise ValidationError(clash.refusal())

    def clashing(self):
        """Other seats that cannot stand beside this one."""
        same = Q(organization=self.organization_id)
        if self.role == self.Role.LEAD:
            same |= Q(alliance=self.alliance_id, role=self.Role.LEAD)
        others = Seat.objects.between(self.since, self.until).exclude(pk=self.pk)
        return others.filter(same).select_related("organization", "alliance")

    def refusal(self):
        """Why nothing else can be put where this seat is, for the person who tried."""
        place = f"{self.alliance.short_name}{self.get_role_display()}"
        return f"{self.organization}{self.days}任{place}，日期重叠，请先办理终止。"

    def stands_on(self, day):
        return self.since <= day and (self.until is None or self.until >= day)

    @property
    def days(self):
        """自2026-01-01起, or 2025-01-01至2025-12-31."""
        return f"{self.since}至{self.until}" if self.until else f"自{self.since}起"


class Liaison(models.Model):
    """A leader of the committee who guides an alliance (联系指导), from a day to a day."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, verbose_name="联盟", related_name="liaisons")
    name = models.CharField("联系领导", max_length=30)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", related_name="liaisons", null=True, blank=True
    )
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)

    history = audited()
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "联系领导"
        verbose_name_plural = "联系领导"
        ordering = ["alliance__order_number", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="liaison_until_after_since",
                violation_error_message="终止日期不能早于起始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.alliance.short_name}）"


class Waiver(models.Model):
    """A committee's word that a breach of an “in principle” rule of composition is known and accepted."""

    class Rule(models.TextChoices):
        LEAD = "lead", "片长单位"
        DEPUTIES = "deputies", "副片长单位"
        CHAMBER = "chamber", "商（协）会"
        SIZE = "size", "规模均衡"
        SPREAD = "spread", "分散编组"

    alliance = models.ForeignKey(Alliance, models.CASCADE, verbose_name="联盟", related_name="waivers")
    rule = models.CharField("核对项", max_length=20, choices=Rule)
    note = models.CharField("说明", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="说明人", related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)

    history = audited()
    objects = OfAllianceQuerySet.as_manager()

    class Meta:
        verbose_name = "编组说明"
        verbose_name_plural = "编组说明"
        ordering = ["alliance__order_number", "rule"]
        constraints = [models.UniqueConstraint(fields=["alliance", "rule"], name="waiver_once_per_rule")]

    def __str__(self):
        return f"{self.alliance.short_name}：{self.note}"
