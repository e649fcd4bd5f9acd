"""Read a .docx back: its paragraphs, styles and sections, in the units of the standard."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from letters.documents.writing import write

TWIPS_IN_MM = 1440 / 25.4


def opened(paper):
    return Document(BytesIO(write(paper)))


def parts(paper):
    """{name in the zip: bytes}"""
    with ZipFile(BytesIO(write(paper))) as file:
        return {name: file.read(name) for name in file.namelist()}


def mm(twips):
    return int(twips) / TWIPS_IN_MM


def texts(document, style):
    """The texts of the paragraphs in one style, by its Chinese name."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def paragraphs(document, style):
    return [paragraph for paragraph in document.paragraphs if paragraph.style.name == style]


def value(element, path, name="val"):
    """The attribute of the first such child: value(p, "w:pPr/w:spacing", "line"); None where there is none."""
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(qn(f"w:{name}"))


def fonts_of(style):
    """(fonts for Latin and Chinese, size in points) of a style."""
    fonts = style.element.rPr.find(qn("w:rFonts"))
    names = {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
    return names, int(style.element.rPr.find(qn("w:sz")).get(qn("w:val"))) / 2
