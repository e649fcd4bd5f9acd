from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from desk.models.snapshot import Snapshot, SnapshotFigure
from portal.access import EditConflict, WrongState

LONGEST_PARAGRAPH = 2000  # characters of a template's paragraph
LONGEST_FILLED = 4000  # filled, and written on


class OfCommitteeQuerySet(models.QuerySet):
    """Staff write reports; the leaders of the committee read them; nobody else sees them."""

    through = "committee"

    def visible_to(self, user):
        if user.is_superuser:
            return self
        if user.is_staff or user.is_leader:
            return self.filter(**{self.through: user.committee_id})
        return self.none()


class ReportTemplateQuerySet(OfCommitteeQuerySet):
    def in_use(self):
        return self.filter(is_active=True)


class OfTemplateQuerySet(OfCommitteeQuerySet):
    through = "template__committee"


class OfDraftQuerySet(OfCommitteeQuerySet):
    through = "draft__committee"


class OfDraftParagraphQuerySet(OfCommitteeQuerySet):
    through = "paragraph__draft__committee"


class ReportTemplate(models.Model):
    """报告模板: paragraphs with placeholders, as the committee words its reports."""

    committee = models.ForeignKey(
        "alliances.Committee", models.CASCADE, verbose_name="工委", related_name="report_templates", editable=False
    )
    name = models.CharField("模板名称", max_length=60)
    title = models.CharField(
        "报告标题", max_length=200, help_text="可用占位符，如“党建联盟工作情况报告（截至{截至}）”。"
    )
    is_active = models.BooleanField("在用", default=True, help_text="不再用的取消勾选，写好的报告稿不受影响。")
    revision = models.PositiveIntegerField("版本", default=0, editable=False)
    changed_at = models.DateTimeField("最近修改", auto_now=True)

    history = audited()
    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "报告模板"
        verbose_name_plural = "报告模板"
        ordering = ["-is_active", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="report_template_once",
                violation_error_message="已有同名的报告模板，请换一个名称。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("report-template-edit", args=[self.pk])

    @property
    def status(self):
        return {"kind": "done", "label": "在用"} if self.is_active else {"kind": "idle", "label": "停用"}

    def claim(self, revision):
        """First line of every change: refused when somebody else saved since the form was opened."""
        if not ReportTemplate.objects.filter(pk=self.pk, revision=revision).update(revision=revision + 1):
            raise EditConflict("这个模板刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.revision = revision + 1

    @transaction.atomic
    def rewrite(self, texts):
        """These paragraphs instead of those it has; rows that stay keep their history."""
        rows = list(self.paragraphs.all())
        for number, text in enumerate(texts, start=1):
            row = rows[number - 1] if number <= len(rows) else ReportParagraph(template=self)
            if row.pk is None or (row.order_number, row.text) != (number, text):
                row.order_number, row.text = number, text
                row.save()
        for row in rows[len(texts) :]:
            row.delete()


class ReportParagraph(models.Model):
    template = models.ForeignKey(ReportTemplate, models.CASCADE, verbose_name="报告模板", related_name="paragraphs")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    text = models.TextField("段落", max_length=LONGEST_PARAGRAPH)

    history = audited()
    objects = OfTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "模板段落"
        verbose_name_plural = "模板段落"
        ordering = ["template", "order_number", "pk"]

    def __str__(self):
        return self.text[:20]


class ReportDraft(models.Model):
    """报告稿: a template filled once with the figures of a snapshot, then written on by people."""

    committee = models.ForeignKey(
        "alliances.Committee", models.PROTECT, verbose_name="工委", related_name="report_drafts", editable=False
    )
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, verbose_name="数据快照", related_name="drafts")
    template = models.ForeignKey(
        ReportTemplate, models.SET_NULL, verbose_name="报告模板", related_name="drafts", null=True, editable=False
    )
    title = models.CharField("标题", max_length=200)
    revision = models.PositiveIntegerField("版本", default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="起草人", related_name="+", editable=False
    )
    created_at = models.DateTimeField("起草时间", default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="最近修改人", related_name="+", editable=False
    )
    changed_at = models.DateTimeField("最近修改", default=timezone.now, editable=False)
    dropped_at = models.DateTimeField("作废时间", null=True, editable=False)

    history = audited()
    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "报告稿"
        verbose_name_plural = "报告稿"
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["committee", "changed_at"], name="report_draft_newest")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("report-detail", args=[self.pk])

    @property
    def status(self):
        return {"kind": "idle", "label": "已作废"} if self.dropped_at else {"kind": "now", "label": "起草中"}

    def claim(self, revision, *, by):
        """First line of every change, of the title or of any paragraph: one at a time, nothing newer overwritten."""
        rows = ReportDraft.objects.filter(pk=self.pk, revision=revision, dropped_at=None)
        if not rows.update(revision=revision + 1, changed_by=by, changed_at=timezone.now()):
            self.refresh_from_db()
            self.require_open()
            raise EditConflict("这份报告稿刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.refresh_from_db()

    def require_open(self):
        if self.dropped_at:
            raise WrongState(f"“{self}”已经作废，不能再修改。")

    @transaction.atomic
    def drop(self, *, by):
        """作废: it stays readable, and can be taken up again."""
        if not ReportDraft.objects.filter(pk=self.pk, dropped_at=None).update(dropped_at=timezone.now()):
            raise WrongState(f"“{self}”已经作废，没有重复办理。")
        self._keep(by)

    @transaction.atomic
    def take_up(self, *, by):
        if not ReportDraft.objects.filter(pk=self.pk).exclude(dropped_at=None).update(dropped_at=None):
            raise WrongState(f"“{self}”没有作废，不用恢复。")
        self._keep(by)

    def _keep(self, by):
        self.refresh_from_db()
        self.changed_by, self.changed_at, self.revision = by, timezone.now(), self.revision + 1
        self.save()


class DraftParagraph(models.Model):
    """`source` is what the template said; `text` what it became. Filling `source` again is how an edit is undone."""

    draft = models.ForeignKey(ReportDraft, models.CASCADE, verbose_name="报告稿", related_name="paragraphs")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    source = models.TextField("模板原文", max_length=LONGEST_PARAGRAPH, editable=False)
    text = models.TextField("段落", max_length=LONGEST_FILLED, blank=True)
    is_edited = models.BooleanField("改过", default=False, editable=False)

    history = audited()
    objects = OfDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "报告稿段落"
        verbose_name_plural = "报告稿段落"
        ordering = ["draft", "order_number", "pk"]

    def __str__(self):
        return self.text[:20]


class DraftFigure(models.Model):
    """A footnote: at these characters of the paragraph stands this figure of the snapshot.

    `asked` is the placeholder that brought it, “助农消费:同比”; without a figure it is a word of the snapshot, “截至”.
    """

    paragraph = models.ForeignKey(DraftParagraph, models.CASCADE, verbose_name="段落", related_name="figures")
    figure = models.ForeignKey(
        SnapshotFigure, models.PROTECT, verbose_name="快照指标", related_name="+", null=True, editable=False
    )
    asked = models.CharField("占位符", max_length=120)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")

    objects = OfDraftParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = "报告稿数据"
        verbose_name_plural = "报告稿数据"
        ordering = ["paragraph", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="draft_figure_has_words")
        ]

    def __str__(self):
        return self.asked
