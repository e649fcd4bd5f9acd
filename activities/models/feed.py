import secrets

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from portal.access import WrongState


def new_token():
    return secrets.token_urlsafe(24)


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user.pk)

    def live(self):
        return self.filter(revoked_at=None, user__is_active=True)

    def with_rights(self):
        """With what decides which activities the owner may see, and no more: feeds are asked for day and night."""
        own = ("name", "token", "filters", "with_alarm", "created_at", "user__committee", "user__organization")
        return self.select_related("user").only(*own)


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

    LIMIT = 20  # of one person; a feed is asked for many times a day

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"
        ordering = ["-created_at"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("feed-ics", args=[self.token])

    @property
    def address(self):
        """What a calendar program is given."""
        return f"{settings.PORTAL_URL}{self.get_absolute_url()}"

    @property
    def webcal(self):
        """The same for phones that open their calendar on a link."""
        return f"webcal:{self.address.partition(':')[2]}"

    @classmethod
    @transaction.atomic
    def subscribe(cls, *, by, name, filters, with_alarm=False):
        if cls.objects.filter(user=by.pk, revoked_at=None).count() >= cls.LIMIT:
            raise WrongState(f"最多同时保留 {cls.LIMIT} 个订阅，请先停用不用的。")
        return cls.objects.create(user=by, name=name, filters=filters, with_alarm=with_alarm)

    def revoke(self, *, by):
        """停用: the address is dead at once and for ever. Only the owner reaches a feed, so `by` is the owner."""
        if not Feed.objects.visible_to(by).filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
            raise WrongState(f"“{self}”已经停用。")
        self.refresh_from_db()
