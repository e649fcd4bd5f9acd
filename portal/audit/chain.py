"""The chain over all lines: each sealed line has the next number and the hash of itself and of the hash before it.

    seal()                     gives all unsealed lines theirs, whoever else tries at the same time
    verify(kept=(7, "ab12…"))  walks the chain in fixed memory: Verdict(count, fault)

`kept` is a head that was printed and put away: with it, a chain that somebody computed anew from end to end is found
too, and a tail that was cut off together with the head.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from portal.audit import guards
from portal.audit.entries import AuditEntry, AuditHead

BATCH = 500
START = "0" * 64
SEALED = [
    "id",
    "committee_id",
    "actor_id",
    "actor_name",
    "address",
    "act",
    "verb",
    "kind",
    "object_id",
    "name",
    "before",
    "after",
    "is_veiled",
    "reason",
    "page",
    "once",
]


class BrokenChain(Exception):
    """Nothing can be sealed on: a chain begun anew would hide what is missing."""


@dataclass
class Verdict:
    count: int = 0  # lines that are as they were written
    unsealed: int = 0
    head: str = START
    broken: int | None = None
    fault: str = ""
    remarks: list = field(default_factory=list)

    @property
    def is_whole(self):
        return not self.fault and not self.remarks


def hash_of(entry, number, before):
    content = {name: getattr(entry, name) for name in SEALED}
    content |= {"number": number, "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds")}
    words = json.dumps([before, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def seal():
    """How many lines were sealed. A sealer that is killed leaves whole batches and lines not yet sealed."""
    done = 0
    while fresh := _seal_batch():
        done += fresh
        if fresh < BATCH:
            break
    return done


@transaction.atomic
def _seal_batch():
    if not AuditEntry.objects.unsealed().exists():
        return 0
    if AuditHead.objects.get_or_create(pk=1, defaults={"hash": START})[1] and AuditEntry.objects.sealed().exists():
        raise BrokenChain("审计链头不见了，不能接着封存。请先运行 audit_verify。")
    head = AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    entries = list(AuditEntry.objects.unsealed().order_by("pk")[:BATCH])
    rows = []
    for entry in entries:
        head.number += 1
        head.hash = hash_of(entry, head.number, head.hash)
        rows.append((head.number, head.hash, entry.pk))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {AuditEntry._meta.db_table} SET number = %s, hash = %s WHERE id = %s",  # noqa: S608  our own names
            rows,
        )
    head.sealed_at = timezone.now()
    head.save()
    return len(entries)


def verify(kept=None):
    """Stops at the first line that is not as it was sealed. People go on writing meanwhile: what is sealed after the
    start waits for the next time."""
    verdict = Verdict()
    head = last()
    for entry in _walk(head.number if head else 0):
        _judge(entry, verdict)
        if verdict.fault:
            break
        verdict.count, verdict.head = entry.number, entry.hash
        if kept and entry.number == kept[0] and entry.hash != kept[1]:
            verdict.broken = entry.number
            verdict.fault = f"第{entry.number}条与留存的链头不符：它以前的记录被整体改写过。"
            break
    else:
        _judge_end(verdict, head, kept)
    verdict.unsealed = AuditEntry.objects.unsealed().count()
    if absent := guards.missing(connection):
        verdict.remarks.append(f"数据库里缺少保护审计记录的触发器：{'、'.join(absent)}。")
    return verdict


def _judge(entry, verdict):
    expected = verdict.count + 1
    if entry.number > expected:
        verdict.fault = f"第{expected}条缺失。"
    elif entry.number < expected:
        verdict.fault = f"第{entry.number}条多出（编号重复或不在次序内）。"
        expected = entry.number
    elif entry.is_unreadable or hash_of(entry, expected, verdict.head) != entry.hash:
        verdict.fault = f"第{expected}条的内容或次序与封存时不符。"
    verdict.broken = expected if verdict.fault else None


def _judge_end(verdict, head, kept):
    length = max(head.number if head else 0, kept[0] if kept else 0)
    if verdict.count < length:
        verdict.broken = verdict.count + 1
        verdict.fault = f"第{verdict.count + 1}条起缺失：链应到第{length}条，末尾被删去。"
    elif head and head.hash != verdict.head:
        verdict.broken = verdict.count
        verdict.fault = f"第{verdict.count}条与链头不符。"
    else:
        # First the highest number, then the head: whoever seals writes both at once.
        highest = AuditEntry.objects.aggregate(highest=Max("number"))["highest"] or 0
        now = last()
        if highest > (now.number if now else 0):
            verdict.broken = (now.number if now else 0) + 1
            verdict.fault = f"第{verdict.broken}条起多出：链头只到第{verdict.broken - 1}条，不是由本系统封存的。"


def _walk(until):
    """Sealed lines in their order, a few hundred in memory at a time; what cannot be read is named, not raised."""
    sealed = AuditEntry.objects.sealed().filter(number__lte=until).order_by("number", "pk")
    number, key = None, 0
    while True:
        rows = sealed if number is None else sealed.filter(Q(number__gt=number) | Q(number=number, pk__gt=key))
        keys = list(rows.values_list("number", "pk")[:BATCH])
        if not keys:
            return
        yield from _read(keys)
        number, key = keys[-1]


def _read(keys):
    try:
        found = AuditEntry.objects.in_bulk([key for _, key in keys])
    except (ValueError, TypeError):  # a value in the file that is none of its kind: only SQLite lets one be written
        found = {}
    for number, key in keys:
        entry = found.get(key) or _alone(key)
        if entry is None:
            entry = AuditEntry(pk=key, number=number)
            entry.is_unreadable = True
        else:
            entry.is_unreadable = False
        yield entry


def _alone(key):
    try:
        return AuditEntry.objects.filter(pk=key).first()
    except (ValueError, TypeError):
        return None


def last():
    """Number, hash and time of the head, or None while nothing is sealed."""
    return AuditHead.objects.filter(pk=1, number__gt=0).first()
