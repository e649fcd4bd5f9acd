from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee, Organization
from letters.cases import page_of
from letters.models.batch import Batch
from letters.models.letter_editing import Editing
from letters.models.letter_steps import Steps
from letters.models.states import FORM_OF, KINDS, LADDER, OUT, UNISSUED, Form, Kind, State
from letters.models.template import LetterTemplate
from letters.querysets import LetterQuerySet


class Letter(Steps, Editing, models.Model):
    """公文: what the committee writes to its units, from draft to the last unit's closing."""

    Kind, Form, State = Kind, Form, State
    UNISSUED, OUT, LADDER = UNISSUED, OUT, LADDER
    MOST_FILES = 10

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="letters")
    kind = models.CharField("文种", max_length=12, choices=Kind)
    form = models.CharField("版式", max_length=8, choices=Form, blank=True, help_text="留空按文种。")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文", blank=True, help_text="行首“一、”“（一）”“1.”“（1）”是四级标题。")
    issuer = models.CharField("发文机关", max_length=80, blank=True, help_text="留空为工委全称。")
    to = models.CharField("主送写法", max_length=300, blank=True, help_text="如“各联盟各单位党组织”；留空为逐一列名。")
    signed_on = models.DateField("成文日期", null=True, blank=True, help_text="留空为审批之日。")
    number = models.CharField("发文字号", max_length=60, blank=True, help_text="由办公室编号后填写，系统不代拟。")
    urgency = models.CharField("紧急程度", max_length=4, blank=True, choices=[("特急", "特急"), ("加急", "加急")])
    note = models.CharField("附注", max_length=200, blank=True)
    contact = models.CharField("联系人", max_length=100, blank=True, help_text="如“联系人：示例，电话：0559-0000000”。")
    cc = models.CharField("抄送", max_length=300, blank=True)
    attended = models.TextField("出席", blank=True, help_text="只用于会议纪要。")
    away = models.TextField("请假", blank=True)
    observers = models.TextField("列席", blank=True)
    tables = models.JSONField("附表", default=list, blank=True, help_text="[{title, columns, rows}]")

    case = models.CharField("事由", max_length=100, blank=True, help_text="如 term:17；留空为一般公文。")
    follows = models.ForeignKey(
        "self", models.PROTECT, verbose_name="前一份函", related_name="followed_by", null=True, blank=True
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, verbose_name="批次", related_name="letters", null=True, blank=True, editable=False
    )
    batch_key = models.CharField("批内键", max_length=110, blank=True, editable=False)
    template = models.ForeignKey(
        LetterTemplate, models.SET_NULL, verbose_name="模板", related_name="letters", null=True, blank=True
    )

    reply_workdays = models.PositiveSmallIntegerField(
        "回复时限（工作日）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text="自印发次日起算；留空为不要求回复。",
    )
    reply_due = models.DateField("回复期限", null=True, blank=True, editable=False)

    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    issued_on = models.DateField("印发日期", null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)
    created_at = models.DateTimeField("起草时间", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="起草人", related_name="+", null=True, editable=False
    )

    history = audited()
    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "公文"
        verbose_name_plural = "公文"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "batch_key"], condition=Q(batch__isnull=False), name="letter_once_per_batch"
            ),
            models.CheckConstraint(condition=Q(batch=None) | ~Q(batch_key=""), name="letter_of_batch_has_key"),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "state_since"], name="letter_todo"),
            models.Index(fields=["committee", "issued_on"], name="letter_register"),
            models.Index(fields=["case"], name="letter_case", condition=~Q(case="")),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("letter-detail", args=[self.pk])

    def fill_in(self):
        """What is left empty and follows from the rest. Bulk writers call this themselves."""
        self.form = self.form or FORM_OF.get(self.kind, Form.HEAD)
        self.issuer = self.issuer or self.committee.name

    @property
    def status(self):
        """Word and mark for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    @property
    def asks_reply(self):
        return self.reply_workdays is not None

    @property
    def case_url(self):
        """The page of what it is about, or ""."""
        return page_of(self.case)

    @property
    def is_open(self):
        return self.state == State.ISSUED

    @property
    def organizations(self):
        """Addressees in official order."""
        return Organization.objects.filter(letter_parts__letter=self).order_by("order_number", "pk")
