"""Rows of an office trail (办理轨迹) arrive in the audit by themselves, with what the step changed and why."""

from django.db import models

from portal.audit import recording
from portal.audit.entries import Act
from portal.audit.history import note_changes


class TrailLine(models.Model):
    """A line of a trail: who, when, what, why. `of` names the record it belongs to, the nearest first."""

    of = ()
    is_veiled = False  # whether its values are only for those who may see the record

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            recording.write([self.audit_line({}, is_alone=True)])

    def audit_line(self, known, *, is_alone):
        name = next(one for one in self.of if getattr(self, f"{one}_id") is not None)
        # Loaded and fresh where a verb writes its own line; of many at once only what is loaded is asked.
        subject = self._state.fields_cache.get(name)
        before, after = self.audit_values(subject if is_alone else None)
        words = {"verb": self.audit_verb(), "reason": self.reason, "before": before, "after": after}
        words["is_veiled"] = self.is_veiled
        if subject is None:
            field = self._meta.get_field(name)
            words |= {"kind": field.related_model._meta.label_lower, "object_id": getattr(self, field.attname)}
            words |= {"committee_id": recording.committee_of(self, self.by, known)}
        return recording.line(Act.STEP, actor=self.by, subject=subject, known=known, **words)

    def audit_verb(self):
        return self.get_verb_display() if hasattr(self, "get_verb_display") else self.verb

    def audit_values(self, subject):
        """What the step changed: conditional UPDATEs pass the history by, so it is brought up to date here."""
        if subject is None or not hasattr(type(subject), "history"):
            return {}, {}
        return note_changes(subject, by=self.by, reason=" ".join(filter(None, [self.audit_verb(), self.reason])))


class RecordingInserts:
    def bulk_create(self, objs, *args, **options):
        made = super().bulk_create(objs, *args, **options)
        known = {}
        recording.write([one.audit_line(known, is_alone=False) for one in made])
        return made


def recorded(queryset):
    """The queryset class of a trail, whose rows made many at once arrive too."""
    return type(queryset.__name__, (RecordingInserts, queryset), {})
