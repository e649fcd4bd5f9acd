"""The steps of an activity. Each is the only road between two states; the condition stands inside the UPDATE, so of two
people who click at once one wins, on any database. Every step leaves a line in the trail."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from activities import announcements
from activities.models.states import PLANNING, State
from activities.models.trail import Step
from alliances.standing import standing
from notices.models import Notice
from portal.access import WrongState


class Steps:
    """The verbs of `Activity`, kept in a file of their own."""

    @transaction.atomic
    def submit(self, *, by):
        """提交计划: to the 片长单位 when a member proposes it, else to the committee, or straight out if so settled."""
        self._require_complete_plan()
        if self.is_over():
            raise WrongState("活动时间已经过了。已经开展的，请勾选“补录”，直接报送总结。")
        if self.needs_first_review(by):
            target = State.PROPOSED
        elif self.committee.plans_need_committee and not by.is_staff:
            target = State.SUBMITTED
        else:
            target = State.PUBLISHED
        self._move(target, allowed=[State.DRAFT, State.RETURNED], **self._approval(target, by))
        self._hand_on(self.record(Step.Verb.SUBMIT, by=by))

    @transaction.atomic
    def review(self, *, by):
        """片长单位初审通过."""
        target = State.SUBMITTED if self.committee.plans_need_committee else State.PUBLISHED
        self._move(target, allowed=[State.PROPOSED], **self._approval(target, by))
        self._hand_on(self.record(Step.Verb.REVIEW, by=by))

    @transaction.atomic
    def publish(self, *, by):
        """工委审定通过: from now on it stands in every calendar and feed. The approver confirms the 八项规定 too."""
        self._move(State.PUBLISHED, allowed=[State.SUBMITTED], **self._approval(State.PUBLISHED, by))
        self._hand_on(self.record(Step.Verb.PUBLISH, by=by))

    @transaction.atomic
    def return_(self, *, by, reason):
        """退回计划, always with a reason."""
        self._require_reason(reason)
        # Only from where the person saw it: a lead unit's click must not return what the committee already has.
        self._move(State.RETURNED, allowed=[self._still_in(State.PROPOSED, State.SUBMITTED)])
        announcements.tell_holder(self, self.record(Step.Verb.RETURN, by=by, reason=reason))

    @transaction.atomic
    def withdraw(self, *, by):
        """撤回, until the next step: what the 片长单位 has passed on can only be returned."""
        seen = self._still_in(State.PROPOSED, State.SUBMITTED, State.REPORTED)
        last = self.steps.filter(verb__in=[Step.Verb.SUBMIT, Step.Verb.REVIEW, Step.Verb.REPORT]).first()
        if last and last.verb == Step.Verb.REVIEW and not by.is_staff:
            raise WrongState("片长单位已经审核通过，不能撤回；要修改，请联系工委退回。")
        was_published = seen == State.REPORTED and not self.is_late_record
        self._move(State.PUBLISHED if was_published else State.DRAFT, allowed=[seen])
        self.record(Step.Verb.WITHDRAW, by=by)

    @transaction.atomic
    def postpone(self, *, by, starts_at, ends_at, reason):
        """改期: the old time stays in the trail, calendars get a new SEQUENCE, the answers given stay."""
        self._require_reason(reason)
        if ends_at <= starts_at:
            raise WrongState("结束时间应晚于开始时间。")
        before = self.when
        self._move(
            State.PUBLISHED,
            allowed=[State.PUBLISHED],
            starts_at=starts_at,
            ends_at=ends_at,
            precision="time",
            sequence=F("sequence") + 1,
        )
        step = self.record(Step.Verb.POSTPONE, by=by, reason=f"原定{before}，改为{self.when}。{reason}")
        announcements.tell_invited(self, step, "活动改期")
        announcements.tell_host(self, step, "活动改期")

    @transaction.atomic
    def cancel(self, *, by, reason):
        """取消 a published activity, or give up a plan; never deleted."""
        self._require_reason(reason)
        seen = self._still_in(*PLANNING, State.PUBLISHED)
        target = State.CANCELLED if seen == State.PUBLISHED else State.DROPPED
        self._move(target, allowed=[seen], sequence=F("sequence") + 1)
        step = self.record(Step.Verb.CANCEL, by=by, reason=reason)
        announcements.tell_host(self, step, "活动取消")
        if target == State.CANCELLED:
            announcements.settle(self, who="units")
            announcements.tell_invited(self, step, "活动取消")

    @transaction.atomic
    def report(self, *, by):
        """报送总结 after it was held; a late record (补录) enters here."""
        if not self.is_over():
            ends = timezone.localtime(self.ends_at)
            raise WrongState(f"活动还没有开展（{ends:%Y年%-m月%-d日 %H:%M}结束），开展后再报总结。")
        allowed = [State.PUBLISHED, State.REPORT_RETURNED]
        if self.is_late_record:
            self._require_complete_plan()
            allowed += [State.DRAFT, State.RETURNED]
            # Nobody was asked: the units on the list are those that took part.
            self.participations.filter(answer="none", present_count=None).update(answer="attending")
        self._move(State.REPORTED, allowed=allowed)
        announcements.settle(self, who="units")
        announcements.tell_holder(self, self.record(Step.Verb.REPORT, by=by))

    @transaction.atomic
    def return_report(self, *, by, reason):
        self._require_reason(reason)
        self._move(State.REPORT_RETURNED, allowed=[State.REPORTED])
        announcements.tell_holder(self, self.record(Step.Verb.RETURN_REPORT, by=by, reason=reason))

    @transaction.atomic
    def accept(self, *, by):
        """审定总结: archived, and it counts from now on."""
        self._move(State.ACCEPTED, allowed=[State.REPORTED])
        announcements.tell_host(self, self.record(Step.Verb.ACCEPT, by=by), "总结已审定，活动办结")

    @transaction.atomic
    def comment(self, *, by, text):
        """留言: changes nothing, tells the host."""
        if not text.strip():
            raise WrongState("请写下留言。")
        announcements.tell_host(self, self.record(Step.Verb.COMMENT, by=by, reason=text.strip()), "新的留言")

    def record(self, verb, *, by, reason="", for_unit=None):
        """A line of the trail. `by` None is the system. Who acts for a unit that is not the own one is marked 代录."""
        if for_unit is None:
            for_unit = bool(by and verb in Step.OF_THE_UNIT and by.is_staff and self.host_id)
        return self.steps.create(verb=verb, by=by, reason=reason, state=self.state, is_for_unit=for_unit)

    def needs_first_review(self, by):
        """Whether the 片长单位 looks at it first: a member's proposal, not what the heads plan themselves."""
        if by.is_staff or not self.alliance_id or not self.committee.proposals_need_lead:
            return False
        place = standing(by)
        plans_itself = self.alliance_id in place.deputizes and self.host_id == by.organization_id
        return not (self.alliance_id in place.leads or plans_itself)

    def _move(self, to, *, allowed, **stamps):
        now = timezone.now()
        rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=now, changed_at=now, revision=F("revision") + 1, **stamps)
        self.refresh_from_db()
        if not moved:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")
        announcements.settle(self)

    def _still_in(self, *states):
        """The state this object was loaded in, when the step fits it; the UPDATE then insists on exactly that one."""
        if self.state not in states:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")
        return self.state

    def _hand_on(self, step):
        """After 提交, 审核 and 审定: either the next one has it, or it is out."""
        if self.state != State.PUBLISHED:
            announcements.tell_holder(self, step)
            return
        now = timezone.now()
        self.participations.update(invited_at=now)
        self.participations.filter(organization=self.host_id, answer="none").update(
            answer="attending", answered_at=now, answered_by=step.by
        )
        announcements.tell_host(self, step, "计划已审定并发布")
        announcements.tell_invited(self, step, "请答复是否参加", kind=Notice.Kind.TODO)

    def _approval(self, target, by):
        return {"austerity_approved_by": by} if target == State.PUBLISHED else {}

    def _require_complete_plan(self):
        """A late record needs no budget any more: it is over."""
        missing = []
        if not self.is_late_record and not self.funding:
            missing.append("经费来源")
        if not self.is_late_record and not self.austerity_confirmed:
            missing.append("八项规定确认")
        if not self.place_name:
            missing.append("地点")
        if not self.is_late_record and self.precision != "time":
            missing.append("开始和结束时刻")
        if missing:
            raise WrongState(f"还缺{'、'.join(missing)}，补齐后再提交。")

    @staticmethod
    def _require_reason(reason):
        if not reason.strip():
            raise WrongState("请写明原因，让对方知道怎么改。")
