import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_token():
    return secrets.token_urlsafe(24)


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user.pk)

    def live(self):
        return self.filter(revoked_at=None, user__is_active=True)


class Feed(models.Model):
    """A person's calendar subscription: a saved filter and a token that can be revoked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="订阅人", related_name="feeds")
    name = models.CharField("名称", max_length=40)
    token = models.CharField("令牌", max_length=64, unique=True, default=new_token, editable=False)
    filters = models.JSONField("筛选", default=dict, blank=True)
    with_alarm = models.BooleanField("提前一天提醒", default=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
