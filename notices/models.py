from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.audit import audited
from notices.robot_hosts import Refused, refuse_address
from portal.access import WrongState


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user.pk)

    def unread(self):
        return self.filter(read_at=None)

    def mark_read(self):
        return self.unread().update(read_at=timezone.now())


class Notice(models.Model):
    """One message in one person's inbox. What goes out by other channels are its deliveries."""

    class Kind(models.TextChoices):
        TODO = "todo", "待办"
        REMINDER = "reminder", "提醒"
        NEWS = "news", "消息"

    DIGESTED = (Kind.TODO, Kind.REMINDER)  # may wait for the one mail of the day

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人", related_name="notices"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.NEWS)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    key = models.CharField("去重键", max_length=120, blank=True, help_text="同一人同一键只发一次。")
    created_at = models.DateTimeField("发出时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], condition=~Q(key=""), name="notice_once_per_key"),
        ]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="notice_unread"),
            models.Index(fields=["link"], name="notice_about"),
        ]

    def __str__(self):
        return self.title

    @property
    def safe_link(self):
        """Only a page of this portal: a notice never leads out of the house."""
        is_page = self.link.startswith("/") and url_has_allowed_host_and_scheme(self.link, allowed_hosts=None)
        return self.link if is_page else ""

    def mark_read(self):
        Notice.objects.filter(pk=self.pk).mark_read()


class ChannelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the committee's staff: a web hook is a key."""
        if user.is_superuser:
            return self
        return self.filter(committee=user.committee_id) if user.is_staff else self.none()

    def in_use(self):
        return self.filter(is_active=True)

    def robots(self):
        return self.exclude(kind=Channel.Kind.EMAIL)


class Channel(models.Model):
    """A way out of the house that a committee has switched on: its mail, or a robot in one of its chat groups."""

    class Kind(models.TextChoices):
        EMAIL = "email", "电子邮件"
        WECOM = "wecom", "企业微信群机器人"
        DINGTALK = "dingtalk", "钉钉群机器人"

    committee = models.ForeignKey("alliances.Committee", models.CASCADE, verbose_name="工委", related_name="channels")
    kind = models.CharField("方式", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=40)
    alliance = models.ForeignKey(
        "alliances.Alliance", models.CASCADE, verbose_name="只发此联盟", null=True, blank=True, related_name="channels"
    )
    webhook = models.CharField("机器人地址", max_length=300, blank=True, help_text="内网部署可填本单位的地址。")
    secret = models.CharField("加签密钥", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=False)

    history = audited(excluded_fields=["secret", "webhook"])
    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = "发送渠道"
        verbose_name_plural = "发送渠道"
        ordering = ["committee", "kind", "name"]

    def __str__(self):
        return self.name

    def clean(self):
        if self.kind == self.Kind.EMAIL:
            if self.alliance_id:
                raise ValidationError({"alliance": "邮件发给收件人本人，不分联盟，请留空。"})
            return
        try:
            refuse_address(self.webhook)
        except Refused as refusal:
            raise ValidationError({"webhook": str(refusal)}) from refusal


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(channel__in=Channel.objects.visible_to(user))

    def due(self, now):
        return self.filter(state=Delivery.State.WAITING, due_at__lte=now)


class Delivery(models.Model):
    """The ledger of every message on every channel: one row is claimed, sent, tried again or given up."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        CLAIMED = "claimed", "发送中"
        SENT = "sent", "已发"
        FAILED = "failed", "失败"

    notice = models.ForeignKey(
        Notice, models.CASCADE, verbose_name="消息", related_name="deliveries", null=True, blank=True
    )
    channel = models.ForeignKey(Channel, models.PROTECT, verbose_name="渠道", related_name="deliveries")
    address = models.CharField("地址", max_length=300)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)
    key = models.CharField("去重键", max_length=160)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("不早于", default=timezone.now, help_text="免打扰时段内顺延。")
    claimed_at = models.DateTimeField("领取时间", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    error = models.TextField("失败原因", blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "发送记录"
        verbose_name_plural = "发送记录"
        ordering = ["-due_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="delivery_once_per_key")]
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]

    def __str__(self):
        return f"{self.title}（{self.get_state_display()}）"

    def resend(self, *, by):
        """重新发送 what failed: due at once, with all its tries again. `by` is a person who reaches the ledger."""
        failed = Delivery.objects.visible_to(by).filter(pk=self.pk, state=self.State.FAILED)
        if not failed.update(state=self.State.WAITING, due_at=timezone.now(), tries=0):
            raise WrongState(f"“{self}”没有失败，不用重发。")
        self.refresh_from_db()
