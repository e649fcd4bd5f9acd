from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audit import TrailLine, recorded
from activities.models.states import State
from activities.querysets import OfActivityQuerySet


class Step(TrailLine):
    """A line of the trail (办理轨迹): who, when, what, why."""

    of = ["activity"]

    class Verb(models.TextChoices):
        CREATE = "create", "新建"
        EDIT = "edit", "修改"
        SUBMIT = "submit", "提交计划"
        REVIEW = "review", "片长单位审核通过"
        RETURN = "return", "退回修改"
        WITHDRAW = "withdraw", "撤回"
        PUBLISH = "publish", "审定通过并发布"
        POSTPONE = "postpone", "改期"
        CANCEL = "cancel", "取消"
        INVITE = "invite", "调整邀请单位"
        ANSWER = "answer", "答复"
        LEAVE = "leave", "请假"
        ROLL_CALL = "roll_call", "点名"
        REPORT = "report", "提交总结"
        RETURN_REPORT = "return_report", "退回总结"
        ACCEPT = "accept", "总结审定，办结"
        REMIND = "remind", "提醒"
        COMMENT = "comment", "留言"
        IMPORT = "import", "由台账导入"

    # What a unit does itself; done by somebody else for it, the line is marked 代录.
    OF_THE_UNIT = (
        Verb.CREATE,
        Verb.EDIT,
        Verb.SUBMIT,
        Verb.WITHDRAW,
        Verb.POSTPONE,
        Verb.CANCEL,
        Verb.INVITE,
        Verb.ROLL_CALL,
        Verb.REPORT,
    )
    RETURNS = (Verb.RETURN, Verb.RETURN_REPORT)

    activity = models.ForeignKey("Activity", models.CASCADE, verbose_name="活动", related_name="steps")
    verb = models.CharField("办理", max_length=20, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True, blank=True
    )
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    state = models.CharField("办理后状态", max_length=20, choices=State)
    reason = models.TextField("说明", blank=True)

    objects = recorded(OfActivityQuerySet).as_manager()

    class Meta:
        verbose_name = "办理轨迹"
        verbose_name_plural = "办理轨迹"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.activity}：{self.get_verb_display()}"
