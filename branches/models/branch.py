from django.db import models

from accounts.audit import audited
from alliances.models import Organization
from portal.pinyin import search_key


class BranchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_superuser else self.filter(organization__committee=user.committee_id)

    def on(self, day):
        return self.filter(models.Q(until=None) | models.Q(until__gte=day))


class Branch(models.Model):
    """A 党支部 inside an organization."""

    class Star(models.TextChoices):
        FIVE = "5", "五星"
        FOUR = "4", "四星"
        THREE = "3", "三星"
        TWO = "2", "二星"
        ONE = "1", "一星"
        NONE = "", "未评"

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="所属党组织", related_name="branches")
    order_number = models.PositiveIntegerField("次序", default=0)
    name = models.CharField("名称", max_length=60)
    secretary_name = models.CharField("支部书记", max_length=30, blank=True)
    member_count = models.PositiveIntegerField("党员数", default=0)
    term_since = models.DateField("本届任期起始", null=True, blank=True)
    term_month_only = models.BooleanField("任期起始只知到月", default=False)
    star = models.CharField("上年度星级", max_length=1, choices=Star, blank=True, default=Star.NONE)
    until = models.DateField("撤销日期", null=True, blank=True)
    search_key = models.CharField("检索键", max_length=300, editable=False, default="")

    history = audited(excluded_fields=["search_key"])
    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = "党支部"
        verbose_name_plural = "党支部"
        ordering = ["organization__order_number", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="branch_name_once",
                violation_error_message="这个党组织已有同名支部。",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=models.Q(until__isnull=False), name="branch_ended")]

    def __str__(self):
        return f"{self.organization}{self.name}"

    def save(self, *args, **kwargs):
        self.set_search_key()
        super().save(*args, **kwargs)

    def set_search_key(self):
        self.search_key = f"{self.name} {search_key(self.name)}"[:300]
