"""Pictures and attachments of a report: judged by content, stripped of place and camera, handed out only to readers."""

import shutil
import time
import zlib
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image

from activities import gallery
from activities.models import Activity, Attachment, Picture, Report
from portal.pictures import clean_picture
from tests.factories import (
    make_alliance,
    make_held_activity,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_photo,
    make_report,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
State = Activity.State


@pytest.fixture
def alliance():
    return make_alliance()


@pytest.fixture
def lead(alliance):
    return make_officer_of(alliance)


@pytest.fixture
def activity(alliance, lead):
    return make_held_activity(alliance=alliance)


@pytest.fixture
def save(client, activity, lead, django_capture_on_commit_callbacks):
    """save(new_pictures=[…]): the lead unit's officer saves a draft of the report."""

    def save_draft(**data):
        activity.refresh_from_db()
        client.force_login(lead)
        data = {"version": activity.revision, "text": "示例活动情况。", "head_count": "6", "draft": "1", **data}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("report-edit", args=[activity.pk]), data)

    return save_draft


def stored():
    return sorted(str(path) for folder in ("pictures", "attachments") for path in _files(folder))


def _files(folder):
    root = default_storage.base_location
    return [path for path in (Path(root) / folder).rglob("*") if path.is_file()]


def gps_exif():
    exif = Image.Exif()
    exif[0x010F] = "示例相机"
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 43.0, 0.0), 3: "E", 4: (118.0, 19.0, 0.0)})
    return exif


def bomb():
    """A PNG of a few hundred bytes that says it has 40,000 by 40,000 pixels."""

    def chunk(kind, data):
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 4000)) + chunk(b"IEND", b"")


def test_pictures_are_saved_in_order_with_captions_and_thumbnails(save, activity):
    save(new_pictures=[make_photo(size=(1200, 900)), make_photo(size=(400, 300))], new_captions="入村途中\n茶园宣讲")

    rows = Picture.objects.filter(report__activity=activity)
    assert list(rows.values_list("order_number", "caption", "width", "height")) == [
        (1, "入村途中", 1200, 900),
        (2, "茶园宣讲", 400, 300),
    ]
    assert [Image.open(picture.thumbnail.open()).size for picture in rows] == [(480, 360), (400, 300)]


def test_place_and_camera_are_gone_from_what_is_stored(save):
    photo = make_photo(exif=gps_exif())
    assert dict(Image.open(photo).getexif().get_ifd(0x8825))
    photo.seek(0)

    save(new_pictures=[photo])

    picture = Picture.objects.get()
    for file in (picture.image, picture.thumbnail):
        image = Image.open(file.open())
        assert (dict(image.getexif()), dict(image.getexif().get_ifd(0x8825)), "exif" in image.info) == ({}, {}, False)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: SimpleUploadedFile("大图.jpg", b"\xff\xd8\xff" + b"0" * (40 * 1024 * 1024)), "超过10MB"),
        (lambda: SimpleUploadedFile("炸弹.png", bomb()), "像素过多"),
        (lambda: SimpleUploadedFile("文字.jpg", "不是图片".encode()), "不是能打开的图片"),
        (lambda: SimpleUploadedFile("截断.jpg", make_photo().read()[:300]), "不是能打开的图片"),
        (lambda: SimpleUploadedFile("空.jpg", b""), "不是能打开的图片"),
        (lambda: SimpleUploadedFile("矢量.svg", b"<svg onload='alert(1)'/>"), "不是能打开的图片"),
    ],
    ids=["40 MB", "decompression bomb", "text", "cut off", "empty", "svg"],
)
def test_bad_picture_is_refused_in_words_and_the_rest_is_kept(save, file, words):
    response = save(text="写好的一段话", new_pictures=[make_photo(), file()])

    page = response.content.decode()
    assert (response.status_code, words in page, "写好的一段话" in page) == (200, True, True)
    assert (Report.objects.exists(), stored()) == (False, [])


def test_ten_pictures_are_refused(save):
    response = save(new_pictures=[make_photo(f"{number}.jpg") for number in range(10)])

    assert "图片最多 9 张：这次又选了 10 张，没有存入。" in response.content.decode()
    assert stored() == []


def test_tenth_picture_is_refused_unless_another_goes(save):
    save(new_pictures=[make_photo(f"{number}.jpg") for number in range(9)])
    first = Picture.objects.first()

    refused = save(new_pictures=[make_photo()])
    save(new_pictures=[make_photo()], **{f"picture-{first.pk}-remove": "on"})

    assert "已有 9 张" in refused.content.decode()
    assert list(Picture.objects.values_list("order_number", flat=True)) == list(range(1, 10))
    assert not Picture.objects.filter(pk=first.pk).exists()


def test_pictures_are_put_in_another_order(save):
    save(new_pictures=[make_photo(), make_photo(), make_photo()], new_captions="甲\n乙\n丙")
    first, second, third = Picture.objects.all()

    save(
        **{
            f"picture-{first.pk}-caption": "改过的说明",
            f"picture-{first.pk}-place": "9",
            f"picture-{second.pk}-caption": "乙",
            f"picture-{third.pk}-caption": "丙",
        }
    )

    assert list(Picture.objects.values_list("order_number", "caption")) == [(1, "乙"), (2, "丙"), (3, "改过的说明")]


def test_removed_files_leave_the_disk(save):
    save(new_pictures=[make_photo()], new_attachments=[SimpleUploadedFile("单据.pdf", b"%PDF-1.4 example")])
    picture, attachment = Picture.objects.get(), Attachment.objects.get()
    assert len(stored()) == 3

    save(**{f"picture-{picture.pk}-remove": "on", f"attachment-{attachment.pk}-remove": "on"})

    assert stored() == []


def test_attachment_that_is_a_program_is_refused(save):
    response = save(new_attachments=[SimpleUploadedFile("单据.pdf", b"MZ\x90\x00")])

    assert "不是可以接收的文件" in response.content.decode()
    assert stored() == []


@pytest.mark.parametrize("state", [State.REPORTED, State.ACCEPTED])
@pytest.mark.parametrize(
    "who", ["staff", "lead", "member unit", "leader", "other officer", "member", "other committee", "nobody"]
)
def test_files_are_for_who_may_read_the_report(client, alliance, activity, lead, save, state, who):
    save(new_pictures=[make_photo()], new_attachments=[SimpleUploadedFile("单据.pdf", b"%PDF-1.4 example")])
    Activity.objects.update(state=state)
    unit = make_organization(committee=alliance.committee)
    people = {
        "staff": lambda: make_staff(alliance.committee),
        "lead": lambda: lead,
        "member unit": lambda: make_officer_of(alliance, "member"),
        "leader": lambda: make_leader(alliance),
        "other officer": lambda: make_officer(unit),
        "member": lambda: make_member(unit),
        "other committee": make_staff,
    }
    client.logout()
    if who in people:
        client.force_login(people[who]())
    picture, attachment = Picture.objects.get(), Attachment.objects.get()
    urls = [picture.image_url, reverse("picture-thumbnail", args=[picture.pk]), attachment.get_absolute_url()]

    found = {client.get(url).status_code for url in urls}

    early = {"staff", "lead", "member unit", "leader"}
    if who == "nobody":
        assert found == {302}
    elif who == "other committee" or (state == State.REPORTED and who not in early):
        assert found == {404}
    else:
        assert found == {200}


def test_picture_is_sent_with_a_fixed_type_and_answered_304(client, save):
    save(new_pictures=[make_photo("图.png", format="PNG")])
    url = Picture.objects.get().image_url

    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})

    assert (first["Content-Type"], first["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert (first["Cache-Control"], "Last-Modified" in first) == ("private, no-cache", True)
    assert Image.open(BytesIO(b"".join(first.streaming_content))).format == "JPEG"
    assert (again.status_code, again.content) == (304, b"")


def test_attachment_is_sent_under_its_chinese_name(client, save):
    save(new_attachments=[SimpleUploadedFile("购买 单据.pdf", b"%PDF-1.4 example")])

    response = client.get(Attachment.objects.get().get_absolute_url())

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E8%B4%AD%E4%B9%B0%20%E5%8D%95%E6%8D%AE.pdf"
    )


def test_thumbnail_is_the_picture_until_the_task_has_run(client, save):
    save(new_pictures=[make_photo(size=(1200, 900))])
    picture = Picture.objects.get()
    Picture.objects.update(thumbnail="")

    response = client.get(reverse("picture-thumbnail", args=[picture.pk]))

    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (1200, 900)
    assert Picture.objects.get().small_url == picture.image_url


def test_activity_page_shows_the_report_to_members_once_it_is_accepted(client, alliance, activity, save):
    save(text="三组党员走进芳村。", new_pictures=[make_photo()], new_captions="入村途中")
    member = make_member(make_organization(committee=alliance.committee))
    picture = Picture.objects.get()
    shown = []
    for state in (State.REPORTED, State.ACCEPTED):
        Activity.objects.update(state=state)
        client.force_login(member)
        page = client.get(activity.get_absolute_url()).content.decode()
        shown.append(tuple(words in page for words in ("三组党员走进芳村。", "入村途中", picture.small_url)))

    assert shown == [(False, False, False), (True, True, True)]


def test_file_gone_from_the_disk_is_a_404(client, save, media):
    save(new_pictures=[make_photo()])
    shutil.rmtree(media)

    assert client.get(Picture.objects.get().image_url).status_code == 404


def test_page_of_the_form_takes_the_same_queries_with_one_and_nine_pictures(
    client, activity, save, django_assert_num_queries
):
    counts = []
    for number in (1, 8):
        save(new_pictures=[make_photo() for _ in range(number)])
        with django_assert_num_queries(12, exact=False) as queries:
            client.get(reverse("report-edit", args=[activity.pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_thumbnails_are_made_by_a_worker_after_the_commit(workers, settings):
    settings.MEDIA_ROOT = str(settings.VAR_DIR / "media")  # where the other process looks
    report = make_report()
    workers(1)

    with transaction.atomic():
        gallery.add_pictures(report, [clean_picture(make_photo(size=(1200, 900)))])
        assert Picture.objects.get().thumbnail == ""

    deadline = time.monotonic() + 20
    while not (picture := Picture.objects.get()).thumbnail and time.monotonic() < deadline:
        time.sleep(0.1)
    assert Image.open(picture.thumbnail.open()).size == (480, 360)
