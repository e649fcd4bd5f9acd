"""Drafts from templates and cases: filled once, nothing made up, none of a batch twice."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliances import defaults as committee_defaults
from letters import defaults, drafting
from letters.cases import PLACEHOLDERS, Case, page_of
from letters.models import Batch, Letter, LetterTemplate, ReplyReminderStep
from letters.texts import placeholder_fault
from portal.access import WrongState
from tests.factories import make_committee, make_letter, make_letter_template, make_organization, make_staff

pytestmark = pytest.mark.django_db


def make_case(organization=None, key="term:17", title="机关党委换届", **values):
    return Case(key, organization or make_organization(), title, values)


def test_draft_is_the_template_filled_with_the_case():
    organization = make_organization(short_name="市示例局")
    committee = organization.committee
    template = make_letter_template(
        committee, body="{unit}：{matter}应于{deadline}前完成，今天{today}。", note="{contact}"
    )
    staff = make_staff(committee)

    letter = drafting.draft("reminder", make_case(organization, deadline="2026年9月30日"), by=staff)

    today = timezone.localdate()
    assert (letter.title, letter.body, letter.note) == (
        "关于机关党委换届的提醒函",
        f"市示例局：机关党委换届应于2026年9月30日前完成，今天{today.year}年{today.month}月{today.day}日。",
        "【待填：联系人】",
    )
    assert (letter.case, letter.template, letter.reply_workdays, letter.created_by) == ("term:17", template, 5, staff)
    assert (letter.state, letter.number, list(letter.organizations)) == ("draft", "", [organization])


def test_what_nobody_knows_is_marked_and_stops_the_letter():
    organization = make_organization()
    make_letter_template(organization.committee)
    staff = make_staff(organization.committee)

    letter = drafting.draft("reminder", make_case(organization, deadline=None), by=staff)
    with pytest.raises(WrongState, match="还有“【待填：…】”"):
        letter.submit(by=staff)

    assert "应于【待填：事项期限】前完成" in letter.body


@pytest.mark.parametrize(
    "value", ["{unit}", "{{ settings.SECRET_KEY }}", "{0.__class__}", "%s", "=1+1", "<script>alert(1)</script>", "\\1"]
)
def test_value_is_put_in_as_it_is_and_never_read_again(value):
    organization = make_organization()
    make_letter_template(organization.committee, title="关于{matter}的提醒函", body="{matter}，期限{deadline}。")

    letter = drafting.draft(
        "reminder", make_case(organization, title=value, deadline=value), by=make_staff(organization.committee)
    )

    assert (letter.title, letter.body) == (f"关于{value}的提醒函", f"{value}，期限{value}。")


def test_characters_that_cannot_be_kept_are_left_out():
    organization = make_organization()
    make_letter_template(organization.committee, body="{matter}，{deadline}")

    letter = drafting.draft(
        "reminder",
        make_case(organization, title="换\x00届\x0b\ud800", deadline="九月\uffff底\r\n前"),
        by=make_staff(organization.committee),
    )

    assert (letter.title, letter.body) == ("关于换届的提醒函", "换届，九月底\n前")


def test_long_title_is_cut_to_what_the_register_holds():
    organization = make_organization()
    make_letter_template(organization.committee)

    letter = drafting.draft(
        "reminder", make_case(organization, title="长" * 300), by=make_staff(organization.committee)
    )

    assert len(letter.title) == 200


def test_title_of_two_hundred_characters_is_kept_and_one_more_refused():
    committee = make_committee()
    fields = {"by": make_staff(committee), "organizations": [], "kind": "notice", "body": "正文"}

    letter = drafting.create(committee, title="题" * 200, **fields)
    with pytest.raises(WrongState, match="标题最多200字"):
        drafting.create(committee, title="题" * 201, **fields)

    assert letter.title == "题" * 200


@pytest.mark.parametrize("workdays", [0, -1, 251, 10**12])
def test_term_for_the_reply_is_within_a_year(workdays):
    committee = make_committee()
    fields = {"kind": "reminder", "title": "标题", "reply_workdays": workdays}

    with pytest.raises(WrongState, match="回复时限应在1到250个工作日之间"):
        drafting.create(committee, by=make_staff(committee), organizations=[], **fields)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ("x", "附表格式不对"),
        ([{"title": "一", "columns": ["甲"], "rows": [["1", "2"]]}], "附表格式不对"),
        ([{"title": "一", "columns": ["甲"], "rows": [[1]]}], "附表格式不对"),
        ([{"title": "一", "columns": ["甲"], "rows": [["1"]] * 1001}], "1000行"),
        ([{"title": "一", "columns": ["甲"], "rows": [["长" * 501]]}], "每格最多500字"),
        ([{"title": "一", "columns": [], "rows": []}], "20栏"),
        ([{"title": str(number), "columns": ["甲"], "rows": []} for number in range(6)], "最多5张"),
    ],
)
def test_tables_are_tables(tables, words):
    committee = make_committee()

    with pytest.raises(WrongState, match=words):
        drafting.create(
            committee,
            by=make_staff(committee),
            organizations=[],
            kind="bulletin",
            title="通报",
            body="文",
            tables=tables,
        )


def test_template_made_for_the_case_comes_before_the_general_one():
    organization = make_organization()
    make_letter_template(organization.committee, name="通用")
    retired = make_letter_template(organization.committee, name="换届旧", about="term", is_active=False)
    for_terms = make_letter_template(organization.committee, name="换届", about="term")

    chosen = [drafting.template_for(organization.committee, "reminder", key).name for key in ("term:1", "task:1", "")]

    assert (chosen, retired.is_active, for_terms.about) == (["换届", "通用", "通用"], False, "term")


def test_without_a_template_there_is_a_sentence():
    organization = make_organization()

    with pytest.raises(WrongState, match="还没有启用的提醒函模板"):
        drafting.draft("reminder", make_case(organization), by=make_staff(organization.committee))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{unit}{deadline}", ""),
        ("{unit}{nuit}{姓名}", "不认识的占位符：{nuit}、{姓名}。"),
        ("{{x}}", "不认识的占位符：{x}。"),
        ("{ unit }{0.a}{}", ""),
    ],
)
def test_placeholders_that_nobody_fills_are_named(text, fault):
    assert placeholder_fault(text, PLACEHOLDERS) == fault


def test_template_with_an_unknown_placeholder_is_refused_by_name():
    template = make_letter_template(make_committee(), body="{unit}应于{dedline}前报{姓名}。")

    with pytest.raises(ValidationError) as refusal:
        template.full_clean()

    assert refusal.value.message_dict == {"body": ["不认识的占位符：{dedline}、{姓名}。"]}


def test_new_committee_has_templates_for_every_kind_and_reminders():
    committee = make_committee()

    committee_defaults.create_all(committee)
    committee_defaults.create_all(committee)

    templates = LetterTemplate.objects.filter(committee=committee)
    for template in templates:
        template.full_clean()
    assert {template.kind for template in templates} == set(Letter.Kind.values)
    assert templates.count() == len(defaults.TEMPLATES)
    assert {name for name, about in templates.filter(kind="reminder").values_list("name", "about") if about} == {
        "换届提醒函",
        "任务提醒函",
        "重点任务提醒函",
        "考核提醒函",
    }
    assert list(ReplyReminderStep.objects.filter(committee=committee).values_list("workdays_left", flat=True)) == [2, 0]


def test_every_placeholder_has_a_label_and_an_example():
    assert all(label and example for label, example in PLACEHOLDERS.values())


@pytest.mark.parametrize("key", ["", "term:", "term:x", "term:²", "unknown:3", "nonsense", "term:-1"])
def test_case_without_a_page_has_no_address(key):
    assert page_of(key) == ""


def test_case_has_its_page():
    assert (page_of("duty:3:2026Q3:alliance:5"), page_of("assessment:9")) == ("/duties/", "/assessments/9/")


def cases_of(committee, count):
    return [make_case(make_organization(committee=committee), f"term:{number}") for number in range(count)]


def test_one_act_drafts_each_case_its_own_letter():
    committee = make_committee()
    make_letter_template(committee, body="{unit}：{matter}。")
    cases = cases_of(committee, 5)

    batch = drafting.draft_many("reminder", cases, by=make_staff(committee), key="terms-2026")

    rows = {(letter.case, letter.body, *letter.organizations) for letter in batch.letters.all()}
    assert rows == {(case.key, f"{case.organization}：机关党委换届。", case.organization) for case in cases}
    assert {letter.steps.get().verb for letter in batch.letters.all()} == {"create"}
    assert Letter.history.filter(batch=batch).count() == 5


def test_same_act_again_makes_nothing_twice_and_adds_what_lacks():
    committee = make_committee()
    make_letter_template(committee)
    cases = cases_of(committee, 5)
    staff = make_staff(committee)

    first = drafting.draft_many("reminder", cases[:3], by=staff, key="terms-2026")
    again = drafting.draft_many("reminder", cases[:3], by=staff, key="terms-2026")
    whole = drafting.draft_many("reminder", [*cases, cases[0]], by=staff, key="terms-2026")

    assert first == again == whole
    assert sorted(whole.letters.values_list("case", flat=True)) == [f"term:{number}" for number in range(5)]


def test_batch_passes_over_who_has_not_answered_the_reminder_before():
    committee = make_committee()
    make_letter_template(committee)
    late, new = cases_of(committee, 2)
    before = {"case": late.key, "title": "提醒", "state": "issued", "issued_on": date(2026, 3, 2)}
    make_letter([late.organization], **before)
    staff = make_staff(committee)

    batch = drafting.draft_many("reminder", [late, new], by=staff, key="terms")
    with pytest.raises(WrongState, match="逾期未回复（期限2026年3月9日），可以发督办函"):
        drafting.draft_many("reminder", [late], by=staff, key="terms again")

    assert [letter.case for letter in batch.letters.all()] == [new.key]


def test_act_that_breaks_halfway_leaves_nothing():
    committee = make_committee()
    make_letter_template(committee)
    cases = [*cases_of(committee, 3), make_case(make_organization(), "term:9")]

    with pytest.raises(WrongState, match="本工委"):
        drafting.draft_many("reminder", cases, by=make_staff(committee), key="terms")

    assert (Batch.objects.count(), Letter.objects.count()) == (0, 0)


def test_batch_to_a_unit_that_has_ended_is_refused_by_its_name():
    committee = make_committee()
    make_letter_template(committee)
    ended = make_organization(
        committee=committee, short_name="市撤销局", until=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(WrongState, match=r"市撤销局（.*撤销）已经撤销，不能主送"):
        drafting.draft_many("reminder", [make_case(ended)], by=make_staff(committee))


def test_batch_for_nobody_or_for_too_many_is_refused():
    committee = make_committee()
    make_letter_template(committee)
    case = make_case(make_organization(committee=committee))

    for cases, words in (([], "没有选中任何单位"), ([case] * 1001, "一批最多1000份")):
        with pytest.raises(WrongState, match=words):
            drafting.draft_many("reminder", cases, by=make_staff(committee))


def test_letters_of_one_batch_may_go_to_one_unit_for_two_cases():
    organization = make_organization()
    make_letter_template(organization.committee)
    cases = [make_case(organization, "term:1"), make_case(organization, "term:2"), make_case(organization, "term:1")]

    batch = drafting.draft_many("reminder", cases, by=make_staff(organization.committee))

    assert sorted(batch.letters.values_list("case", flat=True)) == ["term:1", "term:2"]


def test_two_hundred_and_thirty_are_drafted_in_a_few_statements(django_assert_max_num_queries):
    committee = make_committee()
    make_letter_template(committee)
    cases = cases_of(committee, 230)
    staff = make_staff(committee)

    with django_assert_max_num_queries(60):
        batch = drafting.draft_many("reminder", cases, by=staff, key="all")

    assert (batch.letters.count(), batch.letters.values("recipients__organization").distinct().count()) == (230, 230)


def test_supervision_names_the_letter_before_it():
    organization = make_organization()
    make_letter_template(
        organization.committee, "supervision", title="关于{matter}的督办函", body="{previous}，{previous_deadline}"
    )
    reminder = make_letter(
        [organization],
        case="term:17",
        title="关于换届的提醒函",
        number="示例函〔2026〕3号",
        state="issued",
        issued_on=date(2026, 9, 1),
    )

    letter = drafting.draft("supervision", make_case(organization), by=make_staff(organization.committee))

    assert (letter.follows, letter.body) == (
        reminder,
        "《关于换届的提醒函》（示例函〔2026〕3号，2026年9月1日印发），2026年9月8日",
    )


def test_committee_that_was_there_before_gets_its_templates_by_the_migration():
    committee = make_committee()

    import_module("letters.migrations.0002_defaults").create(apps, None)

    assert LetterTemplate.objects.filter(committee=committee).count() == len(defaults.TEMPLATES)
    assert ReplyReminderStep.objects.filter(committee=committee).count() == len(defaults.STEPS)


@pytest.mark.parametrize("body", [body for *_, body, workdays in defaults.TEMPLATES if workdays])
def test_template_counts_the_term_from_the_day_from_which_the_portal_counts_it(body):
    assert "印发次日起{reply_workdays}个工作日内" in body
