"""A draft on paper: the text as it stands, each figure with a footnote that leads to its rows."""

from desk.reports import numbers
from desk.reports.filling import day_words
from desk.reports.placeholders import BEFORE, CHANGE, GROWTH
from letters.documents.names import file_name
from letters.documents.paper import Footnote, Paper


def paper_of(reading, address) -> Paper:
    """`address` makes a whole address of a path: a document is opened far from the portal."""
    return Paper(
        form="plain",
        title=reading.draft.title,
        body=reading.text,
        footnotes=tuple(_footnotes(reading, address)),
        has_seal=False,
    )


def text_of(reading) -> str:
    return f"{reading.draft.title}\n\n{reading.text}\n"


def name_of(draft, ending) -> str:
    """The day stands in the name, unless the title says it already."""
    day = day_words(draft.snapshot.until)
    return file_name(draft.title, "" if day in draft.title else f"截至{day}", ending)


def note_words(note, snapshot) -> str:
    """“联合主题党日：13场次（截至2023年7月31日，数据快照“…”）。”"""
    source = f"截至{day_words(snapshot.until)}，数据快照“{snapshot}”"
    said = f"{note.figure.name}：{figure_words(note.piece.mark)}（{source}）。"
    return f"与快照不符，快照为“{note.piece.expected}”。{said}" if note.is_wrong else said


def figure_words(mark) -> str:
    """As recorded, with last year's beside it where the text speaks of last year."""
    figure = mark.figure
    now = numbers.exact(figure.value, figure.unit)
    if mark.asked.style not in (BEFORE, CHANGE, GROWTH):
        return now
    return f"{now}，上年同期{numbers.exact(figure.before, figure.unit) if figure.before else '无记录'}"


def _footnotes(reading, address):
    offset = 0
    for shown in reading.written:
        place = offset
        for piece, note in shown.pieces:
            place += len(piece.text)
            if note is not None:
                words = note_words(note, reading.draft.snapshot)
                yield Footnote(place, words, address(note.figure.get_absolute_url()))
        offset += len(shown.row.text) + 1
