"""A batch moves with one press: 提交, 审批, 印发 all of it. Every letter takes the step by itself, so that one that is
refused stops only itself, and a press that was cut off goes on where it was."""

from dataclasses import dataclass, field

from django.db import transaction

from letters import announcements
from letters.cautions import is_settled
from letters.models import Batch, Letter
from letters.models.states import State
from portal.access import WrongState


@dataclass
class Outcome:
    """How many took the step, and the sentences of those that did not: {sentence: how many}."""

    done: int = 0
    refused: dict = field(default_factory=dict)

    @property
    def words(self):
        return [words if number == 1 else f"{words}（共{number}份）" for words, number in self.refused.items()]


def submit_all(batch, *, by):
    outcome = _each(batch, State.DRAFT, lambda letter: letter.submit(by=by, tell=False))
    if outcome.done:
        announcements.tell_approvers_of_batch(batch, by, outcome.done)
    return outcome


def approve_all(batch, *, by):
    outcome = _each(batch, State.SUBMITTED, lambda letter: letter.approve(by=by, tell=False))
    if outcome.done:
        announcements.tell_writer_of_batch(batch, by, outcome.done)
    return outcome


def issue_all(batch, day=None, *, by):
    def issue(letter):
        if is_settled(letter):
            raise WrongState(
                f"给{'、'.join(map(str, letter.organizations))}的这份，事情已经办结，没有印发，请逐份核对。"
            )
        letter.issue(day, by=by)

    return _each(batch, State.APPROVED, issue)


def counts(batch):
    """{state: how many letters}, for the batch's page."""
    states = Letter.objects.filter(batch=batch).values_list("state", flat=True).order_by()
    found = dict.fromkeys(State.values, 0)
    for state in states:
        found[state] += 1
    return found


def _each(batch, state, step):
    outcome = Outcome()
    for letter in batch.letters.filter(state=state).select_related("committee", "follows").order_by("pk"):
        try:
            with transaction.atomic():
                step(letter)
        except WrongState as refusal:
            words = str(refusal)
            outcome.refused[words] = outcome.refused.get(words, 0) + 1
        else:
            outcome.done += 1
    return outcome


def of_key(committee, key):
    """The batch an act made before, or None."""
    return Batch.objects.filter(committee=committee, key=key).first()
