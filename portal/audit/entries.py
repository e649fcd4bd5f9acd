from django.db import models
from django.utils import timezone


class Act(models.TextChoices):
    SAW = "saw", "查看"
    EXPORTED = "exported", "导出"
    DOWNLOADED = "downloaded", "下载"
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    DELETED = "deleted", "删除"
    STEP = "step", "办理"
    SIGNED_IN = "signed_in", "登录"
    SIGNED_OUT = "signed_out", "退出"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "登录被锁定"
    REFUSED = "refused", "无权访问"


class AuditEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff read what belongs to their committee; the operator of the deployment all."""
        if user.is_superuser:
            return self
        if user.is_staff and user.committee_id:
            return self.filter(committee_id=user.committee_id)
        return self.none()

    def sealed(self):
        return self.filter(number__isnull=False)

    def unsealed(self):
        return self.filter(number=None)

    def update(self, **values):
        raise TypeError("An audit line is never changed.")

    def delete(self):
        raise TypeError("An audit line is never deleted.")

    delete.queryset_only = True


class AuditEntry(models.Model):
    """A line of the audit trail. It holds values, no keys: what it tells of may go, the line stays as it was.

    `number` and `hash` come later, from `chain.seal`, so that people who write at once do not wait for each other.
    """

    at = models.DateTimeField("时间", default=timezone.now)
    committee_id = models.BigIntegerField("工委", null=True)
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=60, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    act = models.CharField("操作", max_length=12, choices=Act)
    verb = models.CharField("事项", max_length=60, blank=True)
    kind = models.CharField("对象类别", max_length=60, blank=True)  # the model: activities.activity
    object_id = models.BigIntegerField("对象编号", null=True)
    name = models.CharField("对象", max_length=200, blank=True)
    before = models.JSONField("修改前", default=dict)
    after = models.JSONField("修改后", default=dict)
    is_veiled = models.BooleanField("内容保密", default=False)  # the values are for those who may see the record itself
    reason = models.TextField("说明", blank=True)
    page = models.CharField("页面", max_length=60, blank=True)
    once = models.CharField(max_length=64, null=True, unique=True)
    number = models.BigIntegerField("序号", null=True, unique=True)
    hash = models.CharField("校验值", max_length=64, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]
        default_permissions = []
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["committee_id", "at", "id"], name="audit_by_committee"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["kind", "object_id", "at"], name="audit_by_object"),
        ]

    def __str__(self):
        return f"{self.actor_name or '系统'}{self.get_act_display()}{self.name}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("An audit line is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An audit line is never deleted.")


class AuditHead(models.Model):
    """The last sealed line, one row: who seals holds it, and a tail that was cut off shows against it."""

    number = models.BigIntegerField("序号", default=0)
    hash = models.CharField("校验值", max_length=64, blank=True)
    sealed_at = models.DateTimeField("时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计链头"
        default_permissions = []

    def __str__(self):
        return f"{self.hash}@{self.number}"
