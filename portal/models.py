from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from portal import special_days
from portal.audit import AuditEntry, AuditHead, audited
from portal.health.models import FailedTask, ProbeState
from portal.workdays import SATURDAY

__all__ = ["AuditEntry", "AuditHead", "FailedTask", "HolidayNotice", "ProbeState", "SpecialDay"]

FIRST_YEAR, LAST_YEAR = 2000, 2099


class CalendarRows(models.QuerySet):
    """One calendar for the whole country: what the staff of any committee correct holds for all."""

    def visible_to(self, user):
        return self if user.is_staff else self.none()


class CalendarRow(models.Model):
    """Written row by row, so that each change is in the history and the days known to this process follow it."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        transaction.on_commit(special_days.changed)

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(special_days.changed)
        return deleted


class HolidayNotice(CalendarRow):
    """The State Council's notice of a year's days off, as entered here: its year follows the notice's rows alone."""

    year = models.PositiveSmallIntegerField(
        "年份",
        unique=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        error_messages={"unique": "这一年的放假通知已经录入，请打开它更新。"},
    )
    document = models.CharField("文号", max_length=100)
    note = models.CharField("说明", max_length=200, blank=True)
    history = audited()

    objects = CalendarRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "放假通知"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年放假通知"


class SpecialDay(CalendarRow):
    """A day that is not what its weekday or the kept notices say: it wins over both."""

    class Kind(models.TextChoices):
        OFF = "off", "休（放假）"
        WORK = "work", "班（周末调为上班）"
        ORDINARY = "ordinary", "平（照常：平日上班、周末休息）"

    day = models.DateField("日期", unique=True, error_messages={"unique": "这一天已经录入，请打开它修改。"})
    kind = models.CharField("类别", max_length=10, choices=Kind)
    festival = models.CharField("节日", max_length=20, blank=True)
    document = models.CharField("依据（文号）", max_length=100)
    note = models.CharField("说明", max_length=200, blank=True)
    history = audited()

    objects = CalendarRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()}"

    def clean(self):
        if not self.day:
            return
        if not FIRST_YEAR <= self.day.year <= LAST_YEAR:
            raise ValidationError({"day": f"日期应在{FIRST_YEAR}年至{LAST_YEAR}年之间。"})
        if fault := fault_of(self.day, self.kind):
            raise ValidationError({"kind": fault})


def fault_of(day, kind):
    """Why the day cannot be of this kind, or ""."""
    if kind == SpecialDay.Kind.WORK and day.weekday() < SATURDAY:
        return "平日本来就上班；要取消放假请选“平”。"
    return ""
