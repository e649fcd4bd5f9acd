from django.db import models

from accounts.audit import audited
from alliances.querysets import CommitteeQuerySet, OfCommitteeQuerySet


class Committee(models.Model):
    """The “1”: a 机关工委, and the settings of how it works. Nothing of one committee is ever seen by another."""

    name = models.CharField("全称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    plans_need_committee = models.BooleanField(
        "联盟计划由工委审定", default=True, help_text="不勾选时，片长单位提交即发布。"
    )
    proposals_need_lead = models.BooleanField("成员单位的计划和品牌先由片长单位审核", default=True)
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
