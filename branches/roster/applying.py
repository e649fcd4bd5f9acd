"""Write a plan in one transaction, and remember what would be needed to take it back."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from alliances.models import Alliance, Category, Committee, Organization, Seat
from alliances.seats import require_no_clash
from branches.models import Branch, RosterImport, Term
from branches.roster.comparing import TERM
from branches.roster.planning import compare, plan_roster
from branches.roster.reading import read_roster
from branches.roster.remembering import Memory
from branches.terms.following import follow
from portal import audit
from portal.access import WrongState
from portal.workbooks import MAX_UPLOAD, Faults

BATCH = 1000
REASON = "花名册导入"


def keep(plan, file, *, by, name="", new_alliances=False):
    """Keep the file and what it would do, for a second look. Older ones that this person never confirmed go."""
    if plan.faults:
        raise Faults(plan.faults)
    RosterImport.objects.filter(committee=plan.committee, by=by).discard()
    return _record(plan, file, name or getattr(file, "name", ""), by, new_alliances)


@contextmanager
def _one_at_a_time(committee):
    """A transaction during which nobody else imports for this committee; a clash in the database is told in words."""
    try:
        with transaction.atomic():
            Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
            yield
    except IntegrityError as clash:
        raise WrongState(
            "名册中的变动与现有席位或名称互相占用，没有导入。请核对席位执行日期，或分两次导入。"
        ) from clash


def import_now(committee, file, *, by=None, on=None, name="", new_alliances=False):
    """(record, plan); record is None when there was nothing to change. Raises Faults."""
    name = name or getattr(file, "name", "")
    with _one_at_a_time(committee):
        plan = plan_roster(committee, file, on, name=name, new_alliances=new_alliances)
        if plan.faults:
            raise Faults(plan.faults)
        if plan.is_empty:
            return None, plan
        record = _record(plan, file, name, by, new_alliances)
        _write(record, plan, by)
    return record, plan


def apply(record, *, by):
    """Do what was previewed. Refused when it was done already, or when rows changed since the preview."""
    with _one_at_a_time(record.committee):
        _apply(record, by)


def _apply(record, by):
    record.refresh_from_db()
    if record.state != RosterImport.State.PREVIEWED:
        raise WrongState(f"这次导入{record.get_state_display()}，不能再确认。")
    try:
        with record.file.open("rb") as file:
            roster = read_roster(file, record.name)
    except FileNotFoundError as error:
        raise WrongState("上传的文件已经清理，请重新上传。") from error
    plan = compare(record.committee, roster, record.on, new_alliances=record.new_alliances)
    if plan.faults or plan.fingerprint() != record.fingerprint:
        raise WrongState("预览之后数据有变动，没有导入。请重新上传，核对后再确认。")
    _write(record, plan, by)


def _record(plan, file, name, by, new_alliances):
    file.seek(0)
    content = file.read(MAX_UPLOAD)
    record = RosterImport(
        committee=plan.committee,
        name=name.rpartition("/")[2][:120],
        sha256=hashlib.sha256(content).hexdigest(),
        on=plan.on,
        new_alliances=new_alliances,
        by=by,
        fingerprint=plan.fingerprint(),
        summary=plan.counts(),
        lists=plan.lists(),
        warnings=plan.warnings,
    )
    record.file.save("roster.xlsx", ContentFile(content), save=False)
    record.save()
    return record


def _write(record, plan, by):
    claimed = RosterImport.objects.filter(pk=record.pk, state=RosterImport.State.PREVIEWED).update(
        state=RosterImport.State.APPLIED, applied_at=timezone.now(), applied_by=by
    )
    if not claimed:
        raise WrongState("这次导入刚刚已由别人确认。")
    memory = Memory()
    Category.objects.bulk_create(plan.new_categories)
    memory.created(Category, plan.new_categories)
    for model, key in ((Alliance, "alliances"), (Organization, "chambers"), (Organization, "organizations")):
        _create(memory, model, [new.thing for new in plan.part(key).new], by)
    _edit(memory, Organization, plan.part("organizations").edits, by)
    _seat(memory, plan, by)
    require_no_clash(record.committee)
    _create(memory, Branch, [new.thing for new in plan.part("branches").new], by)
    _edit(memory, Branch, plan.part("branches").edits, by)
    follow(*_elected(plan), source=Term.Source.ROSTER, by=by, memory=memory)
    record.changes = memory.as_data()
    RosterImport.objects.filter(pk=record.pk).update(changes=record.changes)
    record.refresh_from_db()
    audit.record(audit.Act.STEP, actor=by, subject=record, verb="导入花名册")


def _elected(plan):
    """(organizations, branches) that are new or of which the roster says something new about their term."""
    for key in ("organizations", "branches"):
        part = plan.part(key)
        edited = [edit.thing for edit in part.edits if any(name in edit.after for name in (*TERM, "term_years"))]
        yield [new.thing for new in part.new] + edited


def _seat(memory, plan, by):
    part = plan.part("seats")
    fresh = [new.thing for new in part.new]
    ended, corrected = [], []
    for move in part.edits:
        seat = move.seat
        if move.corrects:
            corrected.append(seat)
            memory.changes(seat, {"alliance": move.alliance, "role": move.role})
        else:
            ended.append(seat)
            memory.changes(seat, {"until": plan.on - timedelta(days=1)})
            fresh.append(Seat(alliance=move.alliance, organization=seat.organization, role=move.role, since=plan.on))
    _save(Seat, ended, ["until"], by)
    # Leaders step down first: two of them changing places would meet in the constraint of one lead each.
    leading = [seat.pk for seat in corrected if memory.before(seat).get("role", seat.role) == Seat.Role.LEAD]
    for start in range(0, len(leading), BATCH):
        Seat.objects.filter(pk__in=leading[start : start + BATCH]).update(role=Seat.Role.MEMBER)
    _save(Seat, corrected, ["alliance", "role"], by)
    _create(memory, Seat, fresh, by)


def _create(memory, model, things, by):
    for thing in things:
        if hasattr(thing, "set_search_key"):
            thing.set_search_key()
    if things:
        options = {"batch_size": BATCH, "default_user": by, "default_change_reason": REASON}
        bulk_create_with_history(things, model, **options)
    memory.created(model, things)


def _edit(memory, model, edits, by):
    names = sorted({name for edit in edits for name in edit.after})
    for edit in edits:
        memory.changes(edit.thing, edit.after)
        edit.thing.set_search_key()
    _save(model, [edit.thing for edit in edits], [*names, "search_key"], by)


def _save(model, things, names, by):
    if things:
        options = {"batch_size": BATCH, "default_user": by, "default_change_reason": REASON}
        bulk_update_with_history(things, model, names, **options)
