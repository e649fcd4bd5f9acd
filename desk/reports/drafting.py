"""A draft is made once of a template and a snapshot, then written on; each change says where its figures stand now."""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import prefetch_related_objects

from desk.models import DraftFigure, DraftParagraph, ReportDraft
from desk.reports import checking
from desk.reports.carrying import adopt, edit
from desk.reports.filling import Book, Filled, Mark, fill, fill_typed
from desk.reports.placeholders import parse
from desk.reports.texts import line
from portal.access import WrongState

TITLE = 200


@transaction.atomic
def create(template, snapshot, *, by) -> ReportDraft:
    if template.committee_id != snapshot.committee_id:
        raise WrongState("模板和数据快照不是同一个工委的。")
    if snapshot.voided_at:
        raise WrongState(f"数据快照“{snapshot}”已经作废，请另选一份。")
    sources = [paragraph.text for paragraph in template.paragraphs.all()]
    if not sources:
        raise WrongState(f"模板“{template}”还没有段落，请先写好模板。")
    book = book_of(snapshot)
    draft = ReportDraft.objects.create(
        committee=snapshot.committee,
        snapshot=snapshot,
        template=template,
        title=line(fill(template.title, book).text)[:TITLE],
        created_by=by,
        changed_by=by,
    )
    for number, source in enumerate(sources, start=1):
        filled = fill(source, book)
        row = DraftParagraph.objects.create(draft=draft, order_number=number, source=source, text=filled.text)
        _keep_figures(row, filled)
    return draft


@transaction.atomic
def rewrite(draft, *, title, texts, by, revision):
    """`texts`: {pk of the paragraph: what it is to say}. Only what changed is saved."""
    draft.claim(revision, by=by)
    book, rows = book_of(draft.snapshot), _rows(draft)
    draft.title = line(fill_typed(title, book).text)[:TITLE] or draft.title
    draft.save()
    changed, lost = {}, []
    for row in rows:
        before = _filled(row, book)
        if texts.get(row.pk, row.text) != row.text:
            changed[row], left = edit(before, texts[row.pk], book)
            lost += left
    for row, filled in changed.items():
        _save(row, adopt(filled, lost, book), is_edited=filled.text != fill(row.source, book).text)


@transaction.atomic
def restore(paragraph, *, by, revision):
    """Back to what the template and the snapshot said."""
    paragraph.draft.claim(revision, by=by)
    _save(paragraph, fill(paragraph.source, book_of(paragraph.draft.snapshot)), is_edited=False)


def book_of(snapshot) -> Book:
    return Book(snapshot, list(snapshot.figures.all()))


@dataclass(frozen=True)
class Note:
    """A footnote: the figure that a place in the text claims."""

    number: int
    piece: checking.Piece

    @property
    def figure(self):
        return self.piece.mark.figure

    @property
    def is_wrong(self):
        return self.piece.kind == checking.WRONG


class Shown:
    """A paragraph as it is read: its pieces, each figure with its note."""

    def __init__(self, row, filled, book, notes):
        self.row, self.filled = row, filled
        self.pieces = []
        for piece in checking.pieces_of(filled, book):
            note = None
            if piece.mark is not None and piece.mark.figure is not None:
                note = Note(len(notes) + 1, piece)
                notes.append(note)
            self.pieces.append((piece, note))

    def count(self, kind):
        return sum(piece.kind == kind for piece, _ in self.pieces)


def readings(drafts) -> list:
    """Of a whole list, as many queries as of one."""
    drafts = list(drafts)
    prefetch_related_objects(drafts, *Reading.NEEDED)
    return [Reading(draft) for draft in drafts]


class Reading:
    """A draft with all that is said about its figures; three queries at any length, and for all of a list."""

    NEEDED = ("paragraphs__figures", "snapshot__figures")

    def __init__(self, draft):
        prefetch_related_objects([draft], *self.NEEDED)
        self.draft, self.notes = draft, []
        self.book = book_of(draft.snapshot)
        self.paragraphs = [Shown(row, _filled(row, self.book), self.book, self.notes) for row in draft.paragraphs.all()]
        self.title_faults = checking.title_faults(draft.title, self.book)

    @cached_property
    def text(self):
        return "\n".join(shown.row.text for shown in self.written)

    @property
    def written(self):
        """Without those that were emptied."""
        return [shown for shown in self.paragraphs if shown.row.text]

    def _count(self, kind):
        return sum(shown.count(kind) for shown in self.paragraphs)

    @property
    def wrong(self):
        return self._count(checking.WRONG)

    @property
    def unbacked(self):
        return self._count(checking.UNBACKED)

    @property
    def to_write(self):
        return self._count(checking.TO_WRITE)


def _rows(draft):
    return list(draft.paragraphs.prefetch_related("figures"))


def _filled(row, book) -> Filled:
    figures = {figure.pk: figure for figure in book.figures.values()}
    marks = (
        Mark(one.start, one.end, parse(one.asked), figures.get(one.figure_id))
        for one in row.figures.all()
        if one.end <= len(row.text)
    )
    return Filled(row.text, tuple(marks))


def _save(row, filled, *, is_edited):
    row.text, row.is_edited = filled.text, is_edited
    row.save()
    row.figures.all().delete()
    _keep_figures(row, filled)


def _keep_figures(row, filled):
    DraftFigure.objects.bulk_create(
        DraftFigure(paragraph=row, figure=mark.figure, asked=mark.asked.text, start=mark.start, end=mark.end)
        for mark in filled.marks
    )
