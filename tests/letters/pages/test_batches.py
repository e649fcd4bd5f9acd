"""Many letters by one act: none twice, numbers as the office gave them, all steps at once, the .zip."""

import zipfile
from io import BytesIO

import pytest

from letters import drafting
from letters.cases import Case
from letters.models import Batch, Letter
from tests.factories import make_letter_template, make_staff
from tests.letters.pages.office import page, said, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(office):
    return make_letter_template(office.committee, title="关于{matter}的提醒函", body="请做好{matter}。")


@pytest.fixture
def batch(office, template):
    cases = [Case("", unit, "年终收尾") for unit in (office.unit, office.next_unit)]
    return drafting.draft_many("reminder", cases, office.staff, template=template, key="示例")


def sent(office, template, /, **changed):
    return {
        "key": "once",
        "template": template.pk,
        "matter": "年终收尾",
        "units": [office.unit.pk, office.next_unit.pk],
    } | changed


def test_one_act_drafts_a_letter_for_each_unit_and_none_twice(client, office, template):
    first = send(client, office.staff, "letter-batch-create", **sent(office, template))
    second = send(client, office.staff, "letter-batch-create", **sent(office, template))

    batch = Batch.objects.get()
    assert first.url == second.url == batch.get_absolute_url()
    assert batch.title == "关于年终收尾的提醒函"
    assert sorted(letter.organizations.get().pk for letter in Letter.objects.all()) == sorted(
        [office.unit.pk, office.next_unit.pk]
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"template": ""}, "请选择模板。"),
        ({"template": "999999999"}, "已停用"),
        ({"matter": ""}, "请写明事项。"),
        ({"matter": "事" * 121}, "最多 120 字"),
        ({"units": []}, "请选择主送单位"),
        ({"units": ["x"]}, "已撤销或不在本工委名册里"),
        ({"key": ""}, "需要改正"),
    ],
)
def test_bad_batch_is_answered_in_words(client, office, template, changed, words):
    response = send(client, office.staff, "letter-batch-create", **sent(office, template, **changed))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Batch.objects.exists()


def test_whole_batch_goes_its_way(client, office, batch):
    for step, state in (("submit", "submitted"), ("approve", "approved"), ("issue", "issued")):
        assert page(client, office.staff, "letter-batch", batch.pk).context["handle"]["name"] == f"letter-batch-{step}"
        send(client, office.staff, f"letter-batch-{step}", batch.pk)
        assert {letter.state for letter in batch.letters.all()} == {state}
    again = send(client, office.staff, "letter-batch-approve", batch.pk)

    assert said(again)[-1] == "没有要审批的。"
    assert page(client, office.staff, "letter-batch", batch.pk).context["handle"] is None


def test_blanks_keep_single_letters_back_and_are_told(client, office, batch):
    letter = batch.letters.first()
    letter.body = "【待填：时间】"
    letter.edit(by=office.staff, revision=letter.revision)

    response = send(client, office.staff, "letter-batch-submit", batch.pk)

    assert said(response)[-2] == "已送审 1 份。"
    assert "【待填：…】" in said(response)[-1]


def test_numbers_are_pasted_one_a_line_in_the_order_shown(client, office, batch):
    response = send(
        client, office.staff, "letter-batch-numbers", batch.pk, pasted="示例〔2026〕8号\r\n\r\n 示例〔2026〕9号\n"
    )

    numbers = list(batch.letters.order_by("recipients__organization__order_number").values_list("number", flat=True))
    assert (response.status_code, numbers) == (302, ["示例〔2026〕8号", "示例〔2026〕9号"])


@pytest.mark.parametrize(
    ("pasted", "words"), [("只有一行", "贴了 1 行，缺文号的有 2 份"), ("号" * 61 + "\n二", "有文号超过 60 字")]
)
def test_numbers_that_do_not_fit_are_not_guessed(client, office, batch, pasted, words):
    response = send(client, office.staff, "letter-batch-numbers", batch.pk, pasted=pasted)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not batch.letters.exclude(number="").exists()


def test_numbers_are_written_one_by_one(client, office, batch):
    letter = batch.letters.first()

    send(client, office.staff, "letter-batch-numbers", batch.pk, **{f"number-{letter.pk}": "示例〔2026〕8号"})

    assert list(batch.letters.exclude(number="").values_list("pk", "number")) == [(letter.pk, "示例〔2026〕8号")]


def test_zip_is_made_and_handed_out(client, office, batch, media, django_capture_on_commit_callbacks):
    early = page(client, office.staff, "letter-batch-zip", batch.pk)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, office.staff, "letter-batch-zip", batch.pk)

    response = page(client, office.staff, "letter-batch-zip", batch.pk)

    names = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))).namelist()
    assert (early.status_code, len(names)) == (302, 2)
    assert all(name.endswith(".docx") for name in names)
    shown = page(client, office.staff, "letter-batch", batch.pk)
    assert shown.context["zip"]["ready"]
    assert "data-progress" not in shown.content.decode()


def test_nothing_is_packed_where_all_is_void(client, office, batch):
    for letter in batch.letters.all():
        letter.void(by=office.staff, reason="不再发。")

    response = send(client, office.staff, "letter-batch-zip", batch.pk)

    assert said(response) == ["这一批没有可以打包的公文。"]


def test_progress_is_shown_while_it_is_made(client, office, batch):
    send(client, office.staff, "letter-batch-zip", batch.pk)  # nothing runs: the test's transaction never commits

    text = page(client, office.staff, "letter-batch", batch.pk).content.decode()

    assert f'data-progress="/letters/batches/{batch.pk}/"' in text
    assert "正在生成：0 / 2 份" in text


STEPS = ("submit", "approve", "zip", "numbers", "issue")


def test_batch_is_the_committees_own(client, office, batch):
    for who in ("leader", "officer", "member"):
        assert page(client, getattr(office, who), "letter-batch", batch.pk).status_code == 404
    stranger = make_staff()
    for step in STEPS:
        assert send(client, stranger, f"letter-batch-{step}", batch.pk).status_code == 404


def test_batch_asks_as_much_for_many(client, office, template, batch, django_assert_max_num_queries):
    client.force_login(office.staff)
    with django_assert_max_num_queries(12) as few:
        client.get(batch.get_absolute_url())
    letters = [
        Letter(committee=office.committee, kind="reminder", title="x", batch=batch, batch_key=f"k{number}", issuer="x")
        for number in range(6)
    ]
    Letter.objects.bulk_create(letters)

    with django_assert_max_num_queries(12) as many:
        client.get(batch.get_absolute_url())

    assert len(many) == len(few)
