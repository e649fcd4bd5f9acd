"""How a plan is changed: never over somebody else's words, and once it is published never unseen."""

from django.db import transaction
from django.utils import timezone

from activities import announcements
from activities.models.states import CLOSED, EDITABLE, PUBLIC, State
from activities.models.trail import Step
from activities.when import span_words
from portal.access import EditConflict, WrongState

ESSENTIALS = ("starts_at", "ends_at", "precision", "base_id", "place")  # whoever goes there has to know
AUSTERITY = ("budget", "funding", "transport", "meals")  # what the approver confirmed
EDITED = (
    "type_id",
    "title",
    "plan",
    *ESSENTIALS,
    "expected_count",
    *AUSTERITY,
    "austerity_confirmed",
    "signup_open",
    "signup_limit",
    "signup_until",
    "is_late_record",
)


class Editing:
    """Part of `Activity`, kept in a file of its own."""

    @transaction.atomic
    def edit(self, *, by, revision, partners=None):
        """Save the changed fields of this object, unless somebody saved since the form was opened or it is closed.

        Once published, every change moves the calendars and leaves a line; a new time or place is told to all invited.
        """
        before = type(self).objects.select_related("base", "type").get(pk=self.pk)
        before.require_editable(by)
        self.claim_revision(revision)  # every step moves the revision, so the state just read still holds
        changed = [name for name in EDITED if getattr(self, name) != getattr(before, name)]
        partners_changed = partners is not None and set(partners) != set(before.partners.all())
        self._refuse_unapproved_spending(before, changed, by)
        published = before.state in PUBLIC
        if published and (changed or partners_changed):
            self.sequence, self.changed_at = before.sequence + 1, timezone.now()
        self.save(update_fields=[*EDITED, "sequence", "changed_at"])
        if partners is not None:
            self.partners.set(partners)
        if before.state not in (State.DRAFT, State.RETURNED) and (changed or partners_changed):
            step = self.record(Step.Verb.EDIT, by=by, reason=self._changes(before, changed, partners_changed))
            if published and not set(changed).isdisjoint(ESSENTIALS):
                announcements.tell_invited(self, step, "活动变动")

    def require_editable(self, by):
        """The committee mends (代录补正) until the archive; the others only what they have in hand."""
        if self.state in CLOSED:
            raise WrongState(f"“{self}”已经{self.get_state_display()}，不能再修改。")
        if self.state not in EDITABLE and not by.is_staff:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，要修改请先撤回。")

    def claim_revision(self, revision):
        """First line of saving an edit: refuses when somebody else saved since the form was opened."""
        if not type(self).objects.filter(pk=self.pk, revision=revision).update(revision=revision + 1):
            raise EditConflict("这项活动刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.revision = revision + 1

    def _refuse_unapproved_spending(self, before, changed, by):
        if before.state in PUBLIC and not by.is_staff and not set(changed).isdisjoint(AUSTERITY):
            raise WrongState("经费、交通和用餐是审定过的，发布后不能自行修改；确需调整，请联系工委。")

    def _changes(self, before, changed, partners_changed):
        """What an edit changed, in words: time and place in full, the rest by name."""
        words = []
        if {"starts_at", "ends_at", "precision"} & set(changed):
            words.append(f"时间由{before.when}改为{span_words(self.starts_at, self.ends_at, self.precision)}")
        if {"base_id", "place"} & set(changed):
            words.append(f"地点由{before.place_name or '待定'}改为{self.place_name or '待定'}")
        if "title" in changed:
            words.append(f"主题由“{before.title}”改为“{self.title}”")
        told = {*ESSENTIALS, "title"}
        names = [self._meta.get_field(name.removesuffix("_id")).verbose_name for name in changed if name not in told]
        if partners_changed:
            names.append("联办联盟")
        if names:
            words.append(f"修改了{'、'.join(names)}")
        return "；".join(words) + "。"
