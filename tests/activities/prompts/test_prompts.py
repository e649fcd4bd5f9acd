"""The monthly prompt: written, published, read by units, taken over into a plan."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from activities.models import Activity, Prompt, PromptReceipt
from activities.prompts import copying, receipts
from activities.prompts.cases import draft_letter, letter_body
from letters.models import Letter
from notices.models import Notice
from portal.access import EditConflict, WrongState
from tests.factories import (
    make_activity,
    make_alliance,
    make_category,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_prompt,
    make_seat,
    make_staff,
    make_type,
)

pytestmark = pytest.mark.django_db
MOST = 12


class House:
    def __init__(self):
        self.alliance = make_alliance()
        self.committee = self.alliance.committee
        self.unit = make_seat(alliance=self.alliance).organization
        self.people = {
            "staff": make_staff(self.committee),
            "leader": make_leader(self.alliance),
            "lead": make_officer_of(self.alliance),
            "unit": make_officer(self.unit),
            "member": make_member(self.unit),
            "other_staff": make_staff(),
            "outsider": make_officer(),
        }


@pytest.fixture
def house():
    return House()


def test_draft_is_the_committees_and_published_everybodys(house):
    prompts = {"draft": make_prompt(house.committee, state="draft", month=date(2026, 10, 1))}
    prompts["published"] = make_prompt(house.committee, month=date(2026, 11, 1))

    found = {
        person: {name for name, prompt in prompts.items() if prompt in Prompt.objects.visible_to(user)}
        for person, user in house.people.items()
    }

    assert found == {
        "staff": {"draft", "published"},
        **{person: {"published"} for person in ("leader", "lead", "unit", "member")},
        **{person: set() for person in ("other_staff", "outsider")},
    }


PAGES = ("prompt-edit", "prompt-publish", "prompt-copy", "prompt-remind", "prompt-letter")


@pytest.mark.parametrize("name", PAGES)
def test_writing_is_for_the_committee(client, house, name):
    prompt = make_prompt(house.committee)
    found = {}
    for person, user in house.people.items():
        if person != "staff":
            client.force_login(user)
            ask = client.get if name == "prompt-edit" else client.post
            found[person] = ask(reverse(name, args=[prompt.pk])).status_code

    assert found == {
        **dict.fromkeys(("leader", "lead", "unit", "member"), 403),
        **dict.fromkeys(("other_staff", "outsider"), 404),
    }


def form_of(**fields):
    return {
        "month": "2026-12",
        "title": "学习全会精神",
        "required_items": "  集体学习 \n\n 重温誓词",
        "free_items": "",
        "note": "",
        "type": "",
        **fields,
    }


def test_prompt_is_written_and_published(client, house):
    client.force_login(house.people["staff"])

    response = client.post(reverse("prompt-create"), form_of(publish="1"))

    prompt = Prompt.objects.get()
    assert response.url == prompt.get_absolute_url()
    assert (prompt.state, prompt.month, prompt.required, prompt.published_by) == (
        "published", date(2026, 12, 1), ["集体学习", "重温誓词"], house.people["staff"]
    )  # fmt: skip
    told = Notice.objects.values_list("recipient", "title")
    title = "2026年12月主题党日工作提示已发布"
    assert set(told) == {(house.people[name].pk, title) for name in ("lead", "unit")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", ""),
        ("month", "2026-13"),
        ("month", "2026Q4"),
        ("month", "2026"),
        ("month", "0001-01"),
        ("month", "9999-12"),
        ("month", "十二月"),
        ("title", "长" * 81),
        ("title", "\x00"),
        ("required_items", " \n "),
        ("required_items", "项\n" * 21),
        ("required_items", "长" * 201),
        ("free_items", "长" * 2001),
        ("type", "999999"),
        ("type", "x"),
    ],
)
def test_bad_words_are_answered_on_the_form(client, house, field, value):
    client.force_login(house.people["staff"])

    response = client.post(reverse("prompt-create"), form_of(**{field: value}))

    assert (response.status_code, Prompt.objects.count()) == (422, 0)


def test_one_prompt_a_month(client, house):
    make_prompt(house.committee, month=date(2026, 12, 1))
    client.force_login(house.people["staff"])

    response = client.post(reverse("prompt-create"), form_of())

    assert "2026年12月已经有一份工作提示" in response.content.decode()
    assert (response.status_code, Prompt.objects.count()) == (422, 1)


def test_new_prompt_begins_with_the_first_month_that_has_none(client, house):
    make_prompt(house.committee)
    this_month = localdate().replace(day=1)
    client.force_login(house.people["staff"])

    form = client.get(reverse("prompt-create")).context["form"]

    assert form["month"].value() == f"{this_month + timedelta(days=31):%Y-%m}"


def test_second_publish_is_refused_and_tells_nobody_again(house):
    prompt = make_prompt(house.committee, state="draft")
    twin = Prompt.objects.get(pk=prompt.pk)
    prompt.publish(by=house.people["staff"])

    with pytest.raises(WrongState, match="已经发布过了"):
        twin.publish(by=house.people["staff"])

    assert Notice.objects.count() == 2


def test_correction_is_marked_and_keeps_the_receipts(house):
    prompt = make_prompt(house.committee)
    receipts.read(prompt, house.people["unit"])
    twin = Prompt.objects.get(pk=prompt.pk)
    prompt.title = "更正后"
    prompt.edit(by=house.people["staff"], revision=0)

    with pytest.raises(EditConflict):
        twin.edit(by=house.people["staff"], revision=0)

    prompt.refresh_from_db()
    assert (prompt.title, prompt.corrected_at is not None, prompt.receipts.count()) == ("更正后", True, 1)


def test_unit_has_read_it_when_an_officer_opens_it(client, house):
    prompt = make_prompt(house.committee)
    second = make_officer(house.unit)
    for person in ("staff", "leader", "member"):
        client.force_login(house.people[person])
        client.get(prompt.get_absolute_url())
    assert not PromptReceipt.objects.exists()

    for user in (house.people["unit"], second, house.people["unit"]):
        client.force_login(user)
        page = client.get(prompt.get_absolute_url()).content.decode()

    assert list(PromptReceipt.objects.values_list("organization", "by")) == [(house.unit.pk, house.people["unit"].pk)]
    assert "本单位已于" in page


def test_units_that_have_not_read_stand_in_official_order(house):
    prompt = make_prompt(house.committee)
    category = make_category(committee=house.committee, is_chamber=True)
    make_organization(committee=house.committee, category=category)
    make_organization(committee=house.committee, until=localdate() - timedelta(days=1))
    silent = make_organization(committee=house.committee, order_number=1)
    receipts.read(prompt, house.people["unit"])

    found = [(unit, unit.has_officer) for unit in receipts.unread(prompt, localdate())]

    assert found == [(silent, False), (house.people["lead"].organization, True)]


def test_those_who_have_not_read_are_reminded_once(house):
    prompt = make_prompt(house.committee)
    receipts.read(prompt, house.people["unit"])

    assert receipts.remind(prompt, by=house.people["staff"], day=localdate()) == 1
    with pytest.raises(WrongState, match="已经提醒过一次"):
        receipts.remind(prompt, by=house.people["staff"], day=localdate())

    assert list(Notice.objects.values_list("recipient", "kind")) == [(house.people["lead"].pk, "reminder")]


def test_copy_goes_to_the_next_month_that_is_free(house):
    old = make_prompt(house.committee, month=date(2026, 11, 1), free_items="走访", note="请按时")
    make_prompt(house.committee, month=date(2026, 12, 1))

    copied = copying.copy(old, by=house.people["staff"], day=date(2026, 11, 20))

    assert (copied.month, copied.state, copied.title, copied.free_items, copied.note) == (
        date(2027, 1, 1), "draft", old.title, "走访", "请按时"
    )  # fmt: skip
    assert copying.copy(old, by=None, day=date(2027, 6, 9)).month == date(2027, 6, 1)


def test_plan_is_prefilled_and_stays_tied_to_the_prompt(client, house):
    make_type(house.committee, "联合主题党日")
    kind = make_type(house.committee, "志愿服务")
    prompt = make_prompt(house.committee, title="学习全会精神", free_items="走访企业", type=kind)
    client.force_login(house.people["lead"])
    url = f"{reverse('activity-create')}?prompt={prompt.pk}"

    form = client.get(url).context["form"]
    client.post(
        url, {"draft": "1", "title": "学习全会精神", "date": "2099-12-10", "type": kind.pk, "uid": form["uid"].value()}
    )

    text = "规定动作：\n1. 学习有关文件\n2. 重温入党誓词\n自选动作（留下选做的）：\n1. 走访企业"
    assert (form["title"].value(), form["type"].value(), form["plan"].value()) == (prompt.title, kind.pk, text)
    assert Activity.objects.get().prompt == prompt


@pytest.mark.parametrize("asked", ["x", "", "999999", "draft", "foreign", "²"])
def test_address_that_names_no_prompt_is_ignored(client, house, asked):
    make_type(house.committee)
    hidden = {"draft": make_prompt(house.committee, state="draft").pk, "foreign": make_prompt().pk}
    client.force_login(house.people["lead"])

    form = client.get(reverse("activity-create"), {"prompt": hidden.get(asked, asked)}).context["form"]

    assert (form["title"].value(), form.instance.prompt) == ("", None)


@pytest.mark.parametrize("person", ["unit", "member", "lead"])
def test_home_shows_this_months_prompt(client, house, person):
    make_prompt(house.committee, title="学习全会精神", required_items="集体学习")
    make_prompt(house.committee, title="上上个月", month=localdate().replace(day=1) - timedelta(days=40))
    client.force_login(house.people[person])

    content = client.get(reverse("home")).content.decode()

    assert "学习全会精神" in content and "集体学习" in content and "上上个月" not in content
    assert ("未阅" in content) is (person != "member")


@pytest.mark.parametrize("name", ["prompt-list", "prompt-detail", "prompt-edit"])
@pytest.mark.parametrize("person", ["staff", "lead", "unit", "member"])
def test_pages_ask_no_more_often_for_many(client, house, name, person, django_assert_max_num_queries):
    prompt = make_prompt(house.committee, month=date(2026, 1, 1))
    for number in range(6):
        make_prompt(house.committee, month=date(2026, 2 + number, 1))
        make_activity(alliance=house.alliance, host=house.unit, state="published", prompt=prompt)
        PromptReceipt.objects.create(prompt=prompt, organization=make_organization(committee=house.committee))
        make_officer(make_organization(committee=house.committee))
    client.force_login(house.people[person])

    with django_assert_max_num_queries(MOST):
        client.get(reverse(name, args=[] if name == "prompt-list" else [prompt.pk]))


def test_prompt_goes_out_as_a_letter_to_all_units(house):
    prompt = make_prompt(
        house.committee, month=date(2026, 12, 1), title="学全会", free_items="走访\n宣讲", note="请于月底前完成。"
    )

    letter = draft_letter(prompt, by=house.people["staff"], day=localdate())

    assert (letter.kind, letter.state, letter.title, letter.to) == (
        "prompt", "draft", "关于开展2026年12月主题党日的工作提示", "各单位党组织"
    )  # fmt: skip
    assert set(letter.organizations) == {house.unit, house.people["lead"].organization}
    assert letter.body.splitlines() == [
        "现将2026年12月支部主题党日有关事项提示如下：",
        "一、规定动作（主题：学全会）",
        "（一）学习有关文件",
        "（二）重温入党誓词",
        "二、自选动作",
        "（一）走访",
        "（二）宣讲",
        "三、有关要求",
        "请于月底前完成。",
    ]
    with pytest.raises(WrongState, match="不再重复起草"):
        draft_letter(prompt, by=house.people["staff"], day=localdate())
    assert Letter.objects.count() == 1


def test_letter_numbers_as_many_items_as_a_prompt_has():
    prompt = make_prompt(required_items="\n".join(f"第{number}项" for number in range(1, 21)))

    lines = letter_body(prompt).splitlines()

    assert (lines[11], lines[12], lines[20], lines[21]) == (
        "（十）第10项", "（十一）第11项", "（十九）第19项", "（二十）第20项"
    )  # fmt: skip
