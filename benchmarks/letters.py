"""230 letters of one batch: drafted in one act, then written as .docx and packed into one .zip, as the task does it."""

import time
import zipfile

from accounts.models import User
from alliances.models import Committee, Organization
from letters import archives, drafting
from letters.cases import Case
from letters.documents.writing import write
from letters.models import Batch, LetterTemplate
from letters.papers import paper_of

UNITS = 230
BUDGET = 60  # seconds for the archive
KEY = "benchmark"


def create():
    """The units; drafts and documents are what is measured."""
    committee = Committee.objects.order_by("pk").first()
    there = Organization.objects.filter(committee=committee).count()
    like = Organization.objects.filter(committee=committee).first()
    for number in range(there, UNITS):
        names = {"name": f"中共示例单位{number}委员会", "short_name": f"单位{number}"}
        Organization.objects.create(committee=committee, kind=like.kind, category=like.category, **names)
    LetterTemplate.objects.create(
        committee=committee,
        kind="notice",
        name="示例",
        form="head",
        title="关于做好2026年两新组织党组织换届工作有关问题整改情况报送的通知",
        body="一、总体要求\n" + "请按期办理换届，并于规定时间内报送办理情况。" * 20 + "\n二、时限\n请按期报送。",
    )
    return UNITS


def measure():
    """Lines of the table of budgets: [what, value, unit, budget, note]."""
    committee = Committee.objects.order_by("pk").first()
    staff = User.objects.filter(committee=committee, post=User.Post.STAFF).first()
    template = LetterTemplate.objects.get(committee=committee, name="示例")
    units = Organization.objects.filter(committee=committee)[:UNITS]
    cases = [Case("", unit, "换届") for unit in units]

    drafted, batch = _timed(lambda: drafting.draft_many("notice", cases, by=staff, template=template, key=KEY))
    packed, _ = _timed(lambda: _pack(batch))
    again, _ = _timed(lambda: _pack(batch))
    batch = Batch.objects.get(pk=batch.pk)
    with batch.archive.open("rb") as file, zipfile.ZipFile(file) as archive:
        count = len(set(archive.namelist()))
    if count != UNITS:
        raise SystemExit(f"{count} documents for {UNITS} units")
    paper = paper_of(batch.letters.first())
    alone = min(_timed(lambda: write(paper))[0] for _ in range(50))
    note = f"{packed / UNITS * 1000:.0f} ms a letter, {alone * 1000:.0f} ms of it the document"
    return [
        [f"{UNITS} letters drafted in one act", drafted, "s", None, ""],
        [f"{UNITS} letters as one .zip", packed, "s", BUDGET, note],
        ["the same again, nothing changed", again, "s", None, ""],
    ]


def _pack(batch):
    """As pressed on the page; without a broker the asking alone does the work, and the second call finds it done."""
    archives.ask(batch)
    archives.build(batch.pk)


def _timed(call):
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result
