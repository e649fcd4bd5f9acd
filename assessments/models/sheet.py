from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import TrailLine, recorded
from assessments.models.entry import Turn
from assessments.models.judge import Judge
from assessments.models.stage import Criterion
from assessments.querysets import OfSheetQuerySet, SheetQuerySet


class Sheet(models.Model):
    """评分表 of one judge for one entry in one stage, made when the stage opens. A judge who stands aside has none."""

    class State(models.TextChoices):
        OPEN = "open", "待打分"
        SIGNED = "signed", "已签交"
        VOID = "void", "作废"

    judge = models.ForeignKey(Judge, models.CASCADE, verbose_name="评委", related_name="sheets")
    turn = models.ForeignKey(Turn, models.CASCADE, verbose_name="出场", related_name="sheets")
    code = models.CharField("表号", max_length=12, unique=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN, editable=False)
    signed_at = models.DateTimeField("签交时间", null=True, editable=False)
    is_paper = models.BooleanField("纸质", default=False, editable=False)
    reason = models.CharField("重开或作废原因", max_length=200, blank=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "评分表"
        verbose_name_plural = "评分表"
        ordering = ["turn__order_number", "judge__order_number"]
        constraints = [models.UniqueConstraint(fields=["judge", "turn"], name="sheet_one_each")]

    def __str__(self):
        return f"{self.code}（{self.judge}，{self.turn.entry}）"

    def get_absolute_url(self):
        return reverse("sheet", args=[self.pk])


class Mark(models.Model):
    """One score, kept the moment it is entered."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, verbose_name="评分表", related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="评分项", related_name="marks")
    value = models.DecimalField("得分", max_digits=8, decimal_places=3)
    changed_at = models.DateTimeField("打分时间", default=timezone.now)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "打分"
        verbose_name_plural = "打分"
        ordering = ["sheet", "criterion__order_number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once_per_criterion")]

    def __str__(self):
        return f"{self.criterion} {self.value}"


class MarkChange(TrailLine):
    """What was written in a sheet: every score, signing off and reopening, by whom and when. Never edited."""

    of = ["sheet"]
    is_veiled = True

    class Act(models.TextChoices):
        MARK = "mark", "打分"
        SIGN = "sign", "签交"
        REOPEN = "reopen", "重开"
        VOID = "void", "作废"
        TYPE = "type", "纸质录入"
        CONFIRM = "confirm", "纸质复核"
        AMEND = "amend", "更正"
        RESTORE = "restore", "恢复"

    sheet = models.ForeignKey(Sheet, models.CASCADE, verbose_name="评分表", related_name="changes")
    act = models.CharField("事项", max_length=8, choices=Act, default=Act.MARK)
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name="评分项", related_name="+", null=True, blank=True
    )
    before = models.DecimalField("原分", max_digits=8, decimal_places=3, null=True)
    after = models.DecimalField("新分", max_digits=8, decimal_places=3, null=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经手人", related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    objects = recorded(OfSheetQuerySet).as_manager()

    class Meta:
        verbose_name = "打分记录"
        verbose_name_plural = "打分记录"
        ordering = ["-at", "-pk"]

    def audit_verb(self):
        return self.get_act_display()

    def audit_values(self, subject):
        """Scores come into the audit too, and are shown there to whom the sheet itself is shown."""
        if self.criterion_id is None:
            return {}, {}
        name = str(self._state.fields_cache.get("criterion") or self.criterion_id)
        return tuple({name: None if value is None else f"{value:f}"} for value in (self.before, self.after))

    def __str__(self):
        return f"{self.sheet.code}：{self.get_act_display()}"


class Typing(models.Model):
    """A paper sheet as one person read it; a second person's reading must agree before it counts."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, verbose_name="评分表", related_name="typings")
    place = models.PositiveSmallIntegerField("第几遍")  # 1 or 2
    values = models.JSONField("录入", default=dict)  # criterion id -> score as text
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "纸质录入"
        verbose_name_plural = "纸质录入"
        ordering = ["sheet", "place"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "place"], name="typing_once_per_reading"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="typing_two_readings"),
        ]

    def __str__(self):
        return f"{self.sheet.code}第{self.place}遍"
