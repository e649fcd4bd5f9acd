import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image

from portal import pictures
from portal.pictures import (
    AttachmentRefused,
    Picture,
    PictureRefused,
    check_attachment,
    clean_picture,
    safe_name,
    thumbnail,
)
from portal.workbooks import write_table

GPS = 0x8825


def photo(size=(40, 20), kind="JPEG", mode="RGB", **save):
    file = BytesIO()
    Image.new(mode, size, "red").save(file, kind, **save)
    file.seek(0)
    return file


def photo_with_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "示例相机"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (29.0, 42.0, 0.0)
    return photo(exif=exif, comment=b"secret")


def png_that_claims(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000, 9)
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    body = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(body))


def package(*names):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    file.seek(0)
    return file


def test_picture_loses_place_and_camera_and_stands_upright():
    file = photo_with_place()
    assert Image.open(file).getexif().get_ifd(GPS) != {}

    picture = clean_picture(file, "合影.jpg")

    cleaned = Image.open(BytesIO(picture.data))
    assert (picture.width, picture.height) == cleaned.size == (20, 40)
    assert (cleaned.format, dict(cleaned.getexif()), cleaned.info.get("comment")) == ("JPEG", {}, None)
    assert b"secret" not in picture.data


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_picture_of_every_kind_becomes_a_jpeg(kind, mode):
    picture = clean_picture(photo(kind=kind, mode=mode))

    assert Image.open(BytesIO(picture.data)).format == "JPEG"
    assert (picture.width, picture.height) == (40, 20)


def test_picture_lets_the_page_through_as_white():
    file = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(file, "PNG")

    picture = clean_picture(file)

    assert Image.open(BytesIO(picture.data)).getpixel((1, 1)) == (255, 255, 255)


def test_large_picture_is_made_smaller():
    picture = clean_picture(photo(size=(5000, 2500)))

    assert (picture.width, picture.height) == (2000, 1000)
    assert Image.open(BytesIO(thumbnail(picture.data, 480))).size == (480, 240)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b"not a picture"), "不是能打开的图片"),
        (BytesIO(b""), "不是能打开的图片"),
        (BytesIO(photo().getvalue()[:200]), "不是能打开的图片"),
        (photo(kind="GIF"), "不是能打开的图片"),
        (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "不是能打开的图片"),
        (BytesIO(b"\xff\xd8\xff" + b"0" * 40 * pictures.MB), "超过10MB"),
        (png_that_claims(60_000, 60_000), "像素过多"),
        (png_that_claims(6000, 5000), "像素过多"),
        (photo(size=(8000, 8000), quality=1), "像素过多"),
    ],
    ids=["text", "empty", "cut", "gif", "svg", "40MB", "bomb", "large-png", "large-jpeg"],
)
@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
def test_picture_is_refused_in_words(file, words):
    with pytest.raises(PictureRefused, match=words):
        clean_picture(file, "合影.jpg")


def test_script_behind_a_picture_does_not_come_through():
    file = BytesIO(photo().getvalue() + b"<script>alert(1)</script>")

    picture = clean_picture(file)

    assert isinstance(picture, Picture)
    assert b"script" not in picture.data


@pytest.mark.parametrize(
    ("file", "name", "kept"),
    [
        (BytesIO(b"%PDF-1.7\n%%EOF"), "方案.PDF", ("方案.pdf", "application/pdf")),
        (package("word/document.xml"), "../../议程.doc", ("议程.docx", pictures.OFFICE["word/document.xml"][1])),
        (BytesIO(write_table("表", ["名称"], [])), "表.xlsx", ("表.xlsx", pictures.OFFICE["xl/workbook.xml"][1])),
        (photo_with_place(), "签到.png", ("签到.jpg", "image/jpeg")),
    ],
)
def test_attachment_is_known_by_its_content(file, name, kept):
    attachment = check_attachment(file, name)

    assert (attachment.name, attachment.content_type) == kept


def test_attached_picture_loses_its_place():
    attachment = check_attachment(photo_with_place(), "签到.jpg")

    assert dict(Image.open(BytesIO(attachment.data)).getexif()) == {}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b"MZ\x90\x00"), "不是可以接收的文件"),
        (BytesIO(b"<html>"), "不是可以接收的文件"),
        (package("readme.txt"), "不是可以接收的文件"),
        (package("word/document.xml", "word/vbaProject.bin"), "带有宏"),
        (BytesIO(b"PK\x03\x04 cut off"), "已损坏"),
        (BytesIO(b"%PDF-1.7 /OpenAction << /S /JavaScript >>"), "含有脚本"),
        (BytesIO(b"%PDF-" + b"0" * 21 * pictures.MB), "超过20MB"),
        (BytesIO(b"\xff\xd8\xff\xe0 cut off"), "不是能打开的图片"),
    ],
    ids=["exe", "html", "zip", "macro", "damaged", "script", "large", "picture"],
)
def test_attachment_is_refused_in_words(file, words):
    with pytest.raises(AttachmentRefused, match=words):
        check_attachment(file, "附件.pdf")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\用户\\方案.pdf", "方案.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("", "附件"),
        ('活动"方案"<1>.pdf', "活动_方案__1_.pdf"),
    ],
)
def test_name_of_an_attachment_is_safe(name, safe):
    assert safe_name(name) == safe
