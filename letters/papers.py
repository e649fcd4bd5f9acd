"""What stands on the paper of a letter: the rows of the database become a `documents.paper.Paper`, and nothing else."""

from pathlib import PurePath

from letters import addressees
from letters.documents.names import file_name
from letters.documents.paper import Attachment, Paper
from letters.documents.writing import write
from letters.models.states import Form


def paper_of(letter, recipient=None):
    """The Paper, addressed to one unit or to all the letter goes to."""
    of_head = letter.form == Form.HEAD
    minutes = letter.form == Form.MINUTES
    return Paper(
        form=str(letter.form),
        title=letter.title,
        body=letter.body,
        issuer=letter.issuer,
        number=letter.number,
        to="" if minutes else addressees.line(letter, recipient),
        attachments=_attachments(letter),
        signature=letter.issuer,
        signed_on=letter.signed_on,
        note=_note(letter),
        cc=letter.cc,
        # 信函格式 has no 印发机关 and 印发日期 in its 版记.
        printed_by=letter.issuer if of_head else "",
        printed_on=(letter.issued_on or letter.signed_on) if of_head else None,
        urgency=letter.urgency,
        attended=letter.attended if minutes else "",
        away=letter.away if minutes else "",
        observers=letter.observers if minutes else "",
    )


def document_of(letter, recipient=None):
    """(file name, bytes) of the .docx."""
    return name_of(letter, recipient), write(paper_of(letter, recipient))


def name_of(letter, recipient=None, number=None):
    unit = recipient.organization.short_name if recipient is not None else ""
    return file_name(letter.title, unit, number=number)


def _note(letter):
    """附注: its own words, then whom to ask."""
    return "；".join(filter(None, [letter.note, letter.contact]))


def _attachments(letter):
    tables = [
        Attachment(table["title"], columns=tuple(table["columns"]), rows=tuple(map(tuple, table["rows"])))
        for table in letter.tables
    ]
    files = [Attachment(PurePath(file.name).stem, text=f"（另附文件：{file.name}）") for file in letter.files.all()]
    return tuple(tables + files)
