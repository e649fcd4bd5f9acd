"""What changed between two versions, word by word."""

import time

import pytest

from branches import brands
from branches.brand_changes import Shown, changes, compare
from branches.models import BrandPicture
from tests.factories import make_brand

SAME, GONE, NEW = "same", "gone", "new"


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("", "新", [], [(NEW, "新")]),
        ("旧", "", [(GONE, "旧")], []),
        (
            "每月会诊一次",
            "每周会诊一次",
            [(SAME, "每"), (GONE, "月"), (SAME, "会诊一次")],
            [(SAME, "每"), (NEW, "周"), (SAME, "会诊一次")],
        ),
        (
            "服务企业120家",
            "服务企业1200家",
            [(SAME, "服务企业"), (GONE, "120"), (SAME, "家")],
            [(SAME, "服务企业"), (NEW, "1200"), (SAME, "家")],
        ),
        ("甲乙丙，丁", "子丑丙，寅", [(GONE, "甲乙丙，丁")], [(NEW, "子丑丙，寅")]),
        ("前句。", "前句。后句。", [(SAME, "前句。")], [(SAME, "前句。"), (NEW, "后句。")]),
    ],
    ids=["added", "removed", "character", "number whole", "scraps joined", "appended"],
)
def test_compare_marks_what_went_and_what_came(old, new, before, after):
    assert compare(old, new) == (before, after)


@pytest.mark.parametrize(
    ("old", "new"), [("松下议事\n一支部一品牌", "松下 议事\n\n一支部多品牌 2026"), ("a-b c", "a_b  c")]
)
def test_marked_texts_joined_are_the_texts(old, new):
    before, after = compare(old, new)

    assert ("".join(text for _, text in before), "".join(text for _, text in after)) == (old, new)


def test_long_texts_are_compared_at_once():
    old = "支部建在专班上，的的的的，党员走在前头。" * 150
    begun = time.perf_counter()

    compare(old, old[::-1])

    assert time.perf_counter() - begun < 3


@pytest.mark.django_db
def test_changes_name_the_fields_that_differ_in_the_order_of_the_page():
    brand = make_brand(name="旧名", practice="做法")
    old = brand.published
    picture = {"image": "a.jpg", "width": 1, "height": 1}
    kept = BrandPicture.objects.create(version=old, caption="留下", **picture)
    BrandPicture.objects.create(version=old, caption="拿掉", **picture | {"image": "b.jpg"})
    new = brands.revise(brand, None)
    new.edit(by=None, revision=0, practice="新做法", name="新名")
    new.pictures.get(caption="拿掉").delete()
    new.logo = "logo.jpg"
    new.save()

    found = changes(old, new)

    assert [(change.field, change.label) for change in found] == [
        ("name", "品牌名称"),
        ("practice", "主要做法"),
        ("logo", "标识"),
        ("pictures", "图片"),
    ]
    assert (found[2].before, found[2].after) == ([], [(NEW, Shown(new.logo_url, "标识"))])
    assert [(mark, shown.caption) for mark, shown in found[3].before] == [(SAME, "留下"), (GONE, "拿掉")]
    assert found[3].before[0][1].url == kept.small_url
    assert [(mark, shown.caption) for mark, shown in found[3].after] == [(SAME, "留下")]
    assert changes(old, old) == []
