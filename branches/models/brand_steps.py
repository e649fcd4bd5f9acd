"""The steps of a version: 提交 → 初审 → 审定发布, 退回, 撤回, 作废. Each is the only road between two states; the
condition stands inside the UPDATE, and the brand is locked first, so of two people who click at once one wins."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches import brand_announcements as announcements
from branches.brand_owners import lead_before_committee
from branches.models.brand_states import IN_HAND, WAITING, State
from branches.models.trail import BrandStep
from portal.access import WrongState


class Incomplete(WrongState):
    """Not yet fit to be handed in; `fields` names what is missing, so that each is said beside its field."""

    def __init__(self, text, fields):
        super().__init__(text)
        self.fields = fields


class BrandSteps:
    """The verbs of `BrandVersion`, kept in a file of their own."""

    @transaction.atomic
    def submit(self, *, by):
        """提交: a unit's brand to the 片长单位, else to the committee; what the committee writes is out at once."""
        self._hold()
        self.require_complete()
        if by.is_staff:
            self._publish(by, BrandStep.Verb.SUBMIT, allowed=IN_HAND)
            return
        target = State.PROPOSED if lead_before_committee(self.brand, timezone.localdate()) else State.SUBMITTED
        self._move(target, allowed=IN_HAND, return_notes={})
        announcements.tell_holder(self, self._record(BrandStep.Verb.SUBMIT, by))

    @transaction.atomic
    def review(self, *, by):
        """片长单位初审通过."""
        self._hold()
        self._move(State.SUBMITTED, allowed=[State.PROPOSED])
        announcements.tell_holder(self, self._record(BrandStep.Verb.REVIEW, by))

    @transaction.atomic
    def publish(self, *, by):
        """工委审定通过: from now on it stands in the gallery, and the version before it is history."""
        self._hold()
        self._publish(by, BrandStep.Verb.PUBLISH, allowed=[State.SUBMITTED])

    @transaction.atomic
    def return_(self, *, by, reason="", notes=None):
        """退回, with a reason or with notes beside the fields they are about; both stay in the trail."""
        notes = self._known_notes(notes or {})
        reason = reason.strip()
        if not reason and not notes:
            raise WrongState("请写明退回原因，或在相关栏目旁写下意见，让对方知道怎么改。")
        seen = self._still_in(*WAITING)  # a lead unit's click must not return what the committee already has
        self._hold()
        self._move(State.RETURNED, allowed=[seen], return_notes=notes)
        lines = [reason, *(f"{self.label_of(field)}：{note}" for field, note in notes.items())]
        step = self._record(BrandStep.Verb.RETURN, by, "\n".join(filter(None, lines)))
        announcements.tell_holder(self, step)

    @transaction.atomic
    def withdraw(self, *, by):
        """撤回, until the next step: what the 片长单位 has passed on can only be returned."""
        seen = self._still_in(*WAITING)
        self._hold()
        if seen == State.SUBMITTED and not by.is_staff and self.is_passed_on():
            raise WrongState("片长单位已经初审通过，不能撤回；要修改，请联系工委退回。")
        self._move(State.DRAFT, allowed=[seen])
        self._record(BrandStep.Verb.WITHDRAW, by)

    @transaction.atomic
    def drop(self, *, by):
        """作废 what is still in hand: the published version stays; a brand that never had one is given up with it."""
        self._hold()
        self._move(State.DROPPED, allowed=IN_HAND)
        self._record(BrandStep.Verb.DROP, by)
        if not self.brand.published_id:
            self.brand.ended_on = timezone.localdate()
            self.brand.save(update_fields=["ended_on"])

    def is_passed_on(self):
        """Whether the 片长单位 has reviewed what was handed in last."""
        handed = [BrandStep.Verb.SUBMIT, BrandStep.Verb.REVIEW]
        last = self.steps.filter(verb__in=handed).values_list("verb", flat=True).first()
        return last == BrandStep.Verb.REVIEW

    def last_return(self):
        """The line with which it came back, while it is still to be mended."""
        if self.state != State.RETURNED:
            return None
        return self.steps.filter(verb=BrandStep.Verb.RETURN).select_related("by__organization").first()

    def missing(self):
        """The required fields that are still empty, in the order of the page."""
        return [field for field in self.REQUIRED if not getattr(self, field).strip()]

    def require_complete(self):
        self.refresh_from_db(fields=self.WORDS)
        if missing := self.missing():
            names = "、".join(self.label_of(field) for field in missing)
            raise Incomplete(f"还缺{names}，补齐后再提交。", missing)

    @classmethod
    def label_of(cls, field):
        return "图片" if field == "pictures" else str(cls._meta.get_field(field).verbose_name)

    def _publish(self, by, verb, *, allowed):
        now = timezone.now()
        # First the old one, for the database allows one published at a time; a refusal below brings it back.
        self.brand.versions.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED, state_since=now)
        self._move(State.PUBLISHED, allowed=allowed, published_at=now, return_notes={})
        brand = self.brand
        brand.published, brand.published_on = self, brand.published_on or timezone.localdate(now)
        brand.set_search_key(self.name)
        brand.save(update_fields=["published", "published_on", "search_key"])
        announcements.tell_owner(brand, self._record(verb, by), "品牌已审定并发布")

    def _hold(self):
        self.brand.lock()
        self.brand.require_current()

    def _move(self, to, *, allowed, **stamps):
        now = timezone.now()
        rows = type(self)._base_manager.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=now, changed_at=now, revision=F("revision") + 1, **stamps)
        self.refresh_from_db(fields=["state", "state_since", "changed_at", "revision", "return_notes", "published_at"])
        if not moved:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")
        announcements.settle(self.brand)

    def _still_in(self, *states):
        """The state this object was loaded in, when the step fits it; the UPDATE then insists on exactly that one."""
        if self.state not in states:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")
        return self.state

    def _known_notes(self, notes):
        if unknown := set(notes) - set(self.NOTED):
            raise WrongState(f"没有这些栏目：{'、'.join(sorted(unknown))}。")
        kept = {field: notes[field].strip() for field in self.NOTED if field in notes}
        return {field: note for field, note in kept.items() if note}

    def _record(self, verb, by, reason=""):
        return self.brand.record(verb, by=by, version=self, reason=reason)
