"""Pictures and attachments from strangers: known by their content, bounded, and freed of what nobody meant to send.

    picture = clean_picture(file, name)     -> Picture(data, width, height): always a JPEG, without EXIF, ≤ 2000 px
    thumbnail(picture.data, 480)            -> bytes, JPEG
    attachment = check_attachment(file, name) -> Attachment(data, name, content_type): pdf, docx, xlsx, jpg, png

Refusals are PictureRefused / AttachmentRefused (both ValueError) with a sentence in Chinese. Pictures are decoded and
written anew, so nothing hidden beside the pixels comes through.
"""

import re
import struct
import unicodedata
import warnings
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps

from portal.archives import MB, ArchiveRefused, SafeArchive

MAX_PICTURE = 10 * MB
MAX_ATTACHMENT = 20 * MB
MAX_SIDE = 2000
SCAN_SIDE = 4000  # an attached picture is often a scanned page
MAX_PIXELS = 50_000_000
MAX_PIXELS_WHOLE = 25_000_000  # PNG and WebP cannot be decoded smaller, as JPEG can
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|RichMedia)\b")
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)

# Pillow only warns between one and two times its bound; here the bound is a bound.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class PictureRefused(ValueError):
    """Not a picture we take; the text says why."""


class AttachmentRefused(ValueError):
    """Not a file we take; the text says why."""


class Picture(NamedTuple):
    data: bytes
    width: int
    height: int


class Attachment(NamedTuple):
    data: bytes
    name: str  # safe to keep and to show, with the ending its content deserves
    content_type: str


def clean_picture(file, name: str = "", *, max_side: int = MAX_SIDE) -> Picture:
    data = _read(file, MAX_PICTURE)
    label = f"“{name}”" if name else "图片"
    if data is None:
        raise PictureRefused(f"{label}超过{MAX_PICTURE // MB}MB，请压缩后再上传。")
    try:
        picture = _decoded(data, max_side, label)
        return Picture(_jpeg(picture), *picture.size)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise PictureRefused(f"{label}像素过多，已拒绝打开。") from error
    except BROKEN as error:
        raise PictureRefused(f"{label}不是能打开的图片，请上传 JPG、PNG 或 WebP。") from error


def thumbnail(data: bytes, size: int = 480) -> bytes:
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        picture.draft("RGB", (size, size))
        small = picture.convert("RGB")
    small.thumbnail((size, size), Image.Resampling.LANCZOS)
    return _jpeg(small)


def check_attachment(file, name: str) -> Attachment:
    data = _read(file, MAX_ATTACHMENT)
    label = f"“{safe_name(name)}”"
    if data is None:
        raise AttachmentRefused(f"{label}超过{MAX_ATTACHMENT // MB}MB，请压缩后再上传。")
    if data.startswith(b"%PDF-"):
        if ACTIVE_PDF.search(data):
            raise AttachmentRefused(f"{label}含有脚本，不予接收，请重新导出为普通 PDF。")
        return Attachment(data, safe_name(name, "pdf"), "application/pdf")
    if data.startswith(b"PK"):
        return Attachment(data, *_office_kind(data, name, label))
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        try:
            return Attachment(
                clean_picture(BytesIO(data), name, max_side=SCAN_SIDE).data, safe_name(name, "jpg"), "image/jpeg"
            )
        except PictureRefused as refusal:
            raise AttachmentRefused(str(refusal)) from refusal
    raise AttachmentRefused(f"{label}不是可以接收的文件，请上传 PDF、Word（.docx）、Excel（.xlsx）或 JPG、PNG 图片。")


def safe_name(name: str, ending: str = "") -> str:
    """Without folders, control and direction characters; not too long; with the given ending."""
    name = re.split(r"[\\/]", name or "")[-1]
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = re.sub(r'[:*?"<>|]', "_", name).strip(" .") or "附件"
    stem, dot, old_ending = name.rpartition(".")
    if not ending:
        return name[-100:]
    return f"{(stem if dot and len(old_ending) <= 5 else name)[:90]}.{ending}"


def _read(file, limit):
    """All of it, or None when there is more than the limit."""
    if getattr(file, "size", 0) and file.size > limit:
        return None
    file.seek(0)
    data = file.read(limit + 1)
    return data if len(data) <= limit else None


def _decoded(data, max_side, label):
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        width, height = picture.size  # from the header: nothing is decoded yet
        if width * height > (MAX_PIXELS if picture.format == "JPEG" else MAX_PIXELS_WHOLE):
            raise PictureRefused(f"{label}像素过多（{width}×{height}），请缩小后再上传。")
        picture.draft("RGB", (max_side, max_side))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
        return _opaque(upright)


def _opaque(picture):
    """On white, where the picture lets the page shine through."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _jpeg(picture):
    # A new image has no `info`: no EXIF, GPS, ICC profile or comment can follow it into the file.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    file = BytesIO()
    bare.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _office_kind(data, name, label):
    try:
        archive = SafeArchive(data)
    except ArchiveRefused as refusal:
        raise AttachmentRefused(f"{label}：{refusal}") from refusal
    if archive.has_macros:
        raise AttachmentRefused(f"{label}带有宏，不予接收，请另存为不带宏的文件。")
    for part, (ending, content_type) in OFFICE.items():
        if part in archive.names:
            return safe_name(name, ending), content_type
    raise AttachmentRefused(f"{label}不是可以接收的文件，请上传 PDF、Word（.docx）、Excel（.xlsx）或 JPG、PNG 图片。")
