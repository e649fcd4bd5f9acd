"""The same paper gives the same bytes: no clock, no names of people or programs in the file."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can say at the least
LONGEST_PROPERTY = 255


def set_properties(document, title, day):
    """The title and the day of the letter; whoever wrote it is left blank."""
    element = document.core_properties._element
    for child in list(element):
        element.remove(child)
    properties = document.core_properties
    properties.title, properties.author = title[:LONGEST_PROPERTY], ""
    if day and day.year >= EARLIEST[0]:
        properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001


def pack(document):
    """The bytes of the document, every entry with the same time stamp."""
    written, packed = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
