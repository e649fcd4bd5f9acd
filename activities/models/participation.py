from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from accounts.models import User
from activities import announcements
from activities.models.activity import Activity
from activities.models.states import State
from activities.models.trail import Step
from activities.querysets import OfActivityQuerySet
from alliances.models import Organization
from portal.access import WrongState


class Participation(models.Model):
    """A unit's part in an activity: invited, answered, how many came. Counted as 单位次; the activity once as 场次."""

    class Answer(models.TextChoices):
        NONE = "none", "未答复"
        ATTENDING = "attending", "参加"
        LEAVE = "leave", "请假"

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name="活动", related_name="participations")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="participations")
    answer = models.CharField("答复", max_length=10, choices=Answer, default=Answer.NONE)
    expected_count = models.PositiveIntegerField("预计（人）", null=True, blank=True)
    attendees = models.CharField("参加人员", max_length=300, blank=True, help_text="姓名用顿号隔开，可只填人数。")
    leave_reason = models.CharField("请假事由", max_length=200, blank=True)
    present_count = models.PositiveIntegerField("实到（人）", null=True, blank=True)
    invited_at = models.DateTimeField("邀请时间", default=timezone.now)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="答复人", related_name="+", null=True, blank=True
    )

    history = audited()
    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "参加单位"
        verbose_name_plural = "参加单位"
        ordering = ["activity", "organization__order_number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "organization"], name="participation_once_per_unit"),
        ]

    def __str__(self):
        return f"{self.organization}（{self.get_answer_display()}）"

    @transaction.atomic
    def attend(self, *, by, expected_count=None, attendees=""):
        """参加: how many, and who if they like. May be changed until the activity is over."""
        self._answer(
            by, answer=self.Answer.ATTENDING, expected_count=expected_count, attendees=attendees, leave_reason=""
        )
        count = f" {expected_count} 人" if expected_count else ""
        self._record(Step.Verb.ANSWER, by, f"{self.organization} 参加{count}")

    @transaction.atomic
    def leave(self, *, by, reason):
        """请假, with its reason."""
        if not reason.strip():
            raise WrongState("请写明请假事由。")
        reason = reason.strip()
        self._answer(by, answer=self.Answer.LEAVE, expected_count=None, attendees="", leave_reason=reason)
        self._record(Step.Verb.LEAVE, by, f"{self.organization} 请假：{reason}")

    def _answer(self, by, **fields):
        now = timezone.now()
        open_rows = Participation.objects.filter(
            pk=self.pk, activity__state=State.PUBLISHED, activity__ends_at__gt=now, present_count=None
        )
        if not open_rows.update(answered_at=now, answered_by=by, **fields):
            raise WrongState(self._why_closed(now))
        self.refresh_from_db()
        Participation.history.bulk_history_create([self], update=True, default_user=by)
        officers = User.objects.officers_of([self.organization_id])
        announcements.settle(self.activity, who="units", users=officers)

    def _why_closed(self, now):
        activity = Activity.objects.filter(participations=self.pk).first()
        if activity is None:
            return "这家单位已不在邀请名单里。"
        if activity.state == State.PUBLISHED and not activity.is_over(now):
            return "已经点名，不能再改答复。"
        if activity.state == State.PUBLISHED:
            return f"“{activity}”已经开展，不能再改答复；到场人数由牵头单位点名。"
        return f"“{activity}”现在是“{activity.get_state_display()}”，不能答复。"

    def _record(self, verb, by, words):
        other = by.organization_id != self.organization_id
        self.activity.record(verb, by=by, reason=words, for_unit=other)


class SignUp(models.Model):
    """A party member's own sign-up, within the limit or on the waiting list."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "已报名"
        WAITING = "waiting", "候补"
        WITHDRAWN = "withdrawn", "已取消"

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name="活动", related_name="signups")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="党员", related_name="signups")
    state = models.CharField("状态", max_length=10, choices=State, default=State.CONFIRMED)
    at = models.DateTimeField("报名时间", default=timezone.now)
    is_present = models.BooleanField("到场", null=True, blank=True)

    history = audited()
    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "个人报名"
        verbose_name_plural = "个人报名"
        ordering = ["activity", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "user"], name="signup_once_per_person")]
        indexes = [
            models.Index(fields=["activity", "at"], condition=Q(state="waiting"), name="signup_waiting_list"),
        ]

    def __str__(self):
        return f"{self.user}（{self.get_state_display()}）"
