from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from activities.models.words import ActivityType
from activities.prompts import announcements
from activities.prompts.querysets import OfPromptQuerySet, PromptQuerySet
from alliances.models import Committee, Organization
from portal.access import EditConflict, WrongState

EDITED = ("month", "title", "required_items", "free_items", "note", "type_id")


class Prompt(models.Model):
    """主题党日工作提示: what the branches of a committee are asked to do on this month's theme day (规定动作), and what
    they may choose from (自选动作). One line is one item."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="prompts")
    month = models.DateField("月份", help_text="当月第一天。")
    title = models.CharField("主题", max_length=80)
    required_items = models.TextField("规定动作", max_length=2000, help_text="一行一项。")
    free_items = models.TextField("自选动作", max_length=2000, blank=True, help_text="一行一项，由支部自己选。")
    note = models.TextField("有关要求", max_length=1000, blank=True)
    type = models.ForeignKey(
        ActivityType, models.PROTECT, verbose_name="建议活动类型", related_name="+", null=True, blank=True
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="起草人", related_name="+", null=True, editable=False
    )
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", related_name="+", null=True, editable=False
    )
    corrected_at = models.DateTimeField("更正时间", null=True, editable=False)
    reminded_at = models.DateTimeField("提醒时间", null=True, editable=False)
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提醒人", related_name="+", null=True, editable=False
    )
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)

    history = audited()
    objects = PromptQuerySet.as_manager()

    class Meta:
        verbose_name = "主题党日工作提示"
        verbose_name_plural = "主题党日工作提示"
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "month"],
                name="prompt_once_a_month",
                violation_error_message="这个月已经有一份工作提示。",
            ),
        ]

    def __str__(self):
        return f"{self.month_label}主题党日工作提示"

    def get_absolute_url(self):
        return reverse("prompt-detail", args=[self.pk])

    def clean(self):
        if self.month and not 1921 <= self.month.year < 2200:
            raise ValidationError({"month": "请核对年份。"})

    @property
    def case_key(self):
        return f"prompt:{self.pk}"

    @property
    def month_label(self):
        return f"{self.month.year}年{self.month.month}月"

    @property
    def required(self):
        return lines_of(self.required_items)

    @property
    def free(self):
        return lines_of(self.free_items)

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def status(self):
        return {"kind": "set" if self.is_published else "idle", "label": self.get_state_display()}

    @transaction.atomic
    def publish(self, *, by):
        """发布: from now on everybody of the committee reads it, and the officers of its units are told once."""
        now = timezone.now()
        rows = Prompt.objects.filter(pk=self.pk, state=self.State.DRAFT)
        moved = rows.update(state=self.State.PUBLISHED, published_at=now, published_by=by, revision=F("revision") + 1)
        self.refresh_from_db()
        if not moved:
            raise WrongState(f"《{self}》已经发布过了。")
        Prompt.history.bulk_history_create([self], update=True, default_user=by, default_change_reason="发布")
        announcements.tell_units(self, by=by)

    @transaction.atomic
    def edit(self, *, by, revision):
        """Save it, unless somebody saved since. What is published stays published, marked 更正; receipts stay too."""
        rows = Prompt.objects.filter(pk=self.pk, revision=revision, state=self.state)
        if not rows.update(revision=F("revision") + 1):
            raise EditConflict("这份工作提示刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.revision = revision + 1
        if self.is_published:
            self.corrected_at = timezone.now()
        self.save(update_fields=[*EDITED, "corrected_at"])


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


class PromptReceipt(models.Model):
    """That a unit has read it: the first officer of the unit who opens it reads for the unit. Nobody is counted."""

    prompt = models.ForeignKey(Prompt, models.CASCADE, verbose_name="工作提示", related_name="receipts")
    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name="党组织", related_name="prompt_receipts"
    )
    read_at = models.DateTimeField("阅知时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", related_name="+", null=True, editable=False
    )

    objects = OfPromptQuerySet.as_manager()

    class Meta:
        verbose_name = "阅知回执"
        verbose_name_plural = "阅知回执"
        ordering = ["prompt", "organization__order_number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["prompt", "organization"], name="prompt_read_once_per_unit"),
        ]

    def __str__(self):
        return f"{self.organization}：{self.prompt}"
