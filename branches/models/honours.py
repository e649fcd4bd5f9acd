from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee
from alliances.querysets import OfCommitteeQuerySet
from branches.brand_querysets import HonourQuerySet
from branches.models.brand import Brand


class BrandLevel(models.Model):
    """培育, 示范, 十佳: rows the committee keeps, the highest with the smallest order number."""

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="brand_levels")
    name = models.CharField("等次", max_length=12)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "品牌等次"
        verbose_name_plural = "品牌等次"
        ordering = ["order_number", "pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="brand_level_name_once")]

    def __str__(self):
        return self.name


class Honour(models.Model):
    """A level granted to a brand, or an award it won, by a decision with number and date. Withdrawn, never deleted."""

    brand = models.ForeignKey(Brand, models.PROTECT, verbose_name="品牌", related_name="honours")
    level = models.ForeignKey(
        BrandLevel, models.PROTECT, verbose_name="等次", related_name="honours", null=True, blank=True
    )
    title = models.CharField("荣誉名称", max_length=60, help_text="如“2026年市直机关示范品牌”。")
    document_number = models.CharField("决定文号", max_length=60)
    granted_on = models.DateField("授予日期")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+", null=True, editable=False
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤销原因", max_length=200, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤销人", related_name="+", null=True, editable=False
    )

    history = audited()
    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = "品牌荣誉"
        verbose_name_plural = "品牌荣誉"
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "level"],
                condition=Q(withdrawn_on=None, level__isnull=False),
                name="honour_level_once_at_a_time",
                violation_error_message="这个品牌已有这一等次。",
            ),
        ]

    def __str__(self):
        return self.title
