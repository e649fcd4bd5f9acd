"""The brands of the sample: the numbers of the gallery, and something in everybody's hand."""

from collections import Counter

import pytest
from django.db.models import F

from accounts.models import User
from activities.models import Activity
from branches.models import Adoption, Brand, BrandVersion, Honour
from desk.sample.brands import share

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_sample_shows_214_published_brands_of_branches_of_every_alliance(loaded):
    published = Brand.objects.published()
    of_branches = published.filter(branch__isnull=False)
    years = Counter(of_branches.values_list("published_on__year", flat=True))
    alliances = set(of_branches.values_list("organization__seats__alliance__name", flat=True))
    names = list(published.values_list("published__name", flat=True))
    slogans = set(published.values_list("published__slogan", flat=True))

    assert [years[loaded.year - back] for back in range(5)] == [38, 56, 52, 40, 28]
    assert len(alliances) == 7
    assert published.filter(alliance__isnull=False).count() == 2
    assert len(set(names)) == len(slogans) == len(names)
    assert {"团结松", "税润新安", "上好社会治理大思政课"} <= set(names)
    assert not published.filter(search_key="").exists()
    assert not published.exclude(versions__state="published").exists()

    # a brand as its verbs would have left it
    officers_own = published.get(published__name="声入人心")
    assert [step.verb for step in officers_own.steps.filter(verb__in=["create", "submit", "publish"]).order_by("at")][
        :3
    ] == ["create", "submit", "publish"]
    written_for = of_branches.get(published__name="税润新安")
    assert set(written_for.steps.values_list("verb", "is_for_unit")) >= {("create", True), ("submit", True)}

    # earned and practised
    valid = Counter(Honour.objects.valid().values_list("level__name", flat=True))
    assert (valid["十佳"], valid["示范"], valid["培育"], valid[None]) == (10, 20, 35, 3)
    assert Honour.objects.exclude(withdrawn_on=None).count() == 1
    assert Adoption.objects.count() == 40
    assert not Adoption.objects.filter(organization=F("brand__organization")).exists()
    assert Activity.brands.through.objects.count() > 40


def test_sample_has_a_brand_in_every_hand(loaded):
    versions = BrandVersion.objects.filter(state__in=BrandVersion.OPEN)
    unit = User.objects.get(username="unit").organization
    returned = versions.get(state="returned", brand__organization=unit)

    assert Counter(versions.values_list("state", flat=True)) == {
        "draft": 2,
        "proposed": 1,
        "returned": 2,
        "submitted": 4,
    }
    assert versions.get(state="proposed").brand.alliance_today.short_name == "文化园"
    assert versions.get(state="draft", brand__organization=unit).missing() == ["business", "practice"]
    assert set(returned.return_notes) == {"practice", "results"}
    assert versions.filter(brand__published__isnull=False).count() == 3


def test_share_gives_out_exactly_what_there_is():
    assert share(10, {"一": 1, "二": 1, "三": 1}) == {"一": 4, "二": 3, "三": 3}
    assert share(214, {"大": 62, "中": 25, "小": 1}) == {"大": 151, "中": 61, "小": 2}
