from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Organization
from branches.brand_querysets import AdoptionQuerySet
from branches.models.branch import Branch
from branches.models.brand import Brand


class Adoption(models.Model):
    """互鉴: another unit says what it learned from a brand. Both sides see the link. Taken back, never deleted."""

    brand = models.ForeignKey(Brand, models.CASCADE, verbose_name="品牌", related_name="adoptions")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="借鉴单位", related_name="adoptions")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="借鉴支部", related_name="adoptions", null=True, blank=True
    )
    lesson = models.CharField("借鉴了什么", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    withdrawn_at = models.DateTimeField("收回时间", null=True, blank=True, editable=False)

    history = audited()
    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = "品牌互鉴"
        verbose_name_plural = "品牌互鉴"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "organization", "branch"],
                condition=Q(withdrawn_at=None, branch__isnull=False),
                name="adoption_once_per_branch",
                violation_error_message="这个支部已经借鉴过这个品牌，可以修改原来的说明。",
            ),
            models.UniqueConstraint(
                fields=["brand", "organization"],
                condition=Q(withdrawn_at=None, branch=None),
                name="adoption_once_per_organization",
                violation_error_message="本单位已经借鉴过这个品牌，可以修改原来的说明。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}借鉴“{self.brand}”"
