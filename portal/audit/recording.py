"""Lines are made here, and nowhere else."""

import hashlib

from portal.audit.addresses import address_of, current_request
from portal.audit.entries import AuditEntry
from portal.audit.subjects import committee_of, name_of
from portal.audit.values import cleaned

SYSTEM = "系统"


def record(act, **words):
    """A line of its own, in the transaction that is open."""
    write([line(act, **words)])


def record_once(act, *, key, **words):
    """The same, unless a line of the same key stands already."""
    made = line(act, **words)
    made.once = hashlib.sha256("\n".join(map(str, key)).encode()).hexdigest()
    AuditEntry.objects.bulk_create([made], ignore_conflicts=True)


def write(lines):
    if len(lines) == 1:
        lines[0].save(force_insert=True)
    else:
        AuditEntry.objects.bulk_create(lines, batch_size=500)


def line(act, *, actor=None, subject=None, committee_id=None, known=None, request=None, **words):
    request = request or current_request()
    actor = actor if actor is not None and actor.pk else None
    if subject is not None:
        subject = _itself(subject)
        words = {"kind": subject._meta.label_lower, "object_id": _number(subject.pk), "name": name_of(subject), **words}
        committee_id = committee_id or committee_of(subject, actor, known)
    elif actor is not None:
        committee_id = committee_id or actor.committee_id
    match = getattr(request, "resolver_match", None)
    for name in ("reason", "name", "verb"):
        if words.get(name):
            words[name] = cleaned(words[name])[: 200 if name == "name" else 60 if name == "verb" else None]
    return AuditEntry(
        act=act,
        committee_id=committee_id,
        actor_id=actor.pk if actor else None,
        actor_name=(str(actor) if actor else words.pop("actor_name", SYSTEM))[:60],
        address=(address_of(request) or "") if request else "",
        page=((match.view_name or "") if match else "")[:60],
        **words,
    )


def _itself(subject):
    """`request.user` is a stand-in for the person."""
    return subject._wrapped if subject.pk and hasattr(subject, "_wrapped") else subject


def _number(key):
    return key if isinstance(key, int) else None
