"""The pages of brands as doors: they work, they refuse, they lose nothing, and they ask the database seldom."""

import pytest
from django.db import connection
from django.urls import reverse

from activities.models import Outcome
from branches import brands
from branches.models import Adoption, BrandPicture, BrandVersion, Honour
from notices.models import Notice
from tests.factories import (
    make_alliance,
    make_branch,
    make_brand,
    make_brand_version,
    make_held_activity,
    make_honour,
    make_leader,
    make_level,
    make_measure,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_photo,
    make_report,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = BrandVersion.State
MOST = 12
WORDS = {
    "name": "税润新安",
    "slogan": "",
    "business": "纳税服务",
    "meaning": "润物无声。",
    "practice": "上门。",
    "results": "",
}


class House:
    """An alliance with its lead, a member unit with two branches, and the committee."""

    def __init__(self):
        self.alliance = make_alliance()
        self.committee = self.alliance.committee
        self.lead = make_officer_of(self.alliance)
        self.officer = make_officer_of(self.alliance, "member")
        self.other = make_officer_of(self.alliance, "member")
        self.unit = self.officer.organization
        self.member = make_member(self.unit)
        self.leader = make_leader(self.alliance)
        self.staff = make_staff(self.committee)
        self.branch = make_branch(organization=self.unit)


@pytest.fixture
def house():
    return House()


def draft_of(house, **words):
    version = brands.start(house.branch, house.officer)
    if words:
        version.edit(by=house.officer, revision=version.revision, **words)
    return version


def edit_url(version):
    return reverse("brand-edit", args=[version.brand_id])


def sent(version, **changes):
    return WORDS | {"version": version.revision, "new_captions": ""} | changes


def texts(response):
    return [str(message) for message in response.context["messages"]]


# writing


def test_brand_begins_with_whose_it_is(client, house):
    client.force_login(house.officer)

    page = client.get(reverse("brand-create"), {"branch": house.branch.pk})
    begun = client.post(reverse("brand-create"), {"owner": f"branch-{house.branch.pk}"})

    version = BrandVersion.objects.get()
    assert page.context["form"]["owner"].value() == f"branch-{house.branch.pk}"
    assert begun.url == edit_url(version)
    assert (version.brand.branch, version.state) == (house.branch, State.DRAFT)


@pytest.mark.parametrize("owner", ["", "branch-999999", "x", "branch-\x00"])
def test_brand_of_nobody_is_refused_in_words(client, house, owner):
    client.force_login(house.officer)

    answer = client.post(reverse("brand-create"), {"owner": owner})

    assert answer.status_code == 422
    assert answer.context["form"].errors["owner"]


def test_brand_of_another_unit_is_not_offered(client, house):
    strange = make_branch(organization=house.other.organization)
    client.force_login(house.officer)

    answer = client.post(reverse("brand-create"), {"owner": f"branch-{strange.pk}"})

    assert answer.status_code == 422


def test_branch_that_has_a_brand_leads_to_it(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)

    answer = client.get(reverse("brand-create"), {"branch": house.branch.pk})

    assert answer.url == brand.get_absolute_url()


def test_draft_is_kept_half_written(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(
        edit_url(version), sent(version, name="税润新安", meaning="", practice="", business="", draft="1")
    )

    version.refresh_from_db()
    assert answer.url == edit_url(version)
    assert (version.name, version.meaning, version.state) == ("税润新安", "", State.DRAFT)


def test_submit_says_all_that_is_missing_beside_the_fields(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version, name="", business="", meaning="", practice=""))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "business", "meaning", "practice"}
    assert "有 4 处需要改正" in answer.content.decode()


def test_submit_hands_it_to_the_lead(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version), follow=True)

    version.refresh_from_db()
    assert version.state == State.PROPOSED
    assert texts(answer) == ["已提交，现在是“待片长初审”。"]


def test_pictures_and_logo_are_taken_in_arranged_and_taken_out(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    files = {"new_pictures": [make_photo(), make_photo()], "new_logo": make_photo(format="PNG")}

    client.post(edit_url(version), sent(version, new_captions="甲\n乙", draft="1") | files)
    version.refresh_from_db()
    first, second = version.pictures.all()
    order = {f"picture-{first.pk}-place": 2, f"picture-{second.pk}-place": 1, f"picture-{first.pk}-caption": "丙"}
    client.post(edit_url(version), sent(version, draft="1", **order, **{f"picture-{second.pk}-caption": "乙"}))

    version.refresh_from_db()
    assert [picture.caption for picture in version.pictures.all()] == ["乙", "丙"]
    shown = [client.get(url) for url in (version.logo_url, first.image_url, first.small_url)]
    assert [(answer.status_code, answer["Content-Type"]) for answer in shown] == [(200, "image/jpeg")] * 3

    client.post(edit_url(version), sent(version, draft="1", remove_logo="on", **{f"picture-{first.pk}-remove": "on"}))

    version.refresh_from_db()
    assert [picture.caption for picture in version.pictures.all()] == [""]  # its caption was sent empty
    assert not version.logo


def test_shared_picture_stays_until_the_last_row_is_gone(client, house, media, django_capture_on_commit_callbacks):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)
    revision = brands.revise(brand, house.officer)
    client.post(edit_url(revision), sent(revision, draft="1") | {"new_pictures": [make_photo()]})
    picture = revision.pictures.get()
    BrandPicture.objects.create(version=brand.published, image=picture.image.name, width=1, height=1)
    revision.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(revision), sent(revision, draft="1", **{f"picture-{picture.pk}-remove": "on"}))

    assert not revision.pictures.exists()
    assert picture.image.storage.exists(picture.image.name)
    assert not picture.thumbnail.storage.exists(picture.thumbnail.name)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "二" * 21}, "name"),
        ({"meaning": "长" * 3001}, "meaning"),
        ({"new_pictures": [make_photo() for _ in range(10)]}, "new_pictures"),
        ({"new_captions": "长" * 41}, "new_captions"),
    ],
)
def test_bad_input_is_answered_beside_its_field(client, house, media, changes, field):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version, **changes))

    version.refresh_from_db()
    faults = {**answer.context["form"].errors, **answer.context["files"].errors}
    assert (answer.status_code, list(faults), version.name) == (422, [field], "")


def test_text_file_is_no_picture(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    photo = make_photo()
    photo.file.seek(0)
    photo.file.truncate(40)

    answer = client.post(edit_url(version), sent(version, draft="1") | {"new_pictures": [photo]})

    assert "不是能打开的图片" in answer.content.decode()


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_form_without_its_revision_is_refused(client, house, revision):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version) | {"version": revision})

    assert answer.status_code == 422
    assert "请从品牌页面重新打开" in answer.content.decode()


def test_two_who_write_at_once_lose_nothing(client, house):
    version = draft_of(house)
    stale = sent(version, name="后来的", draft="1")
    version.edit(by=house.officer, revision=version.revision, name="先来的")
    client.force_login(house.officer)

    answer = client.post(edit_url(version), stale)

    version.refresh_from_db()
    assert (answer.status_code, version.name) == (409, "先来的")
    assert "后来的" in answer.content.decode()
    assert "在新窗口打开最新内容" in answer.content.decode()


def test_autosave_keeps_and_tells_the_next_revision(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(reverse("brand-autosave", args=[version.brand_id]), sent(version, name="写到一半", meaning=""))

    version.refresh_from_db()
    assert answer.status_code == 200
    assert (version.name, answer.json()["version"]) == ("写到一半", version.revision)


def test_autosave_stops_at_a_conflict(client, house):
    version = draft_of(house)
    stale = sent(version)
    version.edit(by=house.officer, revision=version.revision, name="先来的")
    client.force_login(house.officer)

    answer = client.post(reverse("brand-autosave", args=[version.brand_id]), stale)

    version.refresh_from_db()
    assert (answer.status_code, version.name) == (409, "先来的")


def test_autosave_of_too_long_a_text_says_so(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(reverse("brand-autosave", args=[version.brand_id]), sent(version, name="二" * 21))

    assert answer.status_code == 422
    assert "最多 20 字" in answer.json()["message"]


def test_what_is_handed_in_is_no_longer_edited(client, house):
    brand = make_brand(branch=house.branch, state=State.SUBMITTED)
    client.force_login(house.officer)

    page = client.get(reverse("brand-edit", args=[brand.pk]))
    autosave = client.post(reverse("brand-autosave", args=[brand.pk]), WORDS | {"version": 0})

    assert page.url == brand.get_absolute_url()
    assert autosave.status_code == 409


def test_return_notes_stand_beside_their_fields(client, house):
    brand = make_brand(branch=house.branch, state=State.SUBMITTED)
    client.force_login(house.staff)
    url = reverse("brand-return", args=[brand.pk])

    empty = client.post(url, {"reason": "", "note-meaning": " "})
    client.post(url, {"reason": "总的不错", "note-meaning": "写具体些", "note-pictures": "换一张"})

    client.force_login(house.officer)
    page = client.get(reverse("brand-edit", args=[brand.pk])).content.decode()
    version = brand.versions.get()
    assert empty.status_code == 422
    assert (version.state, version.return_notes) == (State.RETURNED, {"meaning": "写具体些", "pictures": "换一张"})
    field = page.split('id="div_id_meaning"')[1].split('id="div_id_practice"')[0]
    assert "写具体些" in field
    assert "写具体些" not in page.split('id="div_id_practice"')[1].split('id="div_id_results"')[0]
    assert "总的不错" in page
    assert "换一张" in page.split('id="div_id_new_pictures"')[1]


# steps


def test_brand_goes_from_draft_to_the_gallery_and_is_revised(client, house):
    version = draft_of(house, **{name: text for name, text in WORDS.items() if text})
    brand = version.brand
    page = brand.get_absolute_url()
    for user, name in ((house.officer, "submit"), (house.lead, "review"), (house.staff, "publish")):
        client.force_login(user)
        assert client.post(reverse(f"brand-{name}", args=[brand.pk])).url == page

    client.force_login(house.member)
    assert "税润新安" in client.get(reverse("brand-list")).content.decode()

    client.force_login(house.officer)
    assert client.post(reverse("brand-revise", args=[brand.pk])).url == reverse("brand-edit", args=[brand.pk])
    revision = brand.versions.open().get()
    client.post(edit_url(revision), sent(revision, meaning="润物有声。", draft="1"))
    compared = client.get(reverse("brand-changes", args=[brand.pk]))
    shown = client.get(page).content.decode()
    assert [change.field for change in compared.context["changes"]] == ["meaning"]
    assert "1 处改动" in shown
    assert "润物无声。" in shown

    client.force_login(house.member)
    assert "1 处改动" not in client.get(page).content.decode()
    assert client.get(reverse("brand-changes", args=[brand.pk])).status_code == 403


def test_nobody_approves_what_changed_since_the_page_was_opened(client, house):
    brand = make_brand(branch=house.branch, state=State.SUBMITTED)
    client.force_login(house.staff)

    answer = client.post(reverse("brand-publish", args=[brand.pk]) + "?seen=99", follow=True)

    assert texts(answer) == ["这个品牌刚有变动，请看过最新内容再办理。"]
    assert brand.versions.get().state == State.SUBMITTED


def test_step_in_the_wrong_state_is_refused_in_words(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.staff)

    for name in ("review", "publish", "submit", "withdraw", "drop"):
        answer = client.post(reverse(f"brand-{name}", args=[brand.pk]), follow=True)
        assert answer.status_code == 200, name
        assert "不能办理" in texts(answer)[0] or "不能" in texts(answer)[0], name


@pytest.mark.parametrize(("name", "state"), [("withdraw", State.PROPOSED), ("drop", State.DRAFT)])
def test_withdrawing_and_dropping_ask_first(client, house, name, state):
    brand = make_brand(branch=house.branch, state=state)
    client.force_login(house.officer)
    url = reverse(f"brand-{name}", args=[brand.pk])

    asked = client.get(url)
    done = client.post(url)

    assert (asked.status_code, done.status_code) == (200, 302)
    assert brand.versions.get().state == {"withdraw": State.DRAFT, "drop": State.DROPPED}[name]


def test_brand_is_ended_with_a_reason(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)
    url = reverse("brand-end", args=[brand.pk])

    without = client.post(url, {"reason": ""})
    client.post(url, {"reason": "支部合并"})

    brand.refresh_from_db()
    assert without.status_code == 422
    assert brand.ended_on
    assert client.get(brand.get_absolute_url()).status_code == 200


def test_only_who_holds_it_decides(client, house):
    brand = make_brand(branch=house.branch, state=State.PROPOSED)

    found = {}
    for who in ("staff", "lead", "officer", "other", "leader", "member"):
        client.force_login(getattr(house, who))
        found[who] = client.get(reverse("brand-return", args=[brand.pk])).status_code

    assert found == {"staff": 200, "lead": 200, "officer": 403, "other": 404, "leader": 403, "member": 404}


# honours and exchange


def test_level_is_granted_with_its_document_and_withdrawn_with_a_reason(client, house):
    brand, level = make_brand(branch=house.branch), make_level(house.committee)
    client.force_login(house.staff)
    url = reverse("brand-honour-grant", args=[brand.pk])

    empty = client.post(url, {"level": "x", "granted_on": "9999-99-99"})
    client.post(url, {"level": level.pk, "document_number": "示例〔2026〕1号", "granted_on": "2026-01-05"})
    honour = Honour.objects.get()
    shown = client.get(brand.get_absolute_url()).content.decode()
    client.post(reverse("brand-honour-withdraw", args=[honour.pk]), {"reason": "复核不合格"})
    after = client.get(brand.get_absolute_url()).content.decode()

    assert set(empty.context["form"].errors) == {"level", "document_number", "granted_on"}
    assert "示例〔2026〕1号" in shown
    assert "已撤销" in after
    assert not Honour.objects.valid().exists()


def test_honours_are_for_staff(client, house):
    honour = make_honour(make_brand(branch=house.branch))
    client.force_login(house.officer)

    granted = client.post(reverse("brand-honour-grant", args=[honour.brand_id]))
    withdrawn = client.post(reverse("brand-honour-withdraw", args=[honour.pk]), {"reason": "x"})

    assert (granted.status_code, withdrawn.status_code) == (403, 403)


def test_lesson_stands_on_both_pages_and_is_taken_back(client, house):
    brand = make_brand(branch=house.branch)
    ours = make_brand(organization=house.other.organization)
    client.force_login(house.other)
    url = reverse("brand-adopt", args=[brand.pk])

    empty = client.post(url, {"who": f"{house.other.organization_id}-0", "lesson": " "})
    client.post(url, {"who": f"{house.other.organization_id}-0", "lesson": "学松下议事"})
    theirs, own = (client.get(one.get_absolute_url()).content.decode() for one in (brand, ours))
    adoption = Adoption.objects.get()
    asked = client.get(reverse("brand-adoption-take-back", args=[adoption.pk]))
    client.post(reverse("brand-adoption-take-back", args=[adoption.pk]))

    assert (empty.status_code, asked.status_code) == (422, 200)
    assert "学松下议事" in theirs
    assert "学松下议事" in own
    assert "学松下议事" not in client.get(ours.get_absolute_url()).content.decode()


def test_own_brand_is_not_learned_from(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)

    assert client.get(reverse("brand-adopt", args=[brand.pk])).status_code == 403


# gallery and coverage


def test_gallery_finds_by_pinyin_and_says_when_nothing_fits(client, house):
    make_brand(branch=house.branch, name="税润新安")
    client.force_login(house.member)

    hit = client.get(reverse("brand-list"), {"q": "srxa"}).content.decode()
    miss = client.get(reverse("brand-list"), {"q": "zzzz"}).content.decode()

    assert "税润新安" in hit
    assert "没有符合条件的品牌" in miss


def test_gallery_shows_officers_their_own_in_the_making(client, house):
    draft_of(house)
    client.force_login(house.officer)

    page = client.get(reverse("brand-list")).content.decode()

    assert "正在申报和修订" in page
    assert "继续填写" in page


@pytest.mark.parametrize("name", ["brand-list", "brand-export", "brand-coverage", "brand-create"])
@pytest.mark.parametrize(
    "query",
    [
        {"alliance": "x", "year": "\x00", "level": "9" * 40, "page": "-7", "sort": "drop"},
        {"organization": "9" * 40, "category": "'", "owner": "zz", "q": "\x00", "making": "maybe"},
        {"state": "without", "alliance": "²", "organization": "1e9", "page": "9" * 30},
        {"state": "zz", "branch": "9" * 40, "measure": "x", "version": "x"},
    ],
)
def test_garbage_in_the_address_is_left_out(client, house, name, query):
    make_brand(branch=house.branch)
    client.force_login(house.staff)

    assert client.get(reverse(name), query).status_code == 200


def test_garbage_in_the_address_of_a_brand_is_left_out(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.staff)

    for query in ({"measure": "9" * 40}, {"measure": "\x00"}):
        assert client.get(brand.get_absolute_url(), query).status_code == 200
    changes = reverse("brand-changes", args=[brand.pk])
    assert [client.get(changes, {"version": text}).status_code for text in ("", "1", "x", "77")] == [200, 200, 200, 404]


def test_coverage_leads_to_its_branches_and_reminds_in_one_act(client, house):
    covered = make_branch(organization=house.unit)
    make_brand(branch=covered)
    client.force_login(house.staff)

    page = client.get(reverse("brand-coverage"))
    rows = client.get(reverse("brand-coverage"), {"state": "without", "organization": house.unit.pk})
    asked = client.get(reverse("brand-coverage-remind"))
    answer = client.post(reverse("brand-coverage-remind"), {"unit": [house.unit.pk, "x"]}, follow=True)

    total = page.context["found"].total
    assert (total.branches, total.published, total.making, total.without) == (2, 1, 0, 1)
    assert [branch.pk for branch in rows.context["page"]] == [house.branch.pk]
    assert house.officer.name in asked.content.decode()
    assert "已提醒1个单位" in texts(answer)[0]
    assert Notice.objects.filter(recipient=house.officer).count() == 1


def test_coverage_is_not_for_members_and_reminding_not_for_units(client, house):
    client.force_login(house.member)
    assert client.get(reverse("brand-coverage")).status_code == 403
    client.force_login(house.officer)
    assert client.get(reverse("brand-coverage")).status_code == 200
    assert client.get(reverse("brand-coverage-remind")).status_code == 403


def test_register_and_coverage_are_workbooks(client, house):
    make_brand(branch=house.branch)
    client.force_login(house.staff)

    for name in ("brand-export", "brand-coverage-export"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_draft_is_nobodys_business(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    client.post(
        edit_url(version), sent(version, draft="1") | {"new_pictures": [make_photo()], "new_logo": make_photo()}
    )
    picture = version.pictures.get()
    urls = [version.brand.get_absolute_url(), edit_url(version), picture.image_url, picture.small_url]
    urls.append(reverse("brand-logo", args=[version.pk]))

    for user in (house.other, house.member, house.leader, make_staff()):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls] == [404] * 5


# how often the database is asked


def fill(house, many, state):
    """`many` of everything that hangs on a brand, and of brands."""
    brand = make_brand(branch=house.branch)
    for number in range(many):
        unit = make_seat(alliance=house.alliance).organization
        strange = make_brand(branch=make_branch(organization=unit))
        make_honour(strange)
        make_honour(brand, level=None, title="示例")
        Adoption.objects.create(brand=brand, organization=unit, lesson="学", by=house.officer)
        Adoption.objects.create(
            brand=strange, organization=house.unit, branch=house.branch, lesson="学", by=house.officer
        )
        make_branch(organization=unit)
        make_officer(unit)
        make_brand_version(brand, state=State.SUPERSEDED)
        for version in brand.versions.all():
            BrandPicture.objects.create(version=version, image="x.jpg", width=4, height=3)
        activity = make_held_activity(alliance=house.alliance, host=house.unit, state="accepted")
        activity.brands.add(brand)
        report = make_report(activity)
        Outcome.objects.create(report=report, measure=make_measure(house.committee, f"指标{number}"), value=7)
        brand.record("publish", by=house.staff, version=brand.published)
        make_brand(organization=make_organization(committee=house.committee))
    make_brand_version(brand, state=state, number=90)
    return brand


PAGES = {
    "brand-list": {},
    "brand-coverage": {},
    "brand-coverage-remind": {},
    "brand-detail": {"brand": True},
    "brand-changes": {"brand": True},
    "brand-return": {"brand": True},
    "brand-adopt": {"brand": True},
    "brand-create": {},
    "brand-activities": {"brand": True},
}


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.SUBMITTED])
@pytest.mark.parametrize("name", PAGES)
def test_page_asks_at_most_twelve_times_and_as_often_for_many_rows(client, name, state, django_assert_max_num_queries):
    asked = {}
    assert connection.features.supports_json_field is not None  # SQLite finds out by asking, once a process
    for many in (1, 5):
        house = House()
        brand = fill(house, many, state)
        url = reverse(name, args=[brand.pk] if PAGES[name] else [])
        for who in ("staff", "lead", "officer", "other", "member", "leader"):
            client.force_login(getattr(house, who))
            with django_assert_max_num_queries(MOST, info=f"{who}, {many}") as queries:
                client.get(url)
            asked.setdefault(who, []).append(len(queries))

    assert {who: few for who, (few, _) in asked.items()} == {who: more for who, (_, more) in asked.items()}
