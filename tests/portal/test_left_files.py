"""Files that no record names are found and deleted on demand; any other stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from activities.models import Picture
from tests.factories import make_organization, make_report, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(media):
    """put("a.jpg", days=2): a file of that age below MEDIA_ROOT."""

    def make(name, days):
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
        age(path, days)
        return name

    return make


def age(path, days):
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def kept(media):
    return {path.relative_to(media).as_posix() for path in Path(media).rglob("*") if path.is_file()}


def told(capsys, **options):
    call_command("left_files", **options)
    return capsys.readouterr().out


def test_file_without_a_record_is_listed_and_deleted_when_asked(put, media, capsys):
    left, young = put("pictures/2026/left.jpg", days=2), put("pictures/2026/young.jpg", days=0.5)

    assert "100  pictures/2026/left.jpg\n没有记录提到的：1 个文件" in told(capsys)
    assert kept(media) == {left, young}

    assert "已删除 1 个文件" in told(capsys, delete=True)
    assert kept(media) == {young}
    assert told(capsys) == "没有记录提到的：0 个文件，0.0 MB。\n"


def test_file_that_a_record_or_its_past_names_stays(past, media, capsys):
    report = make_report()
    Picture.objects.create(report=report, image=ContentFile(b"1", "a.jpg"), width=4, height=3)
    task = make_task(make_organization(), evidence_file=ContentFile(b"2", "a.pdf"), evidence_name="a.pdf")
    task.evidence_file = ContentFile(b"3", "b.pdf")
    task.save()
    for name in kept(media):
        age(media / name, days=400)

    assert len(kept(media)) == 3
    assert told(capsys) == "没有记录提到的：0 个文件，0.0 MB。\n"
