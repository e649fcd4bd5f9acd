"""One .zip of all documents of a batch, made by a task that may be killed and runs again.

    ask(batch)          queues the work; page shows batch.done of batch.total
    build(batch_pk)     writes what is missing, then the archive; safe to run again and twice at once
    stuck()             batches nobody works on any more

Every finished document is a file of its own with a row that is unique by letter; a run skips those that still say what
the letter says. The archive is written beside the old one and takes its place by one UPDATE.
"""

import hashlib
import tempfile
import zipfile
from datetime import timedelta

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from letters import tasks
from letters.documents.writing import write
from letters.models import Batch, BatchDocument
from letters.models.states import State
from letters.papers import name_of, paper_of
from portal.access import WrongState

HOLD = timedelta(seconds=30)  # a worker that says nothing for so long is dead
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: the same documents make the same archive


def ask(batch):
    """Make the archive, or make it again; asked twice it is made once."""
    total = _letters(batch).count()
    if not total:
        raise WrongState("这一批没有可以打包的公文。")
    done = min(batch.documents.count(), total)
    Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now(), fault="", done=done, total=total)
    batch.refresh_from_db()
    # Without a broker just now the archive is not lost: each minute's look at what is stuck finds it.
    transaction.on_commit(lambda: tasks.build_batch_archive.delay(batch.pk), robust=True)


def stuck(now=None):
    now = now or timezone.now()
    asked = Batch.objects.filter(asked_at__isnull=False).filter(Q(archived_at=None) | Q(archived_at__lt=F("asked_at")))
    return asked.filter(Q(held_until=None) | Q(held_until__lt=now), fault="")


def build(batch_pk):
    """True when the archive stands; False when another worker has the work or nobody asked."""
    if not _hold(batch_pk):
        return False
    since = timezone.now()
    batch = Batch.objects.get(pk=batch_pk)
    try:
        documents = _write_missing(batch)
        _put_together(batch, documents, since)
    except Exception as error:
        # Said on the page, and not tried each minute for ever: a press asks again.
        stored = isinstance(error, OSError)
        fault = f"文件存储出错：{error.strerror or '未知'}" if stored else "文档生成出错，请联系管理员。"
        Batch.objects.filter(pk=batch_pk).update(held_until=None, fault=fault[:200])
        raise
    return True


def _hold(batch_pk):
    """Of two workers one has the work; the other leaves it, unless the first has died."""
    now = timezone.now()
    free = Q(held_until=None) | Q(held_until__lt=now)
    return Batch.objects.filter(free, pk=batch_pk, asked_at__isnull=False).update(held_until=now + HOLD) == 1


def _letters(batch):
    return batch.letters.exclude(state=State.VOID)


def _write_missing(batch):
    """The documents of all letters, in official order; those that were there are taken as they are."""
    letters = (
        _letters(batch)
        .select_related("committee", "batch_document")
        .prefetch_related("recipients__organization", "files")
    )
    letters = sorted(letters, key=_place)
    documents, total = [], len(letters)
    for number, letter in enumerate(letters, start=1):
        documents.append((name_of(letter, _recipient(letter), number), _document(batch, letter)))
        Batch.objects.filter(pk=batch.pk).update(done=number, total=total, held_until=timezone.now() + HOLD)
    return documents


def _document(batch, letter):
    """The BatchDocument of the letter as it is now: kept, or written and put in the place of an older one."""
    paper = paper_of(letter, _recipient(letter))
    sign = hashlib.sha256(repr(paper).encode("utf-8", "replace")).hexdigest()
    old = getattr(letter, "batch_document", None)
    if old is not None and old.sign == sign and old.file.storage.exists(old.file.name):
        return old
    data = write(paper)
    sha256 = hashlib.sha256(data).hexdigest()
    fresh = BatchDocument(batch=batch, letter=letter, sign=sign, sha256=sha256, size=len(data))
    fresh.file.save("letter.docx", ContentFile(data), save=False)
    return _put_in_place(fresh, old)


def _put_in_place(fresh, old):
    """By one statement; whoever comes second throws its own file away and takes the first one's."""
    stamps = {name: getattr(fresh, name) for name in ("sign", "sha256", "size", "made_at")}
    if old is None:
        try:
            with transaction.atomic():
                fresh.save()
            return fresh
        except IntegrityError:
            pass
    else:
        same = BatchDocument.objects.filter(pk=old.pk, sign=old.sign, file=old.file.name)
        if same.update(file=fresh.file.name, **stamps):
            old.file.storage.delete(old.file.name)
            return BatchDocument.objects.get(pk=old.pk)
    fresh.file.storage.delete(fresh.file.name)
    return BatchDocument.objects.get(letter=fresh.letter)


def _put_together(batch, documents, since):
    """The archive of what was read `since`: whoever asked later has seen later words, and is still waiting."""
    sign = hashlib.sha256("\n".join(f"{name} {document.sha256}" for name, document in documents).encode()).hexdigest()
    done = {"archived_at": since, "held_until": None, "fault": "", "done": len(documents), "total": len(documents)}
    if batch.archive and batch.archive_sign == sign and batch.archive.storage.exists(batch.archive.name):
        Batch.objects.filter(pk=batch.pk).update(**done)
        return
    with tempfile.TemporaryFile() as scratch:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_STORED) as archive:  # .docx are packed already
            for name, document in documents:
                with document.file.open("rb") as file:
                    archive.writestr(zipfile.ZipInfo(name, EPOCH), file.read())
        scratch.seek(0)
        fresh = Batch(pk=batch.pk)
        fresh.archive.save("letters.zip", File(scratch), save=False)
    before = batch.archive.name
    taken = Batch.objects.filter(pk=batch.pk, archive=before)
    if not taken.update(archive=fresh.archive.name, archive_sign=sign, **done):
        fresh.archive.storage.delete(fresh.archive.name)
    elif before:
        batch.archive.storage.delete(before)


def _recipient(letter):
    return next(iter(letter.recipients.all()), None)


def _place(letter):
    recipient = _recipient(letter)
    return (recipient.organization.order_number if recipient else 0, letter.pk)
