from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audit import TrailLine, recorded
from branches.brand_querysets import BrandStepQuerySet
from portal.audit.values import cleaned


class BrandStep(TrailLine):
    """A line of a brand's trail: who, when, what, why."""

    of = ["brand"]

    class Verb(models.TextChoices):
        CREATE = "create", "新建"
        REVISE = "revise", "开始修订"
        SUBMIT = "submit", "提交"
        REVIEW = "review", "片长单位初审通过"
        RETURN = "return", "退回修改"
        WITHDRAW = "withdraw", "撤回"
        PUBLISH = "publish", "审定通过并发布"
        DROP = "drop", "作废"
        GRANT = "grant", "授予等次"
        REVOKE = "revoke", "撤销等次"
        ADOPT = "adopt", "互鉴"
        TAKE_BACK = "take_back", "收回互鉴"
        LINK = "link", "关联活动"
        UNLINK = "unlink", "取消关联活动"
        END = "end", "停用"

    # What the owner does itself; done by the committee for it, the line is marked 代录.
    OF_THE_OWNER = (
        Verb.CREATE,
        Verb.REVISE,
        Verb.SUBMIT,
        Verb.WITHDRAW,
        Verb.DROP,
        Verb.LINK,
        Verb.UNLINK,
        Verb.END,
    )

    brand = models.ForeignKey("Brand", models.CASCADE, verbose_name="品牌", related_name="steps")
    version = models.ForeignKey(
        "BrandVersion", models.CASCADE, verbose_name="版本", related_name="steps", null=True, blank=True
    )
    verb = models.CharField("办理", max_length=12, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True, blank=True
    )
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    reason = models.TextField("说明", blank=True)

    objects = recorded(BrandStepQuerySet).as_manager()

    class Meta:
        verbose_name = "品牌办理轨迹"
        verbose_name_plural = "品牌办理轨迹"
        ordering = ["-at", "-pk"]

    def audit_values(self, subject):
        """With what was handed in: a version has no history of its own, it is kept beside the others."""
        before, after = super().audit_values(subject)
        version = self._state.fields_cache.get("version")
        if subject is not None and version is not None and self.verb == self.Verb.SUBMIT:
            after |= {version.label_of(field): cleaned(getattr(version, field)) for field in version.WORDS}
        return before, after

    def __str__(self):
        return f"{self.brand}：{self.get_verb_display()}"
