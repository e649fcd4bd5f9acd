from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.audit import audited
from alliances.models.committee import Committee
from alliances.querysets import AllianceQuerySet, DatedQuerySet, OfAllianceQuerySet
from portal.pinyin import search_key


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
