"""Documents as LibreOffice shows them: all that the tests look at, turned into PDFs in one start."""

import fcntl

import pdfplumber
import pytest

from letters.documents.writing import write
from tests import office
from tests.letters.documents.showing import SHOWN


@pytest.fixture(scope="session")
def shown(tmp_path_factory):
    """shown("letter"): the open PDF. With several workers the first one makes the files, the others wait for them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / "documents"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            for name, paper in SHOWN.items():
                (folder / f"{name}.docx").write_bytes(write(paper))
            office.to_pdf([folder / f"{name}.docx" for name in SHOWN], folder)
            (folder / "done").touch()
    opened = {}

    def show(name):
        if name not in opened:
            opened[name] = pdfplumber.open(folder / f"{name}.pdf")
        return opened[name]

    yield show
    for pdf in opened.values():
        pdf.close()
