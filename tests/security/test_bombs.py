"""A file that would burst is refused before it is unpacked, at every reader."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.pictures import AttachmentRefused, PictureRefused, check_attachment, clean_picture
from portal.workbooks import Faults, open_workbook
from tests.activities.test_pictures import bomb as picture_bomb
from tests.security.test_uploads import MB

pytestmark = pytest.mark.once
UNPACKED = 200 * MB


def burst(name):
    """A small archive whose one part is 200 MB of nothing."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(UNPACKED // MB):
            part.write(bytes(MB))
    return buffer.getvalue()


READERS = {
    "workbook": (open_workbook, Faults, lambda: burst("xl/workbook.xml")),
    "sheet": (open_workbook, Faults, lambda: burst("xl/worksheets/sheet1.xml")),
    "document": (lambda file: check_attachment(file, "a.docx"), AttachmentRefused, lambda: burst("word/document.xml")),
    "picture": (clean_picture, PictureRefused, picture_bomb),
}


@pytest.mark.parametrize(("read", "refusal", "content"), READERS.values(), ids=READERS)
def test_what_would_burst_is_refused_in_little_memory(read, refusal, content):
    file = SimpleUploadedFile("a.xlsx", content())
    tracemalloc.start()
    try:
        with pytest.raises(refusal):
            read(file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 8 * MB
