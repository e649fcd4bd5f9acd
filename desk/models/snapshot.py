from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal.access import WrongState
from portal.audit import Act, record


class FrozenQuerySet(models.QuerySet):
    """What is signed stays as it was signed: nobody changes or deletes it, by whatever door."""

    def update(self, **fields):
        raise PermissionDenied("数据快照签定以后不能修改。")

    def delete(self):
        raise PermissionDenied("数据快照签定以后不能删除。")


class SnapshotQuerySet(FrozenQuerySet):
    def visible_to(self, user):
        """Staff sign them and write reports from them; the leaders of the committee read them."""
        if user.is_superuser:
            return self
        if user.is_staff or user.is_leader:
            return self.filter(committee=user.committee_id)
        return self.none()

    def valid(self):
        return self.filter(voided_at=None)

    def of_scope(self, snapshot):
        """All that were signed for the same period and the same choice, this one too."""
        return self.filter(
            committee=snapshot.committee_id, since=snapshot.since, until=snapshot.until, scope=snapshot.scope
        )


class OfSnapshotQuerySet(FrozenQuerySet):
    through = "snapshot"

    def visible_to(self, user):
        return self.filter(**{f"{self.through}__in": Snapshot.objects.visible_to(user)})


class SnapshotRowQuerySet(OfSnapshotQuerySet):
    through = "figure__snapshot"


class Frozen(models.Model):
    """Written once. No foreign key leads to an activity, so nothing that happens there reaches what was signed."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise PermissionDenied("数据快照签定以后不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied("数据快照签定以后不能删除。")


class Snapshot(Frozen):
    """Figures of a period as a person signed them on a day, with the rows they were made of.

    A snapshot is never mended: void it with a reason, and sign a new one. Reports cite its figures, so two reports that
    cite the same snapshot say the same.
    """

    class State(models.TextChoices):
        SIGNED = "signed", "已签定"
        VOID = "void", "已作废"

    committee = models.ForeignKey(
        "alliances.Committee", models.PROTECT, verbose_name="工委", related_name="snapshots", editable=False
    )
    title = models.CharField("名称", max_length=80)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期")
    scope = models.JSONField("范围", default=dict)  # {"alliance": pk, "organization": pk, "type": pk}: those chosen
    scope_words = models.CharField("范围说明", max_length=200)  # as it was called then
    tables = models.JSONField("分组表", default=list)  # [{title, columns, rows, totals}], texts, as they were
    note = models.CharField("说明", max_length=300, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签定人", related_name="+", editable=False
    )
    signed_at = models.DateTimeField("签定时间", default=timezone.now, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作废人", related_name="+", null=True, editable=False
    )
    voided_at = models.DateTimeField("作废时间", null=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "数据快照"
        verbose_name_plural = "数据快照"
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="snapshot_until_after_since",
                violation_error_message="截止日期不能早于起始日期。",
            ),
        ]
        indexes = [models.Index(fields=["committee", "signed_at"], name="snapshot_newest")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("snapshot-detail", args=[self.pk])

    @property
    def state(self):
        return self.State.VOID if self.voided_at else self.State.SIGNED

    @admin.display(description="状态", ordering="voided_at")
    def get_state_display(self):
        return self.State(self.state).label

    @property
    def numbered_tables(self):
        """The tables with numbers for texts: [{title, columns, rows: [[name, Decimal, …]], totals, remarks}]."""
        return [
            {**one, "rows": list(map(_numbered, one["rows"])), "totals": _numbered(one["totals"])}
            for one in self.tables
        ]

    @property
    def status(self):
        return {"kind": "idle" if self.voided_at else "done", "label": self.get_state_display()}

    def void(self, *, by, reason):
        """作废: it stays readable, reports that cite it say so, no new one may cite it."""
        if not reason.strip():
            raise WrongState("请写明作废原因。")
        now = timezone.now()
        open_rows = models.QuerySet(Snapshot).filter(pk=self.pk, voided_at=None)
        if not open_rows.update(voided_at=now, voided_by=by, void_reason=reason.strip()[:300]):
            raise WrongState(f"“{self}”已经作废，没有重复办理。")
        self.refresh_from_db()
        record(Act.STEP, actor=by, subject=self, verb="作废", reason=self.void_reason)


def _numbered(row):
    return [row[0], *map(Decimal, row[1:])]


class SnapshotFigure(Frozen):
    """One figure as it was signed: `key` as desk.statistics.figures names it, `before` the same dates of last year."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, verbose_name="快照", related_name="figures")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    key = models.CharField("指标键", max_length=60)
    name = models.CharField("指标", max_length=60)
    unit = models.CharField("单位", max_length=10)
    value = models.DecimalField("数值", max_digits=18, decimal_places=2)
    before = models.DecimalField("去年同期", max_digits=18, decimal_places=2, null=True)

    objects = OfSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "快照指标"
        verbose_name_plural = "快照指标"
        ordering = ["snapshot", "order_number", "pk"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "key"], name="snapshot_figure_once")]

    def __str__(self):
        return f"{self.name}（{self.unit}）"

    def get_absolute_url(self):
        """Its rows: what a footnote links to."""
        return f"{reverse('snapshot-rows', args=[self.snapshot_id])}?{urlencode({'key': self.key})}"


class SnapshotRow(Frozen):
    """An activity's part in a figure, copied: its number, its words of that day, its value. `figure.rows` are those of
    the period; those of last year's same dates have `is_before`."""

    figure = models.ForeignKey(SnapshotFigure, models.PROTECT, verbose_name="指标", related_name="rows")
    is_before = models.BooleanField("去年同期", default=False)
    activity = models.PositiveBigIntegerField("活动编号", null=True)  # no key; null for an alliance
    day = models.DateField("日期", null=True)
    words = models.CharField("活动主题", max_length=120)
    type_name = models.CharField("活动类型", max_length=40, blank=True)
    alliances = models.CharField("联盟", max_length=300, blank=True)
    host = models.CharField("牵头单位", max_length=80, blank=True)
    value = models.DecimalField("数值", max_digits=18, decimal_places=2)

    objects = SnapshotRowQuerySet.as_manager()

    class Meta:
        verbose_name = "快照明细"
        verbose_name_plural = "快照明细"
        ordering = ["figure", "is_before", "day", "activity", "pk"]

    def __str__(self):
        return self.words
