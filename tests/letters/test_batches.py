"""A batch moves with one press, and its documents become one .zip: also when the worker dies, or two work at once."""

import hashlib
import os
import signal
import time
import zipfile
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from docx import Document

from letters import archives, batches, drafting
from letters.cases import Case
from letters.models import Batch, BatchDocument
from notices.models import Notice
from portal.access import WrongState
from tests.factories import make_committee, make_letter_template, make_officer, make_organization, make_staff


def make_batch(count=3, **fields):
    committee = fields.get("committee") or make_committee()
    template = make_letter_template(committee, body="{unit}：请按期办理。")
    cases = [
        Case("", make_organization(committee=committee, short_name=f"示例{number}局"), f"事项{number}")
        for number in range(1, count + 1)
    ]
    return drafting.draft_many("reminder", cases, by=make_staff(committee), template=template)


def names_in(batch):
    batch.refresh_from_db()
    with batch.archive.open("rb") as file, zipfile.ZipFile(file) as archive:
        return archive.namelist()


def texts_in(batch):
    batch.refresh_from_db()
    with batch.archive.open("rb") as file, zipfile.ZipFile(BytesIO(file.read())) as archive:
        return [
            [paragraph.text for paragraph in Document(BytesIO(archive.read(name))).paragraphs]
            for name in archive.namelist()
        ]


def files_kept(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_whole_batch_is_submitted_approved_and_issued_by_one_press_each():
    batch = make_batch()
    staff = make_staff(batch.committee)
    officers = [make_officer(letter.organizations.get()) for letter in batch.letters.all()]

    done = [step(batch, by=staff).done for step in (batches.submit_all, batches.approve_all, batches.issue_all)]
    again = [step(batch, by=staff).done for step in (batches.submit_all, batches.approve_all, batches.issue_all)]

    assert (done, again) == ([3, 3, 3], [0, 0, 0])
    assert batches.counts(batch)["issued"] == 3
    assert [Notice.objects.filter(recipient=officer).count() for officer in officers] == [1, 1, 1]


@pytest.mark.django_db
def test_approvers_are_told_once_of_a_whole_batch():
    batch = make_batch(5)
    approver = make_staff(batch.committee)

    batches.submit_all(batch, by=batch.created_by)

    assert list(Notice.objects.filter(recipient=approver).values_list("title", flat=True)) == [
        f"请审批5份公文：{batch.title}"
    ]


@pytest.mark.django_db
def test_staff_issue_an_approved_batch_whose_writer_has_left():
    batch = make_batch()
    staff, approver = make_staff(batch.committee), make_staff(batch.committee)
    batch.created_by.is_active = False
    batch.created_by.save()

    batches.submit_all(batch, by=staff)
    batches.approve_all(batch, by=approver)

    titles = Notice.objects.filter(recipient=staff).values_list("title", flat=True)
    assert list(titles) == [f"3份公文已审批，请编号印发：{batch.title}"]


@pytest.mark.django_db
def test_letter_that_is_refused_stops_only_itself():
    batch = make_batch()
    first = batch.letters.order_by("pk").first()
    first.body = "【待填：事项】"
    first.save()

    outcome = batches.submit_all(batch, by=make_staff(batch.committee))

    assert (outcome.done, outcome.words) == (2, ["公文里还有“【待填：…】”没有填写，填好后再提交。"])
    assert batches.counts(batch) | {"draft": 1, "submitted": 2} == batches.counts(batch)


@pytest.mark.django_db(transaction=True)
def test_archive_holds_every_letter_to_its_own_unit_in_official_order(media):
    batch = make_batch()

    archives.ask(batch)  # in a test the task runs at once

    assert names_in(batch) == [f"{number:03d} 关于事项{number}的提醒函（示例{number}局）.docx" for number in (1, 2, 3)]
    assert [f"示例{number}局：请按期办理。" in text for number, text in enumerate(texts_in(batch), 1)] == [True] * 3
    assert (batch.done, batch.total, batch.is_packing, batch.held_until, batch.fault) == (3, 3, False, None, "")
    hashes = {document.file.name: document.sha256 for document in batch.documents.all()}
    for document in batch.documents.all():
        with document.file.open("rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == hashes[document.file.name]


@pytest.mark.django_db(transaction=True)
def test_asking_again_writes_only_what_has_changed(media):
    batch = make_batch()
    archives.ask(batch)
    before = {document.letter_id: document.file.name for document in batch.documents.all()}
    old = Batch.objects.get(pk=batch.pk).archive.name
    changed = batch.letters.order_by("pk").first()
    changed.set_number("示例函〔2026〕5号", by=make_staff(batch.committee))

    archives.ask(batch)

    after = {document.letter_id: document.file.name for document in batch.documents.all()}
    assert {letter for letter in after if after[letter] != before[letter]} == {changed.pk}
    assert any("示例函〔2026〕5号" in "".join(text) for text in texts_in(batch)[:1]) or batch.archive.name != old
    assert len(files_kept(media)) == 4  # nothing old is left behind


@pytest.mark.django_db(transaction=True)
def test_asking_again_for_the_same_leaves_the_archive_as_it_is(media):
    batch = make_batch()
    archives.ask(batch)
    batch.refresh_from_db()
    before = batch.archive.name

    archives.ask(batch)

    batch.refresh_from_db()
    assert (batch.archive.name, batch.is_packing) == (before, False)


@pytest.mark.django_db
def test_void_letters_are_not_packed(media):
    batch = make_batch()
    batch.letters.order_by("pk").first().void(by=make_staff(batch.committee), reason="不需要。")
    Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now())

    archives.build(batch.pk)

    assert len(names_in(batch)) == 2


@pytest.mark.django_db
def test_batch_with_nothing_to_pack_says_so(media):
    batch = make_batch(1)
    batch.letters.get().void(by=make_staff(batch.committee), reason="不需要。")

    with pytest.raises(WrongState, match="没有可以打包的公文"):
        archives.ask(batch)


@pytest.mark.django_db
def test_worker_that_comes_second_leaves_the_work_to_the_first(media):
    batch = make_batch()
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk).update(asked_at=now, held_until=now + archives.HOLD)

    assert archives.build(batch.pk) is False
    assert (list(archives.stuck(now)), list(archives.stuck(now + 2 * archives.HOLD))) == ([], [batch])


@pytest.mark.django_db
def test_two_workers_that_both_believe_they_have_the_work_do_no_harm(media, monkeypatch):
    batch = make_batch()
    Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now())
    put_together = archives._put_together

    def after_the_other(mine, documents, since):
        """The other worker does all of it while this one has written everything and not yet packed it."""
        monkeypatch.setattr(archives, "_put_together", put_together)
        Batch.objects.filter(pk=batch.pk).update(held_until=None)
        assert archives.build(batch.pk)
        put_together(mine, documents, since)

    monkeypatch.setattr(archives, "_put_together", after_the_other)
    archives.build(batch.pk)

    assert len(names_in(batch)) == 3
    assert (BatchDocument.objects.count(), len(files_kept(media))) == (3, 4)


@pytest.mark.django_db
def test_archive_asked_for_while_another_is_made_is_made_again(media, monkeypatch):
    batch = make_batch(1)
    archives.ask(batch)
    Batch.objects.filter(pk=batch.pk).update(archived_at=None, held_until=None)
    put_together = archives._put_together

    def after_a_number_was_given(mine, documents, since):
        monkeypatch.setattr(archives, "_put_together", put_together)
        batch.letters.get().set_number("示例函〔2026〕5号", by=make_staff(batch.committee))
        Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now())
        put_together(mine, documents, since)

    monkeypatch.setattr(archives, "_put_together", after_a_number_was_given)
    archives.build(batch.pk)
    waiting = list(archives.stuck())
    archives.build(batch.pk)

    assert (waiting, list(archives.stuck())) == ([batch], [])
    assert "示例函〔2026〕5号" in "".join(texts_in(batch)[0])


@pytest.mark.django_db
def test_document_that_two_workers_wrote_is_kept_once(media, monkeypatch):
    batch = make_batch(1)
    Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now())
    write = archives.write

    def after_the_other(paper):
        monkeypatch.setattr(archives, "write", write)
        Batch.objects.filter(pk=batch.pk).update(held_until=None)
        archives.build(batch.pk)
        return write(paper)

    monkeypatch.setattr(archives, "write", after_the_other)
    archives.build(batch.pk)

    assert (BatchDocument.objects.count(), len(files_kept(media)), len(names_in(batch))) == (1, 2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "文件存储出错：No space left on device"),
        (ValueError("unforeseen"), "文档生成出错，请联系管理员。"),
    ],
)
def test_what_fails_is_shown_and_tried_again_when_asked(media, monkeypatch, error, words):
    batch = make_batch()
    Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now())

    def fail(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(archives, "_put_together", fail)
        with pytest.raises(type(error)):
            archives.build(batch.pk)
    batch.refresh_from_db()
    fault, waits = batch.fault, list(archives.stuck(timezone.now() + 2 * archives.HOLD))
    archives.build(batch.pk)

    batch.refresh_from_db()
    assert (fault, waits, batch.fault, batch.is_packing) == (words, [], "", False)


@pytest.fixture
def shared_media(media, monkeypatch):
    """The same folder for processes started afterwards."""
    monkeypatch.setenv("MEDIA_ROOT", str(media))
    return media


@pytest.mark.django_db(transaction=True)
def test_killed_worker_is_followed_by_one_that_goes_on_where_it_was(shared_media, start):
    batch = make_batch(40)
    Batch.objects.filter(pk=batch.pk).update(asked_at=timezone.now())
    worker = start("manage.py", "build_letter_archives", str(batch.pk))
    deadline = time.monotonic() + 60
    while BatchDocument.objects.count() < 5:
        assert time.monotonic() < deadline and worker.poll() is None, worker.communicate()[0]
        time.sleep(0.01)

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    written = {document.letter_id: document.file.name for document in BatchDocument.objects.all()}
    Batch.objects.filter(pk=batch.pk).update(held_until=timezone.now())  # half a minute later
    call_command("build_letter_archives", stdout=(said := _Lines()))

    batch.refresh_from_db()
    kept = {document.letter_id: document.file.name for document in BatchDocument.objects.all()}
    assert 5 <= len(written) < 40
    assert {letter: kept[letter] for letter in written} == written
    assert (len(kept), len(set(names_in(batch))), batch.done, batch.is_packing) == (40, 40, 40, False)
    assert said.text == f"{batch}\n"


class _Lines:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text
