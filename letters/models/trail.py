from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audit import TrailLine, recorded
from letters.models.letter import Letter
from letters.models.recipient import Recipient
from letters.models.states import State
from letters.querysets import LetterStepQuerySet


class LetterStep(TrailLine):
    """A line of the trail (办理轨迹): who, when, what, why; about one unit's part when `recipient` is named."""

    of = ["letter"]

    class Verb(models.TextChoices):
        CREATE = "create", "起草"
        EDIT = "edit", "修改"
        SUBMIT = "submit", "提交审批"
        WITHDRAW = "withdraw", "撤回"
        RETURN = "return", "退回修改"
        APPROVE = "approve", "审批通过"
        NUMBER = "number", "编号"
        ISSUE = "issue", "印发"
        VOID = "void", "作废"
        RECEIVE = "receive", "签收"
        REPLY = "reply", "回复"
        RETURN_REPLY = "return_reply", "退回回复"
        REMIND = "remind", "催办"
        CLOSE = "close", "办结"
        SETTLED = "settled", "事项已了结"
        FINISH = "finish", "全部办结"

    OF_THE_UNIT = (Verb.RECEIVE, Verb.REPLY)
    SEEN_BY_UNITS = (Verb.ISSUE, Verb.VOID, Verb.FINISH)  # besides those of the own part
    RETURNS = (Verb.RETURN, Verb.RETURN_REPLY)

    letter = models.ForeignKey(Letter, models.CASCADE, verbose_name="公文", related_name="steps")
    recipient = models.ForeignKey(
        Recipient, models.CASCADE, verbose_name="主送单位", related_name="steps", null=True, blank=True
    )
    verb = models.CharField("办理", max_length=14, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True, blank=True
    )
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    state = models.CharField("办理后状态", max_length=12, choices=State)
    reason = models.TextField("说明", blank=True)

    objects = recorded(LetterStepQuerySet).as_manager()

    class Meta:
        verbose_name = "公文办理轨迹"
        verbose_name_plural = "公文办理轨迹"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.letter}：{self.get_verb_display()}"
