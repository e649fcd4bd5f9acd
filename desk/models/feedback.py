from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.audit import audited
from accounts.models import User
from notices.models import Notice
from notices.outbox import notify
from portal.access import WrongState


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees all that was said to it, everybody else what they said."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(committee=user.committee_id)
        return self.filter(by=user.pk)

    def open(self):
        return self.filter(answered_at=None)


class Feedback(models.Model):
    """意见建议 from any page, and the committee's answer."""

    committee = models.ForeignKey("alliances.Committee", models.CASCADE, verbose_name="工委", related_name="feedback")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="feedback")
    page = models.CharField("所在页面", max_length=200, blank=True)
    text = models.TextField("意见建议", max_length=1000)
    at = models.DateTimeField("提出时间", default=timezone.now)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    history = audited()
    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "意见建议"
        verbose_name_plural = "意见建议"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.text[:20]

    def get_absolute_url(self):
        return f"/feedback/#feedback-{self.pk}"

    @transaction.atomic
    def hand_in(self, *, by):
        """Keep it, and tell the committee's staff."""
        self.by, self.committee = by, by.committee
        self.save()
        staff = User.objects.staff_of(self.committee)
        notify(staff, kind=Notice.Kind.TODO, title=f"意见建议：{self}", body=self.text, link=self.get_absolute_url())

    @transaction.atomic
    def reply(self, text, *, by):
        """Answer it, or mend the answer that was seen; refused when somebody else answered meanwhile."""
        now = timezone.now()
        if not Feedback.objects.filter(pk=self.pk, answered_at=self.answered_at).update(answered_at=now):
            raise WrongState("这条意见刚刚已有答复，没有重复发送。")
        self.answer, self.answered_by, self.answered_at = text, by, now
        self.save()
        notify([self.by], title=f"您的意见有了答复：{self}", body=text, link=self.get_absolute_url())
