"""The history of a model, row for row as django-simple-history writes it, with a line of the trail for each row.

Steps that change rows by a conditional UPDATE are not seen by the history; `note_changes` brings it up to date, and
`TrailLine` calls it for every step.
"""

from functools import cache, wraps

from django.db import models, transaction
from django.db.models import Max
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from portal.audit import recording
from portal.audit.addresses import request_address
from portal.audit.entries import Act
from portal.audit.values import kept, kept_fields, same

CREATED, CHANGED, DELETED = "+", "~", "-"
ACTS = {CREATED: Act.CREATED, CHANGED: Act.CHANGED, DELETED: Act.DELETED}
BATCH = 500


class AuditLine(models.Model):
    address = models.GenericIPAddressField("来源地址", null=True, default=request_address)

    class Meta:
        abstract = True


class AuditedManager(HistoryManager):
    @classmethod
    @cache
    def from_queryset(cls, *kinds):
        """simple_history asks for this class at every `.history`, and would make it anew each time."""
        return super().from_queryset(*kinds)

    def bulk_history_create(self, objs, *args, update=False, default_user=None, default_change_reason="", **options):
        objs = list(objs)
        earlier = latest_of(self.model, objs) if update else {}
        made = super().bulk_history_create(
            objs,
            *args,
            update=update,
            default_user=default_user,
            default_change_reason=default_change_reason,
            **options,
        )
        known, lines = {}, []
        for row in objs:
            actor = getattr(row, "_history_user", None) or default_user or self.model.get_default_history_user(row)
            reason = getattr(row, "_change_reason", None) or default_change_reason
            kind = CHANGED if update else CREATED
            lines += _lines(self.model, row, kind, earlier.get(row.pk), actor, reason, known)
        recording.write(lines)
        return made


class Audited(HistoricalRecords):
    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        if self.manager_name in vars(sender):
            sender.save_base = _with_its_history(sender.save_base)

    def create_historical_record(self, instance, history_type, using=None):
        model = getattr(instance, self.manager_name).model
        earlier = latest_of(model, [instance]).get(instance.pk) if history_type == CHANGED else None
        actor = self.get_history_user(instance)
        reason = self.get_change_reason_for_object(instance, history_type, using)
        super().create_historical_record(instance, history_type, using)
        lines = _lines(model, instance, history_type, earlier, actor, reason)
        if lines:
            recording.write(lines)


def _with_its_history(save):
    """Django tells of a save after its own transaction; here the row, its history and its line are in one."""

    @wraps(save)
    def saved(*args, **options):
        with transaction.atomic(savepoint=False):
            return save(*args, **options)

    return saved


def audited(**options):
    """The `history` of a model: `history = audited()`."""
    return Audited(bases=[AuditLine], history_manager=AuditedManager, **options)


def note_changes(instance, *, by, reason=""):
    """The history brought up to date after an UPDATE that it did not see: (before, after) of what differs now."""
    model = instance.history.model
    before, after = changes(model, instance, latest_of(model, [instance]).get(instance.pk))
    if before or after:
        HistoryManager(model, instance).bulk_history_create(
            [instance], update=True, default_user=by, default_change_reason=reason[:100]
        )
    return before, after


def changes(model, instance, earlier):
    """What the instance says now and what its history said last, of those fields that differ."""
    before, after = {}, {}
    for field in kept_fields(model.tracked_fields):
        now = getattr(instance, field.attname)
        if earlier is None:
            if not field.primary_key and now not in (None, "", {}, []):
                after[field.name] = kept(field, now)
        elif not same(field, now, getattr(earlier, field.attname)):
            before[field.name], after[field.name] = kept(field, getattr(earlier, field.attname)), kept(field, now)
    return before, after


def latest_of(model, instances):
    """The last row of the history of each, by key."""
    key = model.instance_type._meta.pk.attname
    keys = [one.pk for one in instances]
    if len(keys) == 1:
        row = model.objects.filter(**{key: keys[0]}).order_by("-history_id").first()
        return {keys[0]: row} if row else {}
    found = {}
    for start in range(0, len(keys), BATCH):
        rows = model.objects.filter(**{f"{key}__in": keys[start : start + BATCH]}).order_by()
        last = rows.values(key).annotate(last=Max("history_id")).values("last")
        found |= {getattr(row, key): row for row in model.objects.filter(history_id__in=last)}
    return found


def _lines(model, instance, kind, earlier, actor, reason, known=None):
    before, after = changes(model, instance, earlier if kind == CHANGED else None)
    if kind == DELETED:
        before, after = after, {}
    if kind == CHANGED and not (before or after or reason):
        return []
    words = {"before": before, "after": after, "reason": reason or ""}
    return [recording.line(ACTS[kind], actor=actor, subject=instance, known=known, **words)]
