"""The steps of one unit's part of a letter: 签收, 回复, 退回回复, 办结. Each holds the letter's row first, so that of
two units that are closed at once the second one sees the first and the letter closes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from letters import announcements
from letters.files import checked, stored
from letters.models.states import LADDER, RecipientState, State
from letters.texts import kept
from portal.access import WrongState

LATEST = date(2100, 12, 31)
LONGEST_EVIDENCE = 2000


class RecipientSteps:
    """The verbs of `Recipient`."""

    @transaction.atomic
    def receive(self, *, by):
        """签收. What asks for no answer is done with it, but for a rung of the ladder, which is closed by evidence."""
        self._hold()
        self._move(RecipientState.RECEIVED, allowed=[RecipientState.WAITING], **self._received(by))
        self.letter.record("receive", by=by, recipient=self)
        if not self.letter.asks_reply and self.letter.kind not in LADDER:
            self._move(RecipientState.CLOSED, allowed=[RecipientState.RECEIVED], closed_at=timezone.now())
            self.letter.close_when_done(by=None)

    @transaction.atomic
    def reply(self, text, files=(), *, by):
        """回复, with files when there are any; who replies has received."""
        text = kept(text)
        replies = self.replies.model
        if not text:
            raise WrongState("请写明办理情况。")
        if len(text) > replies.LONGEST:
            raise WrongState(f"回复最多{replies.LONGEST}字，更多内容请作附件。")
        fresh = checked(files, replies.MOST_FILES, replies.MOST_FILES)
        self._hold()
        if not self.letter.asks_reply:
            raise WrongState(f"《{self.letter}》不要求回复，签收即可。")
        received = {} if self.received_at else self._received(by)
        self._move(RecipientState.REPLIED, allowed=self.OWING, replied_on=timezone.localdate(), **received)
        reply = replies.objects.create(recipient=self, text=text, by=by, is_for_unit=by.is_staff)
        for file in fresh:
            stored(reply.files.model, reply=reply, file=file)
        step = self.letter.record("reply", by=by, recipient=self)
        announcements.tell_committee(self, step)
        return reply

    @transaction.atomic
    def return_reply(self, reason, *, by, due_on=None):
        """退回回复 with a reason, and a later deadline when the committee grants one."""
        reason = kept(reason)[:LONGEST_EVIDENCE]
        if not reason:
            raise WrongState("请写明退回原因，让对方知道怎么补。")
        self._hold()
        stamps = {"replied_on": None}
        if due_on is not None:
            if not timezone.localdate() <= due_on <= LATEST:
                raise WrongState("新的回复期限不能早于今天。")
            stamps["due_on"] = due_on
        self._move(RecipientState.RETURNED, allowed=[RecipientState.REPLIED], **stamps)
        last = self.replies.first()
        if last:
            last.returned_reason = reason
            last.save(update_fields=["returned_reason"])
        step = self.letter.record("return_reply", by=by, recipient=self, reason=reason)
        announcements.tell_unit(self, step, "回复退回，请补充")

    @transaction.atomic
    def close(self, evidence, *, by):
        """办结 by evidence, from wherever it stands. The last one closes the letter."""
        evidence = kept(evidence)
        if not evidence:
            raise WrongState("请写明办结依据。")
        self._hold()
        open_states = [state for state in RecipientState if state != RecipientState.CLOSED]
        evidence = evidence[:LONGEST_EVIDENCE]
        stamps = {"closed_at": timezone.now(), "closed_by": by, "evidence": evidence}
        self._move(RecipientState.CLOSED, allowed=open_states, **stamps)
        announcements.tell_unit(self, self.letter.record("close", by=by, recipient=self, reason=evidence), "已办结")
        self.letter.close_when_done(by=None)

    def _hold(self):
        """Hold the letter, and read both anew."""
        letters = type(self.letter).objects
        self.letter = letters.select_for_update(no_key=True).get(pk=self.letter_id)
        letter = self.letter
        self.refresh_from_db()
        self.letter = letter

    def _move(self, to, *, allowed, **stamps):
        if self.letter.state != State.ISSUED:
            raise WrongState(f"《{self.letter}》现在是“{self.letter.get_state_display()}”，不能办理这一步。")
        now = timezone.now()
        rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=now, **stamps)
        self.refresh_from_db(fields=["state", "state_since", *stamps])
        if not moved:
            raise WrongState(f"{self.organization}现在是“{self.get_state_display()}”，不能办理这一步。")
        announcements.settle_unit(self)

    @staticmethod
    def _received(by):
        return {"received_at": timezone.now(), "received_by": by}
