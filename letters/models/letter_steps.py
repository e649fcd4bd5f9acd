"""The steps of a letter. Each is the only road between two states; the condition stands inside the UPDATE, so of two
people who click at once one wins, on any database. Every step leaves a line in the trail."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from letters import announcements
from letters.models.following import refusal
from letters.models.states import UNISSUED, State
from letters.texts import has_unfilled, kept, one_line
from portal.access import WrongState
from portal.workdays import add_workdays, caveat

EARLIEST = date(2000, 1, 1)
LONGEST_NUMBER = 60
LONGEST_REASON = 2000


class Steps:
    """The verbs of `Letter`, kept in a file of their own."""

    @transaction.atomic
    def submit(self, *, by, tell=True):
        """提交审批: whole, and to units that exist."""
        self._hold_previous()
        self._lock()
        self.require_complete()
        self._refuse(refusal(self, timezone.localdate()))
        self._move(State.SUBMITTED, allowed=[State.DRAFT])
        step = self.record("submit", by=by)
        if tell:
            announcements.tell_approvers(self, step)

    @transaction.atomic
    def withdraw(self, *, by, reason=""):
        """撤回, until it is approved."""
        self._move(State.DRAFT, allowed=[State.SUBMITTED])
        self.record("withdraw", by=by, reason=reason)

    @transaction.atomic
    def return_(self, *, by, reason):
        """退回修改, always with a reason; also what was approved and is not out yet. The day which the approval gave
        goes with it: the next approval gives its own."""
        reason = self._reason(reason)
        state = self._still_in(State.SUBMITTED, State.APPROVED)
        is_of_approval = state == State.APPROVED and self.signed_on == timezone.localdate(self.state_since)
        self._move(State.DRAFT, allowed=[state], **({"signed_on": None} if is_of_approval else {}))
        announcements.tell_writer(self, self.record("return", by=by, reason=reason), "公文退回，请修改")

    @transaction.atomic
    def approve(self, *, by, tell=True):
        """审批通过. 成文日期 is the day on which it is signed, unless the draft names another."""
        signed_on = {} if self.signed_on else {"signed_on": timezone.localdate()}
        self._move(State.APPROVED, allowed=[State.SUBMITTED], **signed_on)
        step = self.record("approve", by=by)
        if tell:
            announcements.tell_writer(self, step, "公文已审批，请编号印发")

    @transaction.atomic
    def set_number(self, text, *, by):
        """编号 as the office gave it. Doubles are shown in the register, never refused; none is ever made up here."""
        text = one_line(text)
        if len(text) > LONGEST_NUMBER:
            raise WrongState(f"发文字号最多{LONGEST_NUMBER}字。")
        self._lock()
        if self.state == State.VOID:
            raise WrongState(f"《{self}》已作废，不能再编号。")
        if text == self.number:
            return
        before, self.number = self.number, text
        type(self).objects.filter(pk=self.pk).update(number=text)
        self.record("number", by=by, reason=f"{before or '未编号'} → {text or '未编号'}")

    @transaction.atomic
    def issue(self, day=None, *, by):
        """印发: from this day on the units have it, and the term for the reply runs."""
        today = timezone.localdate()
        day = day or today
        if not EARLIEST <= day <= today:
            raise WrongState("印发日期应在2000年以后，不晚于今天。")
        self._hold_previous()
        self._lock()
        if self.state == State.APPROVED:
            self._refuse_before_signing(day)
            self.require_complete(day)
            self._refuse(refusal(self, day))
        due = add_workdays(day, self.reply_workdays) if self.asks_reply else None
        self._move(State.ISSUED, allowed=[State.APPROVED], issued_on=day, reply_due=due)
        self.recipients.update(state_since=timezone.now(), due_on=due)
        said = f"{day.year}年{day.month}月{day.day}日印发。"
        if due:
            said += f"回复期限{due.year}年{due.month}月{due.day}日。{caveat(day, due)}"
        announcements.tell_units(self, self.record("issue", by=by, reason=said))

    @transaction.atomic
    def void(self, *, by, reason):
        """作废, never deleted. Units that had it are told."""
        reason = self._reason(reason)
        self._move(State.VOID, allowed=[self._still_in(*UNISSUED, State.ISSUED)])
        step = self.record("void", by=by, reason=reason)
        if self.issued_on:
            announcements.settle(self, who="units")
            announcements.tell_units_void(self, step)

    def close_when_done(self, *, by):
        """Nothing is open any more with any unit. The caller holds the letter's row."""
        if self.recipients.exclude(state="closed").exists():
            return False
        self._move(State.CLOSED, allowed=[State.ISSUED])
        self.record("finish", by=by)
        return True

    def record(self, verb, *, by, reason="", recipient=None):
        """A line of the trail. `by` None is the system. What staff do in a unit's place is marked 代录."""
        steps = self.steps.model
        for_unit = bool(by and by.is_staff and verb in steps.OF_THE_UNIT)
        return steps.objects.create(
            letter=self,
            recipient=recipient,
            verb=verb,
            by=by,
            reason=kept(reason)[:LONGEST_REASON],
            state=self.state,
            is_for_unit=for_unit,
        )

    def require_complete(self, day=None):
        """Everything a letter needs before somebody signs it."""
        missing = []
        if not self.title.strip():
            missing.append("标题")
        if not self.body.strip():
            missing.append("正文")
        if not self.recipients.exists():
            missing.append("主送单位")
        if missing:
            raise WrongState(f"还缺{'、'.join(missing)}，补齐后再提交。")
        if any(has_unfilled(text) for text in (self.title, self.body, self.note, self.contact, self.cc, self.to)):
            raise WrongState("公文里还有“【待填：…】”没有填写，填好后再提交。")
        self.refuse_ended(self.organizations, day or timezone.localdate())

    def _refuse_before_signing(self, day):
        """No letter is out before the day that stands under it."""
        signed = self.signed_on
        if signed and day < signed:
            raise WrongState(
                f"《{self}》的成文日期是{signed.year}年{signed.month}月{signed.day}日，印发日期不能早于这一天。"
                "补录以前印发的，请先退回，按原件改成文日期。"
            )

    @staticmethod
    def refuse_ended(organizations, day):
        """A unit that has ended receives nothing any more."""
        ended = [one for one in organizations if one.until and one.until < day]
        if ended:
            days = [(one, one.until) for one in ended[:5]]
            words = "、".join(f"{one}（{until.year}年{until.month}月{until.day}日撤销）" for one, until in days)
            more = f"等{len(ended)}个单位" if len(ended) > 5 else ""
            raise WrongState(f"{words}{more}已经撤销，不能主送，请从主送单位中去掉。")

    def _lock(self):
        """Hold this letter's row until the transaction ends, and read it anew."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))

    def _hold_previous(self):
        """Of two letters that follow the same one the second one finds the first, and no reply comes in between."""
        if self.follows_id:
            rows = type(self).objects.select_for_update(no_key=True)
            self.follows = rows.get(pk=self.follows_id)

    def _move(self, to, *, allowed, **stamps):
        rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=timezone.now(), revision=F("revision") + 1, **stamps)
        self.refresh_from_db()
        if not moved:
            raise WrongState(f"《{self}》现在是“{self.get_state_display()}”，不能办理这一步。")
        announcements.settle(self)

    def _still_in(self, *states):
        """The state this object was loaded in, when the step fits it; the UPDATE then insists on exactly that one."""
        if self.state not in states:
            raise WrongState(f"《{self}》现在是“{self.get_state_display()}”，不能办理这一步。")
        return self.state

    @staticmethod
    def _refuse(words):
        if words:
            raise WrongState(words)

    @staticmethod
    def _reason(reason):
        reason = kept(reason)
        if not reason:
            raise WrongState("请写明原因，让对方知道怎么改。")
        return reason[:LONGEST_REASON]
