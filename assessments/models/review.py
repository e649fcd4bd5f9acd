from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import TrailLine, audited, recorded
from alliances.models import Committee, Organization
from assessments.models.review_steps import ReviewSteps
from assessments.review_querysets import OfReviewMeetingQuerySet, ReviewMeetingQuerySet, StaffCountsQuerySet
from branches.models import Branch

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class ReviewMeeting(ReviewSteps, models.Model):
    """述职评议: secretaries report, groups of voters rate them without anybody ever knowing who rated how.

    No ballot is kept. A vote adds one to counts and uses up a code; codes are drawn from a hat, nobody knows whose.
    """

    class State(models.TextChoices):
        SETUP = "setup", "筹备"
        OPEN = "open", "投票中"
        CLOSED = "closed", "投票结束"
        CANCELLED = "cancelled", "取消"

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="review_meetings")
    title = models.CharField("名称", max_length=60, help_text="如“2026年度机关党组织书记抓党建述职评议会”。")
    held_on = models.DateField("会议日期")
    basis_title = models.CharField("依据文件", max_length=120)
    basis_number = models.CharField("依据文号", max_length=60, blank=True)
    least_ballots = models.PositiveSmallIntegerField(
        "最少票数",
        default=5,
        validators=[MinValueValidator(2)],
        help_text="一组少于这个票数时，不显示这一组的分布和均分。",
    )
    decimals = models.PositiveSmallIntegerField("得分保留小数", default=2, validators=[MaxValueValidator(4)])
    state = models.CharField("状态", max_length=10, choices=State, default=State.SETUP, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)

    history = audited()
    objects = ReviewMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "述职评议会"
        verbose_name_plural = "述职评议会"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "title"],
                name="review_title_once",
                violation_error_message="已有同名的述职评议会。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("review-detail", args=[self.pk])


class RatingLevel(models.Model):
    """好, 较好, 一般, 差, and what each is worth."""

    meeting = models.ForeignKey(ReviewMeeting, models.CASCADE, verbose_name="评议会", related_name="levels")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("等次", max_length=8)
    points = models.DecimalField("折分", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])

    objects = OfReviewMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "评议等次"
        verbose_name_plural = "评议等次"
        ordering = ["meeting", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name"], name="rating_level_once", violation_error_message="已有同名等次。"
            ),
        ]

    def __str__(self):
        return self.name


class VoterGroup(models.Model):
    """上级领导, 各单位书记, 党员代表: who votes together, with one weight."""

    meeting = models.ForeignKey(ReviewMeeting, models.CASCADE, verbose_name="评议会", related_name="groups")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("投票组", max_length=20)
    weight = models.DecimalField("权重（%）", max_digits=5, decimal_places=2, validators=PERCENT)
    issued = models.PositiveIntegerField("发出投票码", default=0, editable=False)
    paper_ballots = models.PositiveIntegerField("已录纸质票", default=0, editable=False)

    objects = OfReviewMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "投票组"
        verbose_name_plural = "投票组"
        ordering = ["meeting", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name"], name="voter_group_once", violation_error_message="已有同名投票组。"
            ),
        ]

    def __str__(self):
        return self.name


class Speaker(models.Model):
    """Whose secretary reports: an organization, or a branch of it; on the spot or in writing."""

    class Form(models.TextChoices):
        ONSITE = "onsite", "现场述职"
        WRITTEN = "written", "书面述职"

    meeting = models.ForeignKey(ReviewMeeting, models.CASCADE, verbose_name="评议会", related_name="speakers")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="+", null=True, blank=True)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    form = models.CharField("述职方式", max_length=8, choices=Form, default=Form.ONSITE)

    objects = OfReviewMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "述职人"
        verbose_name_plural = "述职人"
        ordering = ["meeting", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organization"], condition=Q(branch=None), name="speaker_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["meeting", "branch"], condition=Q(branch__isnull=False), name="speaker_once_per_branch"
            ),
        ]

    def __str__(self):
        return str(self.branch or self.organization)


class BallotCode(models.Model):
    """A code that is still good for one ballot. It carries no number, no time and no name; used, the row is gone."""

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    group = models.ForeignKey(VoterGroup, models.CASCADE, verbose_name="投票组", related_name="codes")

    objects = StaffCountsQuerySet.as_manager()

    class Meta:
        verbose_name = "投票码"
        verbose_name_plural = "投票码"

    def __str__(self):
        return "投票码"


class Tally(models.Model):
    """How many of a group rated a speaker so. All rows exist from the opening on, so none tells when it was made."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, verbose_name="述职人", related_name="tallies")
    group = models.ForeignKey(VoterGroup, models.CASCADE, verbose_name="投票组", related_name="tallies")
    level = models.ForeignKey(RatingLevel, models.CASCADE, verbose_name="等次", related_name="+")
    count = models.PositiveIntegerField("票数", default=0)

    objects = StaffCountsQuerySet.as_manager()

    class Meta:
        verbose_name = "计票"
        verbose_name_plural = "计票"
        constraints = [models.UniqueConstraint(fields=["speaker", "group", "level"], name="tally_once")]

    def __str__(self):
        return f"{self.speaker} {self.group} {self.level}"


class PaperCount(models.Model):
    """The paper ballots of a group as one person counted them; they are taken once a second one found the same."""

    group = models.ForeignKey(VoterGroup, models.CASCADE, verbose_name="投票组", related_name="paper_counts")
    reading = models.PositiveSmallIntegerField("第几遍")  # 1 or 2
    ballots = models.PositiveIntegerField("票数")
    data = models.JSONField("计票", default=dict)  # {speaker pk: {level pk: count}}, keys as text
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+")
    at = models.DateTimeField("录入时间", default=timezone.now)

    objects = StaffCountsQuerySet.as_manager()

    class Meta:
        verbose_name = "纸质票计数"
        verbose_name_plural = "纸质票计数"
        constraints = [models.UniqueConstraint(fields=["group", "reading"], name="paper_count_once_a_reading")]

    def __str__(self):
        return f"{self.group}第{self.reading}遍"


class ReviewStep(TrailLine):
    """A line of the meeting's trail: what staff did, never who voted."""

    of = ["meeting"]

    meeting = models.ForeignKey(ReviewMeeting, models.CASCADE, verbose_name="评议会", related_name="steps")
    verb = models.CharField("办理", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True)
    at = models.DateTimeField("时间", default=timezone.now)
    reason = models.TextField("说明", blank=True)

    objects = recorded(OfReviewMeetingQuerySet).as_manager()

    class Meta:
        verbose_name = "述职评议轨迹"
        verbose_name_plural = "述职评议轨迹"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.meeting}：{self.verb}"
