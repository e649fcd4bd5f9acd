"""What was saved stays saved, and is said to be, although the work that follows it cannot be queued."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from activities import gallery, tasks
from portal.pictures import clean_picture
from tests.factories import make_photo, make_report


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_pictures_are_saved_although_the_broker_is_away(media, monkeypatch):
    def fail(*_):
        raise OperationalError("Redis is gone")

    monkeypatch.setattr(tasks.make_thumbnails, "delay", fail)
    report = make_report()

    with transaction.atomic():
        gallery.add_pictures(report, [clean_picture(make_photo())])

    assert report.pictures.count() == 1
