"""What people paste into a report, made into text that a database, a page and a document can hold."""

from letters.documents.cleaning import clean, clean_line


def paragraph(text: str) -> str:
    """Its lines, without blanks at their ends and without empty lines at its own."""
    return "\n".join(line.rstrip() for line in clean(text).split("\n")).strip()


def line(text: str) -> str:
    return clean_line(text)
