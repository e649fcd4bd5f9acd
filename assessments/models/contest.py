from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee
from assessments.models.contest_steps import ContestSteps
from assessments.querysets import ContestQuerySet
from branches.models import BrandLevel


class Contest(ContestSteps, models.Model):
    """品牌大比武: who may enter, how it is judged and by what document, from set-up to the awards."""

    class State(models.TextChoices):
        SETUP = "setup", "筹备"
        ENTRIES = "entries", "征集"
        JUDGING = "judging", "评审"
        JUDGED = "judged", "评审结束"
        PUBLICITY = "publicity", "公示"
        AWARDED = "awarded", "已公布"
        CANCELLED = "cancelled", "取消"

    class Quota(models.TextChoices):
        EXTEND = "extend", "并列都授予，名额相应增加"
        TAKE = "take", "并列都授予，占用下一等次名额"

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="contests")
    title = models.CharField("名称", max_length=60, help_text="如“2026年市直机关党建品牌大比武”。")
    theme = models.CharField("主题", max_length=60, blank=True)
    about = models.TextField("说明", blank=True, help_text="参评要求、展示形式等，所有单位可见。")
    basis_title = models.CharField("依据文件", max_length=120)
    basis_number = models.CharField("依据文号", max_length=60, blank=True)

    entries_since = models.DateField("征集开始")
    entries_until = models.DateField("征集截止", help_text="当天仍可报送。")
    takes_branches = models.BooleanField("支部品牌可参评", default=True)
    takes_organizations = models.BooleanField("单位品牌可参评", default=True)
    takes_alliances = models.BooleanField("联盟品牌可参评", default=False)
    limit_per_organization = models.PositiveSmallIntegerField(
        "每个单位最多报送", null=True, blank=True, help_text="留空为不限。"
    )
    limit_per_alliance = models.PositiveSmallIntegerField(
        "每个联盟最多报送", null=True, blank=True, help_text="留空为不限。"
    )
    barred_levels = models.ManyToManyField(
        BrandLevel, verbose_name="不再参评的等次", blank=True, related_name="+", help_text="已有这些等次的不重复申报。"
    )

    seats_conflict = models.BooleanField("评委回避所在联盟的作品", default=False)
    decimals = models.PositiveSmallIntegerField("总分保留小数", default=2)
    quota_rule = models.CharField("名额边上并列", max_length=6, choices=Quota, default=Quota.EXTEND)
    publicity_days = models.PositiveSmallIntegerField("公示（工作日）", default=5)

    state = models.CharField("状态", max_length=10, choices=State, default=State.SETUP, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    publicity_since = models.DateField("公示开始", null=True, editable=False)
    publicity_until = models.DateField("公示截止", null=True, editable=False)
    award_document = models.CharField("表彰决定文号", max_length=60, blank=True, editable=False)
    awarded_on = models.DateField("表彰日期", null=True, editable=False)

    history = audited()
    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = "品牌大比武"
        verbose_name_plural = "品牌大比武"
        ordering = ["-entries_since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "title"], name="contest_title_once", violation_error_message="已有同名的比赛。"
            ),
            models.CheckConstraint(
                condition=Q(entries_until__gte=F("entries_since")),
                name="contest_entries_end_after_start",
                violation_error_message="征集截止不能早于征集开始。",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4), name="contest_decimals", violation_error_message="小数最多保留4位。"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("contest-detail", args=[self.pk])
