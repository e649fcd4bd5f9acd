from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.audit import audited
from alliances.models import Committee
from letters.cases import PLACEHOLDERS
from letters.models.states import Form, Kind
from letters.querysets import LetterTemplateQuerySet
from letters.texts import placeholder_fault


class LetterTemplate(models.Model):
    """The committee's own wording of a kind of letter, with placeholders. Retired, never deleted."""

    class About(models.TextChoices):
        """The first part of the keys of the cases it is for."""

        ANYTHING = "", "通用"
        TERM = "term", "换届"
        DUTY = "duty", "年度任务"
        TASK = "task", "重点任务"
        ASSESSMENT = "assessment", "考核"

    Kind, Form = Kind, Form

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="letter_templates")
    kind = models.CharField("文种", max_length=12, choices=Kind)
    about = models.CharField("事项", max_length=12, choices=About, blank=True, default="")
    name = models.CharField("模板名称", max_length=40)
    form = models.CharField("版式", max_length=8, choices=Form)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文", help_text="行首“一、”“（一）”“1.”“（1）”是四级标题。")
    note = models.CharField("附注", max_length=200, blank=True)
    cc = models.CharField("抄送", max_length=300, blank=True)
    reply_workdays = models.PositiveSmallIntegerField(
        "回复时限（工作日）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text="留空为不要求回复。",
    )
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("启用", default=True)

    history = audited()
    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "公文模板"
        verbose_name_plural = "公文模板"
        ordering = ["order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"], name="letter_template_once", violation_error_message="已有同名模板。"
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        faults = {}
        for field in ("title", "body", "note", "cc"):
            if fault := placeholder_fault(getattr(self, field), PLACEHOLDERS):
                faults[field] = fault
        if faults:
            raise ValidationError(faults)
