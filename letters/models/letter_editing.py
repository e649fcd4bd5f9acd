"""How a draft is changed: never over somebody else's words, and only while it is a draft."""

from django.db import transaction
from django.utils import timezone

from letters.files import checked, stored
from letters.models.states import State
from letters.tables import tables_refusal
from letters.texts import kept, one_line
from portal.access import EditConflict, WrongState

LINES = {"title": 200, "issuer": 80, "to": 300, "number": 60, "note": 200, "contact": 100, "cc": 300}
TEXTS = ("body", "attended", "away", "observers")
LONGEST_TEXT = 50_000
MOST_WORKDAYS = 250
EDITED = (  # the number has a road of its own, which does not ask for the revision
    "kind",
    "form",
    *(name for name in LINES if name != "number"),
    *TEXTS,
    "signed_on",
    "urgency",
    "tables",
    "follows_id",
    "reply_workdays",
)


class Editing:
    """Part of `Letter`, kept in a file of its own."""

    @transaction.atomic
    def edit(self, *, by, revision, organizations=None, files=(), drop=()):
        """Save the changed fields of this object, the addressees when named, new files, and without the files `drop`.

        Refused unless it is a draft that nobody else saved since the form was opened.
        """
        self.tidy()
        claimed = type(self).objects.filter(pk=self.pk, revision=revision, state=State.DRAFT)
        if not claimed.update(revision=revision + 1):
            self._say_why_not()
        before = type(self).objects.get(pk=self.pk)
        changed = [name for name in EDITED if getattr(self, name) != getattr(before, name)]
        self.state, self.revision = before.state, revision + 1
        self.save(update_fields=[*EDITED, "revision"])
        moved = organizations is not None and self.set_organizations(organizations)
        filed = self._change_files(files, drop)
        if changed or moved or filed:
            self.record("edit", by=by, reason=self._changes(changed, moved, filed))

    def tidy(self):
        """Texts as they can be kept; refuses what is too long."""
        for name, most in LINES.items():
            setattr(self, name, one_line(getattr(self, name)))
            if len(getattr(self, name)) > most:
                raise WrongState(f"{self._meta.get_field(name).verbose_name}最多{most}字。")
        for name in TEXTS:
            setattr(self, name, kept(getattr(self, name)))
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise WrongState(f"{self._meta.get_field(name).verbose_name}最多{LONGEST_TEXT}字，请改作附件。")
        if self.reply_workdays is not None and not 1 <= self.reply_workdays <= MOST_WORKDAYS:
            raise WrongState(f"回复时限应在1到{MOST_WORKDAYS}个工作日之间。")
        if words := tables_refusal(self.tables):
            raise WrongState(words)

    def set_organizations(self, organizations):
        """主送单位, whole. True when that changed anything."""
        wanted = {one.pk: one for one in organizations}
        self.refuse_strangers(wanted.values())
        self.refuse_ended(wanted.values(), timezone.localdate())
        there = set(self.recipients.values_list("organization", flat=True))
        if there == set(wanted):
            return False
        parts = self.recipients.model
        self.recipients.exclude(organization__in=wanted).delete()
        new = [one for pk, one in wanted.items() if pk not in there]
        parts.objects.bulk_create([parts(letter=self, organization=one) for one in new])
        return True

    def refuse_strangers(self, organizations):
        if any(one.committee_id != self.committee_id for one in organizations):
            raise WrongState("主送单位应是本工委的党组织。")

    def _change_files(self, files, drop):
        dropped = list(self.files.filter(pk__in=[file.pk for file in drop]))
        fresh = checked(files, self.MOST_FILES - self.files.count() + len(dropped), self.MOST_FILES)
        for file in dropped:
            transaction.on_commit(lambda stored=file.file: stored.storage.delete(stored.name))
            file.delete()
        for file in fresh:
            stored(self.files.model, letter=self, file=file)
        return bool(dropped or fresh)

    def _changes(self, changed, moved, filed):
        names = [self._meta.get_field(name.removesuffix("_id")).verbose_name for name in changed]
        names += ["主送单位"] * bool(moved) + ["附件"] * bool(filed)
        return f"修改了{'、'.join(names)}。"

    def _say_why_not(self):
        state = type(self).objects.values_list("state", flat=True).get(pk=self.pk)
        if state != State.DRAFT:
            raise WrongState(f"《{self}》现在是“{State(state).label}”，只有草稿可以修改；要修改，请先撤回或退回。")
        raise EditConflict("这份公文刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
