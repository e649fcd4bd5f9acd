"""The words a committee keeps as rows: what kinds of activity there are, in which forms, and what is measured."""

from django.db import models

from accounts.audit import audited
from activities.querysets import OfCommitteeQuerySet


class Word(models.Model):
    committee = models.ForeignKey("alliances.Committee", models.CASCADE, verbose_name="工委", related_name="+")
    name = models.CharField("名称", max_length=30)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("在用", default=True, help_text="不再用的取消勾选，旧记录不受影响。")

    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order_number", "pk"]

    def __str__(self):
        return self.name


class ActivityType(Word):
    """联合主题党日, 进主题党日基地 …: what duties count."""

    aliases = models.CharField(
        "旧台账里的叫法", max_length=200, blank=True, help_text="用顿号隔开，如“送党的二十大精神进主题党日基地”。"
    )

    history = audited()

    class Meta(Word.Meta):
        verbose_name = "活动类型"
        verbose_name_plural = "活动类型"
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="activity_type_once")]


class ActivityForm(Word):
    """理论学习, 专题党课, 志愿服务 …: how it is held."""

    history = audited()

    class Meta(Word.Meta):
        verbose_name = "活动形式"
        verbose_name_plural = "活动形式"
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="activity_form_once")]


class Measure(Word):
    """助农消费（元）, 解决问题（件）…: a figure a report may give."""

    unit = models.CharField("单位", max_length=10)
    decimals = models.PositiveSmallIntegerField("小数位", default=0)
    is_headline = models.BooleanField("列入首页与通报", default=True)

    history = audited()

    class Meta(Word.Meta):
        verbose_name = "成效指标"
        verbose_name_plural = "成效指标"
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="measure_once")]

    def __str__(self):
        return f"{self.name}（{self.unit}）"


class Base(Word):
    """主题党日基地: a village, museum or enterprise that receives theme days."""

    name = models.CharField("名称", max_length=60)
    district = models.CharField("所在区县", max_length=30, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)

    history = audited()

    class Meta(Word.Meta):
        verbose_name = "主题党日基地"
        verbose_name_plural = "主题党日基地"
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="base_once")]
