"""What the portal keeps about itself: since when each probe finds what it finds, and tasks that failed."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from portal.access import WrongState
from portal.health.findings import State


class ProbeState(models.Model):
    """Since when a probe finds the same; kept here so that a restart does not begin anew."""

    name = models.CharField("检查项", max_length=40, unique=True)
    state = models.CharField("状态", max_length=10, choices=State)
    since = models.DateTimeField("自何时", default=timezone.now)
    told_at = models.DateTimeField("通知管理员的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "运行状态"
        ordering = ["name"]

    def __str__(self):
        return f"{self.name} {self.get_state_display()}"


class FailedTaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_superuser else self.none()

    def unseen(self):
        return self.filter(seen_at=None)

    def old(self, now):
        return self.filter(seen_at__lt=now - FailedTask.KEPT)


class FailedTask(models.Model):
    """A background task that failed, with the same arguments, however often.

    The row goes when the same task with the same arguments succeeds (for a task of the schedule: its next good run), or
    30 days after an administrator has marked it as known. Values that could be somebody's are never kept.
    """

    KEPT = timedelta(days=30)

    task = models.CharField("任务", max_length=100)
    fingerprint = models.CharField("任务和参数的摘要", max_length=64, unique=True)
    arguments = models.JSONField("参数", default=dict)
    is_whole = models.BooleanField("参数齐全", default=False)
    error = models.CharField("错误", max_length=300)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    since = models.DateTimeField("最早", default=timezone.now)
    last_at = models.DateTimeField("最近", default=timezone.now)
    count = models.PositiveIntegerField("次数", default=1)
    seen_at = models.DateTimeField("标为已知的时间", null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="标为已知的人", related_name="+", null=True, blank=True
    )

    objects = FailedTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "失败的后台任务"
        ordering = [F("seen_at").asc(nulls_first=True), "-last_at", "-pk"]

    def __str__(self):
        return self.task

    def mark_seen(self, *, by):
        """It stays in the list and counts no longer as a failure."""
        if not FailedTask.objects.filter(pk=self.pk, seen_at=None).update(seen_at=timezone.now(), seen_by=by):
            raise WrongState("这一项已经标为已知，或者刚刚办成了。")
