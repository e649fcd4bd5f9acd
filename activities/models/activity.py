import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from activities.models.words import ActivityForm, ActivityType, Base
from activities.querysets import ActivityQuerySet, OfActivityQuerySet
from alliances.models import Alliance, Committee, Organization
from portal.access import EditConflict, WrongState


class Activity(models.Model):
    """Anything an alliance holds, from the plan to the archive. One record, however many alliances and units take part."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PROPOSED = "proposed", "计划待片长审核"
        SUBMITTED = "submitted", "计划待审定"
        RETURNED = "returned", "计划退回待改"
        PUBLISHED = "published", "已发布"
        REPORTED = "reported", "总结待审定"
        REPORT_RETURNED = "report_returned", "总结退回待改"
        ACCEPTED = "accepted", "办结"
        CANCELLED = "cancelled", "取消"

    class Precision(models.TextChoices):
        TIME = "time", "到时刻"
        DAY = "day", "到日"
        MONTH = "month", "到月"

    class Funding(models.TextChoices):
        NONE = "none", "不产生费用"
        PARTY_FEES = "party_fees", "留存党费"
        ORGAN = "organ", "机关党建工作经费"
        UNION = "union", "工会经费"

    class Transport(models.TextChoices):
        NONE = "none", "步行或自行前往"
        OFFICIAL = "official", "单位公务用车"
        RENTED = "rented", "统一租车"
        PUBLIC = "public", "公共交通"

    class Meals(models.TextChoices):
        NONE = "none", "不安排用餐"
        CANTEEN = "canteen", "机关或基地食堂工作餐"
        SELF = "self", "自行解决"

    PLANNING = (State.DRAFT, State.PROPOSED, State.SUBMITTED, State.RETURNED)
    PUBLIC = (State.PUBLISHED, State.REPORTED, State.REPORT_RETURNED, State.ACCEPTED, State.CANCELLED)
    OPEN = (State.PUBLISHED, State.REPORT_RETURNED)  # the host still has to act after it was held

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="activities")
    alliance = models.ForeignKey(
        Alliance,
        models.PROTECT,
        verbose_name="牵头联盟",
        related_name="activities",
        null=True,
        blank=True,
        help_text="工委本级的活动留空。",
    )
    partners = models.ManyToManyField(Alliance, verbose_name="联办联盟", related_name="joined_activities", blank=True)
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name="牵头单位",
        related_name="hosted_activities",
        null=True,
        blank=True,
        help_text="工委本级的活动留空。",
    )
    type = models.ForeignKey(ActivityType, models.PROTECT, verbose_name="活动类型", related_name="activities")
    forms = models.ManyToManyField(ActivityForm, verbose_name="活动形式", related_name="activities", blank=True)
    title = models.CharField("活动主题", max_length=80)
    plan = models.TextField("活动安排", blank=True, help_text="写清做什么、怎么分工。三五行即可，不要求附件。")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    precision = models.CharField("时间精度", max_length=5, choices=Precision, default=Precision.TIME)
    base = models.ForeignKey(
        Base, models.PROTECT, verbose_name="主题党日基地", related_name="activities", null=True, blank=True
    )
    place = models.CharField("地点", max_length=80, blank=True)
    expected_count = models.PositiveIntegerField("预计人数", null=True, blank=True)

    budget = models.DecimalField("经费预算（元）", max_digits=12, decimal_places=2, default=0)
    funding = models.CharField("经费来源", max_length=12, choices=Funding, blank=True)
    transport = models.CharField("交通", max_length=12, choices=Transport, blank=True)
    meals = models.CharField("用餐", max_length=12, choices=Meals, blank=True)
    austerity_confirmed = models.BooleanField("已对照中央八项规定精神核对", default=False)
    austerity_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="八项规定审定人", related_name="+", null=True, editable=False
    )

    signup_open = models.BooleanField("开放党员个人报名", default=False)
    signup_limit = models.PositiveIntegerField("报名名额", null=True, blank=True, help_text="留空为不限。")
    signup_until = models.DateTimeField("报名截止", null=True, blank=True)

    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    is_late_record = models.BooleanField("补录", default=False, help_text="活动已经开展，现在补记。")
    recorded_at = models.DateTimeField("录入时间", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+", null=True, editable=False
    )
    source_key = models.CharField("台账行", max_length=64, blank=True, editable=False)

    uid = models.UUIDField("日历标识", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("日历版次", default=0, editable=False)
    changed_at = models.DateTimeField("最近变动", default=timezone.now, editable=False)
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)

    history = audited()
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        verbose_name_plural = "活动"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message="结束时间应晚于开始时间。",
            ),
            models.UniqueConstraint(
                fields=["committee", "source_key"], condition=~Q(source_key=""), name="activity_once_per_ledger_row"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "starts_at"], name="activity_window"),
            models.Index(fields=["committee", "state", "state_since"], name="activity_todo"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activity-detail", args=[self.pk])

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            starts = timezone.localtime(self.starts_at)
            raise ValidationError({"ends_at": f"应晚于开始时间 {starts:%H:%M}。"})
        if self.signup_until and self.starts_at and self.signup_until > self.starts_at:
            raise ValidationError({"signup_until": "报名截止应早于活动开始。"})

    @property
    def place_name(self):
        return " ".join(filter(None, [self.base.name if self.base_id else "", self.place]))

    @property
    def owner_name(self):
        """Whose it is, in a list: the alliance's short name, or 工委本级."""
        return self.alliance.short_name if self.alliance_id else "工委本级"

    def is_over(self, now=None):
        return self.ends_at <= (now or timezone.now())

    # The steps. Each is the only road between two states; the condition stands inside the UPDATE, so of two people who
    # click at once one wins, on any database. Every step leaves a line in the trail.

    @transaction.atomic
    def submit(self, *, by):
        """提交计划: to the 片长单位 first when a member proposes it, else to the committee, or straight out if so settled."""
        self._require_complete_plan()
        if self._needs_first_review(by):
            self._move(self.State.PROPOSED, allowed=[self.State.DRAFT, self.State.RETURNED])
        elif self.committee.plans_need_committee and not by.is_staff:
            self._move(self.State.SUBMITTED, allowed=[self.State.DRAFT, self.State.RETURNED])
        else:
            self._move(self.State.PUBLISHED, allowed=[self.State.DRAFT, self.State.RETURNED], **self._austerity(by))
        self.record(Step.Verb.SUBMIT, by=by)

    @transaction.atomic
    def review(self, *, by):
        """片长单位初审通过."""
        if self.committee.plans_need_committee:
            self._move(self.State.SUBMITTED, allowed=[self.State.PROPOSED])
        else:
            self._move(self.State.PUBLISHED, allowed=[self.State.PROPOSED], **self._austerity(by))
        self.record(Step.Verb.REVIEW, by=by)

    @transaction.atomic
    def publish(self, *, by):
        """工委审定通过: it stands in every member's calendar and feed from now on. The approver confirms the 八项规定 too."""
        self._move(self.State.PUBLISHED, allowed=[self.State.SUBMITTED], **self._austerity(by))
        self.record(Step.Verb.PUBLISH, by=by)

    @transaction.atomic
    def return_(self, *, by, reason):
        """退回计划, always with a reason."""
        self._require_reason(reason)
        self._move(self.State.RETURNED, allowed=[self.State.PROPOSED, self.State.SUBMITTED])
        self.record(Step.Verb.RETURN, by=by, reason=reason)

    @transaction.atomic
    def withdraw(self, *, by):
        """撤回, until the next step."""
        if self.state == self.State.REPORTED:
            self._move(self.State.REPORT_RETURNED, allowed=[self.State.REPORTED])
        else:
            self._move(self.State.DRAFT, allowed=[self.State.PROPOSED, self.State.SUBMITTED])
        self.record(Step.Verb.WITHDRAW, by=by)

    @transaction.atomic
    def postpone(self, *, by, starts_at, ends_at, reason):
        """改期: the old time stays in the trail, calendars get a new SEQUENCE."""
        self._require_reason(reason)
        if ends_at <= starts_at:
            raise WrongState("结束时间应晚于开始时间。")
        before = timezone.localtime(self.starts_at)
        self._move(
            self.State.PUBLISHED,
            allowed=[self.State.PUBLISHED],
            starts_at=starts_at,
            ends_at=ends_at,
            precision=self.Precision.TIME,
            sequence=F("sequence") + 1,
        )
        self.record(Step.Verb.POSTPONE, by=by, reason=f"原定{before:%Y-%m-%d %H:%M}。{reason}")

    @transaction.atomic
    def cancel(self, *, by, reason):
        """取消 a published activity, or give up a plan; never deleted."""
        self._require_reason(reason)
        self._move(
            self.State.CANCELLED,
            allowed=[*self.PLANNING, self.State.PUBLISHED],
            sequence=F("sequence") + 1,
        )
        self.record(Step.Verb.CANCEL, by=by, reason=reason)

    @transaction.atomic
    def report(self, *, by):
        """报送总结 after it was held; a late record (补录) enters here."""
        if not self.is_over():
            ends = timezone.localtime(self.ends_at)
            raise WrongState(f"活动还没有开展（{ends:%Y年%-m月%-d日 %H:%M}结束），开展后再报总结。")
        allowed = [self.State.PUBLISHED, self.State.REPORT_RETURNED]
        if self.is_late_record:
            self._require_complete_plan(late=True)
            allowed += [self.State.DRAFT, self.State.RETURNED]
        self._move(self.State.REPORTED, allowed=allowed)
        self.record(Step.Verb.REPORT, by=by)

    @transaction.atomic
    def return_report(self, *, by, reason):
        self._require_reason(reason)
        self._move(self.State.REPORT_RETURNED, allowed=[self.State.REPORTED])
        self.record(Step.Verb.RETURN_REPORT, by=by, reason=reason)

    @transaction.atomic
    def accept(self, *, by):
        """审定总结: archived, and it counts from now on."""
        self._move(self.State.ACCEPTED, allowed=[self.State.REPORTED])
        self.record(Step.Verb.ACCEPT, by=by)

    def claim_revision(self, revision):
        """First line of saving an edit: refuses when somebody else saved since the form was opened."""
        if not Activity.objects.filter(pk=self.pk, revision=revision).update(revision=revision + 1):
            raise EditConflict("这项活动刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.revision = revision + 1

    def record(self, verb, *, by, reason=""):
        """A line of the trail. `by` None is the system. Staff who act for a unit are marked as 代录."""
        for_unit = bool(by and by.is_staff and self.host_id and verb in Step.OF_THE_UNIT)
        return Step.objects.create(
            activity=self, verb=verb, by=by, reason=reason, state=self.state, is_for_unit=for_unit
        )

    def _move(self, to, *, allowed, **stamps):
        now = timezone.now()
        rows = Activity.objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=now, changed_at=now, revision=F("revision") + 1, **stamps)
        self.refresh_from_db()
        if not moved:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")

    def _needs_first_review(self, by):
        if by.is_staff or not self.alliance_id or not self.committee.proposals_need_lead:
            return False
        day = timezone.localdate()
        return not self.alliance.seats.on(day).leading().filter(organization=by.organization_id).exists()

    def _austerity(self, by):
        return {"austerity_approved_by": by}

    def _require_complete_plan(self, late=False):
        missing = []
        if not late and not self.funding:
            missing.append("经费来源")
        if not late and not self.austerity_confirmed:
            missing.append("八项规定确认")
        if not self.place_name:
            missing.append("地点")
        if missing:
            raise WrongState(f"还缺{'、'.join(missing)}，补齐后再提交。")

    @staticmethod
    def _require_reason(reason):
        if not reason.strip():
            raise WrongState("请写明原因，让对方知道怎么改。")


class Step(models.Model):
    """A line of the trail (办理轨迹): who, when, what, why."""

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
        ANSWER = "answer", "答复"
        ROLL_CALL = "roll_call", "点名"
        REPORT = "report", "提交总结"
        RETURN_REPORT = "return_report", "退回总结"
        ACCEPT = "accept", "总结审定，办结"
        REMIND = "remind", "提醒"
        COMMENT = "comment", "留言"
        IMPORT = "import", "由台账导入"

    OF_THE_UNIT = (Verb.CREATE, Verb.EDIT, Verb.SUBMIT, Verb.ANSWER, Verb.ROLL_CALL, Verb.REPORT)

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name="活动", related_name="steps")
    verb = models.CharField("办理", max_length=20, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True, blank=True
    )
    is_for_unit = models.BooleanField("工委代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    state = models.CharField("办理后状态", max_length=20, choices=Activity.State)
    reason = models.TextField("说明", blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "办理轨迹"
        verbose_name_plural = "办理轨迹"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.activity}：{self.get_verb_display()}"
