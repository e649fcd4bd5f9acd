"""What stands on the sheets that Chromium prints: their size and their words.

Chromium writes plain PDF 1.4: a stream of drawing for every page, and for every font a table from its glyphs to words.
"""

import re
import unicodedata
import zlib

OBJECT = re.compile(rb"\n(\d+) 0 obj\s(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n")
SHEET = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
PAGE = re.compile(rb"/Type /Page\b(?!s)")
DRAWN = re.compile(
    rb"/ActualText <(?P<said>[0-9A-Fa-f]+)>|(?P<end>\bEMC\b)|/(?P<font>F\d+) [\d.]+ Tf|(?P<glyphs><[^<>]*>)(?= Tj)"
    rb"|\[(?P<spaced>[^\]]*)\] TJ"
)
PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def printed(page):
    """(sizes of the sheets in points, all words without blanks), as the print dialogue would make them."""
    page.emulate_media(media="print")
    data = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")
    return [tuple(round(float(side)) for side in sheet) for sheet in SHEET.findall(data)], words(data)


def words(data):
    objects = dict(OBJECT.findall(data))
    found = "".join(_of_page(objects, body) for body in objects.values() if PAGE.search(body))
    return without_blanks(found)


def without_blanks(text):
    """Alike however it is broken into lines, and whether its signs are wide or narrow."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _of_page(objects, body):
    fonts = {name: _glyphs(objects, number) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body)}
    drawing = _stream(objects[re.search(rb"/Contents (\d+) 0 R", body)[1]])
    text, glyphs, is_said = [], {}, False
    for part in DRAWN.finditer(drawing):
        if part["said"]:
            text.append(bytes.fromhex(part["said"].decode()).decode("utf-16"))
            is_said = True  # instead of the glyphs until the mark ends
        elif part["end"]:
            is_said = False
        elif part["font"]:
            glyphs = fonts[part["font"]]
        elif not is_said:
            text += [glyphs.get(code, "") for run in HEX.findall(part[0]) for code in _codes(run, glyphs)]
    return "".join(text)


def _codes(run, glyphs):
    """A run of glyphs is two or four digits for each, as in the font's own table."""
    width = len(next(iter(glyphs), b"00"))
    return [run[start : start + width].upper() for start in range(0, len(run), width)]


def _glyphs(objects, number):
    """{glyph: words} of a font."""
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    if table is None:
        return {}
    data, found = _stream(objects[table[1]]), {}
    for block in PAIRS.findall(data):
        codes = HEX.findall(block)
        found |= {code.upper(): _text(word) for code, word in zip(codes[::2], codes[1::2], strict=True)}
    for block in RANGES.findall(data):
        codes = HEX.findall(block)
        for first, last, word in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            for place in range(int(last, 16) - int(first, 16) + 1):
                code = f"{int(first, 16) + place:0{len(first)}X}".encode()
                found[code] = _text(f"{int(word, 16) + place:0{len(word)}X}".encode())
    return found


def _text(digits):
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _stream(body):
    data = body[STREAM.search(body).end() :]
    return zlib.decompressobj().decompress(data) if b"/FlateDecode" in body else data  # stops where the stream ends
