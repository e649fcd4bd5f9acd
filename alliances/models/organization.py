from django.db import models
from django.urls import reverse

from accounts.audit import audited
from alliances.models.committee import Category, Committee
from alliances.querysets import OrganizationQuerySet
from portal.pinyin import search_key


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
        indexes = [models.Index(fields=["until"], condition=models.Q(until__isnull=False), name="organization_ended")]

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
