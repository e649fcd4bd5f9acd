"""Take an applied import back: what was edited or used since stays as it is and is listed, all else is as before."""

from collections import defaultdict

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from alliances.models import Alliance, Category, Committee, Organization, Seat
from alliances.seats import require_no_clash
from branches.models import Branch, RosterImport, Term, TermReminder
from branches.roster.comparing import shown
from branches.roster.remembering import digest, model_of, plain, restored
from branches.terms.following import settle
from portal import audit
from portal.access import WrongState

CHUNK = 500
REASON = "撤销花名册导入"
# What hangs on something comes before it.
REMOVED = (Term, Branch, Seat, Organization, Alliance, Category)


def undo(record, *, by):
    """What stays is listed in `record.left_alone`, one sentence each."""
    try:
        with transaction.atomic():
            return _undo(record, by)
    except (IntegrityError, ProtectedError) as clash:
        raise WrongState("导入以后又新增的党组织、支部或席位占用了原来的名称或日期，没有撤销。请先核对。") from clash


def _undo(record, by):
    Committee.objects.select_for_update(no_key=True).get(pk=record.committee_id)
    claimed = RosterImport.objects.filter(pk=record.pk, state=RosterImport.State.APPLIED).update(
        state=RosterImport.State.UNDONE, undone_at=timezone.now(), undone_by=by
    )
    record.refresh_from_db()
    if not claimed:
        raise WrongState(f"这次导入{record.get_state_display()}，不能撤销。")
    undoing = _Undoing(record.changes, by)
    undoing.run()
    require_no_clash(record.committee)
    record.left_alone = undoing.sentences
    record.save(update_fields=["left_alone"])
    audit.record(audit.Act.STEP, actor=by, subject=record, verb="撤销导入", after={"没有撤销的": record.left_alone})
    return record


class _Undoing:
    def __init__(self, changes, by):
        self.by = by
        self.sentences = []
        self.created = {label: dict(map(tuple, rows)) for label, rows in changes.get("created", {}).items()}
        self.changed = defaultdict(list)
        for change in changes.get("changed", []):
            self.changed[model_of(change["model"])].append(change)
        self.kept = defaultdict(set)  # model → ids of created rows that stay

    def run(self):
        self._keep_edited()
        self._keep_used()
        self._remove(Term, Branch, Seat)
        for model in (Branch, Organization, Seat):
            self._restore(model)
        self._restore_terms()
        self._remove(Organization, Alliance, Category)

    def _ids(self, model):
        return self.created.get(model._meta.label_lower, {})

    def _rows(self, model, ids):
        ids = sorted(ids)
        for start in range(0, len(ids), CHUNK):
            yield from model._base_manager.filter(pk__in=ids[start : start + CHUNK])

    def _keep_edited(self):
        for model in REMOVED:
            there = set()
            for thing in self._rows(model, self._ids(model)):
                there.add(thing.pk)
                if digest(thing) != self._ids(model)[thing.pk]:
                    self._keep(thing, "导入后修改过，保留")
            label = model._meta.label_lower
            self.created[label] = {pk: sum_ for pk, sum_ in self._ids(model).items() if pk in there}

    def _keep_used(self):
        """A created row that others point to stays, and with a unit its seat, and with the seat its alliance."""
        for model in (Term, Branch, Organization):
            self._keep_referred(model)
        for seat in self._rows(Seat, self._ids(Seat)):
            if seat.organization_id in self.kept[Organization]:
                self.kept[Seat].add(seat.pk)
        for model in (Alliance, Category):
            self._keep_referred(model)

    def _keep_referred(self, model):
        candidates = set(self._ids(model)) - self.kept[model]
        used = defaultdict(set)
        for relation in _references(model):
            going = set(self._ids(relation.related_model)) - self.kept[relation.related_model]
            for start in range(0, len(ids := sorted(candidates)), CHUNK):
                name = relation.field.attname
                rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids[start : start + CHUNK]})
                for pk, target in rows.values_list("pk", name):
                    if pk not in going:
                        used[target].add(str(relation.related_model._meta.verbose_name))
        for thing in self._rows(model, used):
            self._keep(thing, f"已有{'、'.join(sorted(used[thing.pk]))}，保留")

    def _keep(self, thing, why):
        self.kept[type(thing)].add(thing.pk)
        self.sentences.append(f"{thing._meta.verbose_name}“{thing}”{why}。")

    def _remove(self, *chosen):
        for model in chosen:
            ids = set(self._ids(model)) - self.kept[model]
            for start in range(0, len(ordered := sorted(ids)), CHUNK):
                things = model._base_manager.filter(pk__in=ordered[start : start + CHUNK])
                things.delete()

    def _restore(self, model):
        changes = {change["pk"]: change["fields"] for change in self.changed[model]}
        restoring, names = [], set()
        for thing in self._rows(model, changes):
            fields = self._still_as_imported(thing, changes.pop(thing.pk))
            for name, before in fields.items():
                restored(thing, name, before)
            if fields:
                names.update(fields)
                restoring.append(thing)
        if changes:
            self.sentences.append(f"{len(changes)}个{model._meta.verbose_name}导入后已删除，没有恢复。")
        if model is Seat:
            restoring = self._seats_that_fit(restoring)
        self._save(model, restoring, names)

    def _restore_terms(self):
        """A term comes back whole or not at all, and not beside a newer one; its body then says the same."""
        changes = {change["pk"]: change["fields"] for change in self.changed[Term]}
        restoring, touched = [], []
        for term in self._rows(Term, changes):
            touched.append(term)
            fields = changes[term.pk]
            if any(plain(term, name) != after for name, (_, after) in fields.items()) or self._has_newer(term, fields):
                self.sentences.append(f"“{term}”导入后修改过或已换届，没有恢复。")
                continue
            for name, (before, _) in fields.items():
                restored(term, name, before)
            restoring.append(term)
        self._save(Term, restoring, {name for term in restoring for name in changes[term.pk]})
        settle(touched, self.by)

    def _has_newer(self, term, fields):
        if fields.get("closed_on", [None])[0] is not None or "closed_on" not in fields:
            return False
        same = Term.objects.current().filter(organization=term.organization_id, branch=term.branch_id)
        return same.exclude(pk=term.pk).exists()

    def _still_as_imported(self, thing, fields):
        """Field → value before, for those nobody edited since."""
        result = {}
        for name, (before, after) in fields.items():
            now = plain(thing, name)
            if now == after:
                result[name] = before
            elif now != before:
                field = thing._meta.get_field(name)
                text = f"{field.verbose_name}导入后改为“{shown(field, getattr(thing, name))}”，没有恢复"
                self.sentences.append(f"{thing._meta.verbose_name}“{thing}”的{text}。")
        return result

    def _seats_that_fit(self, seats):
        """An old seat comes back only where nobody was seated since."""
        going_back = {seat.pk for seat in seats}
        committees = {seat.alliance.committee_id for seat in seats[:1]}
        by_unit, by_lead = defaultdict(list), defaultdict(list)
        for other in Seat.objects.filter(alliance__committee__in=committees):
            if other.pk not in going_back:
                by_unit[other.organization_id].append(other)
                if other.role == Seat.Role.LEAD:
                    by_lead[other.alliance_id].append(other)
        fitting = []
        for seat in seats:
            rivals = by_unit[seat.organization_id] + (by_lead[seat.alliance_id] if seat.role == Seat.Role.LEAD else [])
            if any(_overlap(seat, rival) for rival in rivals):
                self.sentences.append(f"席位“{seat}”导入后已另有安排，没有恢复。")
            else:
                fitting.append(seat)
        return fitting

    def _save(self, model, things, names):
        if not things:
            return
        for thing in things:
            if hasattr(thing, "set_search_key"):
                thing.set_search_key()
                names.add("search_key")
        if model is Seat:
            # Two leaders changing places would meet in the constraint of one lead each.
            for start in range(0, len(things), CHUNK):
                ids = [seat.pk for seat in things[start : start + CHUNK]]
                Seat.objects.filter(pk__in=ids, role=Seat.Role.LEAD).update(role=Seat.Role.MEMBER)
            names.add("role")
        options = {"batch_size": CHUNK, "default_user": self.by, "default_change_reason": REASON}
        bulk_update_with_history(things, model, sorted(names), **options)


def _overlap(seat, other):
    starts_before_end = seat.until is None or other.since <= seat.until
    return starts_before_end and (other.until is None or other.until >= seat.since)


def _references(model):
    """Every foreign key to the model, hidden ones and those of many-to-many tables too, but not the history's."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is models.DO_NOTHING:
            continue
        if relation.related_model is not TermReminder:  # goes with its term
            yield relation
