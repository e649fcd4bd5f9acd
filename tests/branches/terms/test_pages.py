from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from branches.models import Term, TermProposal, Vacancy
from branches.terms.exports import COLUMNS
from desk.todo import items_for
from letters.models import Letter
from portal.workbooks import find_sheet, open_workbook, read_table
from tests.branches.terms.world import TODAY, make_branch, make_term

pytestmark = pytest.mark.usefixtures("today")

RENEWAL = {"since": "2026-11-10", "approval_document": "示例工委〔2026〕12号", "approved_on": "2026-11-20"}
EXTENSION = {"until": "2027-05-23", "document": "示例〔2026〕3号", "decided_on": "2026-11-01"}


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


def test_staff_enter_a_new_term(client, world, term):
    response = post(client, world.staff, "term-renew", term.pk, **RENEWAL)

    new = Term.objects.current().get()
    assert (response.status_code, response.url) == (302, new.get_absolute_url())
    assert (new.since, new.approval_document) == (date(2026, 11, 10), "示例工委〔2026〕12号")


def test_a_unit_fills_in_its_new_term_and_staff_confirm_it_once(client, world, term):
    post(client, world.officer, "term-renew", term.pk, **RENEWAL)
    twice = post(client, world.officer, "term-renew", term.pk, **RENEWAL)
    proposal = TermProposal.objects.get()
    assert (Term.objects.get().is_open, twice.status_code) == (True, 422)

    accepted = post(client, world.staff, "term-proposal-accept", proposal.pk)
    again = post(client, world.staff, "term-proposal-accept", proposal.pk)

    new = Term.objects.current().get()
    assert (accepted.url, again.status_code) == (new.get_absolute_url(), 302)
    assert (new.approval_document, Term.objects.count()) == ("示例工委〔2026〕12号", 2)


def test_a_proposal_is_sent_back_with_a_reason_and_written_again(client, world, term):
    post(client, world.officer, "term-renew", term.pk, **RENEWAL)
    proposal = TermProposal.objects.get()

    empty = post(client, world.staff, "term-proposal-refuse", proposal.pk)
    post(client, world.staff, "term-proposal-refuse", proposal.pk, reason="批复文号不对")
    post(client, world.officer, "term-renew", term.pk, **RENEWAL)

    assert empty.status_code == 422
    assert list(TermProposal.objects.values_list("state", "reason")) == [("waiting", ""), ("refused", "批复文号不对")]


def test_a_unit_mends_what_is_unknown_and_nothing_else(client, world, term):
    unknown = make_term(world.unit, make_branch(world.unit), since=None, said="无")

    known = post(client, world.officer, "term-mend", term.pk, since="2024.2")
    post(client, world.officer, "term-mend", unknown.pk, since="2024.2")
    post(client, world.staff, "term-proposal-accept", TermProposal.objects.get().pk)

    unknown.refresh_from_db()
    assert known.status_code == 403
    assert (unknown.since, unknown.month_only, unknown.due_on) == (date(2024, 2, 1), True, date(2027, 2, 28))


# In the columns: staff leader lead deputy officer outsider member judge other_staff.
WHO = ("staff", "leader", "lead", "deputy", "officer", "outsider", "member", "judge", "other_staff")
RIGHTS = [
    ("get", "term-list", None, {}, [200, 200, 200, 200, 200, 200, 403, 403, 200]),
    ("get", "term-export", None, {}, [200, 200, 200, 200, 200, 200, 403, 403, 200]),
    ("get", "term-pairs", None, {}, [200, 200, 200, 200, 200, 200, 403, 403, 200]),
    ("get", "term-detail", "term", {}, [200, 200, 200, 200, 200, 404, 403, 403, 404]),
    ("get", "term-renew", "term", {}, [200, 403, 403, 403, 200, 404, 403, 403, 404]),
    ("post", "term-renew", "term", RENEWAL, [302, 403, 403, 403, 302, 404, 403, 403, 404]),
    ("post", "term-extend", "term", EXTENSION, [302, 403, 403, 403, 403, 404, 403, 403, 404]),
    ("post", "term-approve", "term", RENEWAL, [302, 403, 403, 403, 403, 404, 403, 403, 404]),
    ("get", "term-mend", "unknown", {}, [200, 403, 403, 403, 200, 404, 403, 403, 404]),
    ("post", "term-mend", "unknown", {"since": "2024.2"}, [302, 403, 403, 403, 302, 404, 403, 403, 404]),
    ("post", "term-letter", "term", {}, [302, 403, 403, 403, 403, 404, 403, 403, 404]),
    ("post", "term-letters", None, {}, [302, 403, 403, 403, 403, 403, 403, 403, 302]),
    ("post", "term-proposal-accept", "proposal", {}, [302, 403, 403, 403, 403, 404, 403, 403, 404]),
    ("get", "term-proposal-refuse", "proposal", {}, [200, 403, 403, 403, 403, 404, 403, 403, 404]),
    ("post", "term-proposal-withdraw", "proposal", {}, [403, 403, 403, 403, 302, 404, 403, 403, 404]),
    ("get", "vacancy-list", None, {}, [200, 200, 200, 200, 200, 200, 403, 403, 200]),
    ("get", "vacancy-create", None, {}, [200, 403, 200, 200, 200, 200, 403, 403, 200]),
    ("post", "vacancy-fill", "vacancy", {"filled_on": "2026-11-20"}, [302, 403, 403, 403, 302, 404, 403, 403, 404]),
]


@pytest.mark.parametrize(
    ("method", "name", "thing", "data", "statuses"), RIGHTS, ids=[f"{r[0]} {r[1]}" for r in RIGHTS]
)
def test_who_may_do_what(client, world, method, name, thing, data, statuses):
    found = []
    for who in WHO:
        Vacancy.objects.all().delete()
        TermProposal.objects.all().delete()
        Term.objects.all().delete()
        args = [_things(world, thing).pk] if thing else []
        client.force_login(getattr(world, who))
        found.append(getattr(client, method)(reverse(name, args=args), data).status_code)

    assert found == statuses


def _things(world, thing):
    term = make_term(world.unit)
    if thing == "unknown":
        return make_term(
            world.unit, make_branch(world.unit, f"{Term.objects.count()}{world.unit.branches.count()}"), since=None
        )
    common = {"committee": world.committee, "organization": world.unit}
    if thing == "proposal":
        return TermProposal.objects.create(term=term, kind="mend", since=date(2024, 1, 1), by=world.officer, **common)
    if thing == "vacancy":
        return Vacancy.objects.create(post="副书记", since=date(2026, 1, 1), **common)
    return term


@pytest.mark.both
def test_each_sees_the_terms_of_its_place(world, term):
    make_term(world.outsider.organization)

    seen = [Term.objects.visible_to(getattr(world, who)).count() for who in WHO]

    assert seen == [2, 2, 1, 1, 1, 1, 1, 0, 0]


def test_a_letter_is_drafted_from_the_term_and_its_turn_is_kept(client, world, term):
    first = post(client, world.staff, "term-letter", term.pk)
    second = post(client, world.staff, "term-letter", term.pk)

    letter = Letter.objects.get()
    assert first.url == reverse("letter-detail", args=[letter.pk])
    assert (letter.kind, letter.case, letter.state) == ("reminder", f"term:{term.pk}", "draft")
    assert f"{world.unit.name}本届任期于2026年11月23日届满" in letter.body
    assert second.url == term.get_absolute_url()


def test_many_letters_are_one_batch_however_often_it_is_pressed(client, world, term):
    other = make_term(world.unit, make_branch(world.unit))

    for _ in range(2):
        post(client, world.staff, "term-letters", term=[term.pk, other.pk, "x", "9" * 30])

    assert Letter.objects.count() == 2


def test_letters_without_a_choice_say_so(client, world):
    response = post(client, world.staff, "term-letters")

    assert response.url == reverse("term-list")


@pytest.mark.parametrize(
    "query",
    [
        {"show": "x", "within": "-1", "alliance": "abc", "organization": "9" * 40, "q": "\x00'\"{{ x }}"},
        {"show": "owed", "year": "99999"},
        {"show": "renewed", "year": "", "page": "no"},
        {"alliance": "0"},
        {"show": "unknown", "level": "branches", "print": "1"},
    ],
)
def test_an_address_that_makes_no_sense_still_shows_a_list(client, world, term, query):
    assert get(client, world.staff, "term-list", **query).status_code == 200
    assert get(client, world.staff, "term-pairs", **query).status_code == 200
    assert get(client, world.staff, "term-export", **query).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("term-renew", {}),
        ("term-renew", {**RENEWAL, "since": "0001-01-01"}),
        ("term-renew", {**RENEWAL, "since": "2026-02-30"}),
        ("term-renew", {**RENEWAL, "years": "9" * 30}),
        ("term-renew", {**RENEWAL, "approval_document": "号" * 200}),
        ("term-renew", {**RENEWAL, "approval_document": "\x00"}),
        ("term-extend", {**EXTENSION, "until": "9999-12-31"}),
        ("term-mend", {"since": "不详"}),
        ("term-mend", {"since": "2023.13"}),
        ("term-mend", {"since": "=1+1"}),
        ("term-mend", {"since": "2101.1"}),
        ("vacancy-create", {"body": "organization-999999", "post": "副书记", "since": "2026-01-01"}),
    ],
)
def test_bad_input_is_answered_in_words_and_writes_nothing(client, world, term, name, data):
    args = [] if name == "vacancy-create" else [term.pk]

    response = post(client, world.staff, name, *args, **data)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert Term.objects.values_list("since", "closed_on", "extended_until").get() == (date(2023, 11, 23), None, None)


def test_text_of_users_is_only_text(client, world, term):
    post(client, world.staff, "term-renew", term.pk, **{**RENEWAL, "approval_document": "{{ 7|add:1 }}<b>=1+1"})

    new = Term.objects.current().get()
    page = get(client, world.staff, "term-detail", new.pk).content.decode()
    assert "{{ 7|add:1 }}&lt;b&gt;=1+1" in page


def test_the_export_is_read_again_without_a_difference(client, world, term):
    branch = make_branch(world.unit)
    make_term(world.unit, branch, since=date(2025, 2, 1), month_only=True, approval_document="=1+1")
    make_term(world.unit, make_branch(world.unit, "第二党支部"), since=None, said="不详")

    response = get(client, world.staff, "term-export", show="all")

    table = read_table(find_sheet(open_workbook(BytesIO(response.content), "x.xlsx"), COLUMNS), COLUMNS)
    assert table.faults == []
    rows = [(row["党支部名称"], row["本届任期起始"], row["届满日期"], row["换届批复文号"]) for row in table.rows]
    assert [(name, str(since), ends, document) for name, since, ends, document in rows] == [
        (None, "2023年11月23日", date(2026, 11, 23), None),
        ("第一党支部", "2025年2月", date(2028, 2, 29), "=1+1"),
        ("第二党支部", "None", None, None),
    ]
    assert [row["情况"] for row in table.rows] == ["临届", "任期内", "任期不详"]


@pytest.mark.both
def test_pairs_open_to_the_rows_they_count(client, world, term):
    for number in range(3):
        make_term(world.unit, make_branch(world.unit, f"第{number}党支部"), since=date(2023, 1, number + 1))
    make_term(world.outsider.organization, since=date(2020, 1, 1), years=3)
    early = make_term(world.lead.organization, since=date(2025, 6, 1))
    post(client, world.staff, "term-renew", early.pk, **RENEWAL, early_document="示例〔2026〕1号")
    post(client, world.staff, "term-renew", Term.objects.get(branch__name="第0党支部").pk, **RENEWAL)

    page = get(client, world.staff, "term-pairs")

    pairs = [
        (str(pair.alliance), pair.owed, pair.renewed, pair.open, pair.overdue, pair.early)
        for pair in page.context["rows"]
    ]
    assert pairs == [(str(world.alliance), 4, 1, 3, 2, 1), ("None", 1, 0, 1, 1, 0)]
    for show, number in (("owed", 4), ("renewed", 1), ("open", 3), ("early", 1), ("overdue", 2)):
        rows = get(client, world.staff, "term-list", show=show, year=2026, alliance=world.alliance.pk)
        assert rows.context["page"].paginator.count == number, show
    assert get(client, world.staff, "term-list", show="owed", alliance=0).context["page"].paginator.count == 1


@pytest.mark.both
def test_vacancies_of_the_roster_and_those_entered(client, world, term):
    make_branch(world.unit, secretary_name="示例书记")
    empty = make_branch(world.unit, "第二党支部")
    make_term(world.unit, empty)
    body = f"branch-{empty.pk}"

    post(client, world.officer, "vacancy-create", body=body, post="组织委员", since="2026-10-01")
    twice = post(client, world.officer, "vacancy-create", body=body, post="组织委员", since="2026-10-02")
    page = get(client, world.officer, "vacancy-list")

    vacancy = Vacancy.objects.get()
    early = post(client, world.officer, "vacancy-fill", vacancy.pk, filled_on="2026-09-30")
    post(client, world.officer, "vacancy-fill", vacancy.pk, filled_on="2026-11-01", document_number="示例〔2026〕8号")
    vacancy.refresh_from_db()
    assert (twice.status_code, early.status_code) == (422, 422)
    assert (page.context["units"], page.context["branches"]) == ([world.unit], [empty])
    assert (vacancy.filled_on, vacancy.document_number) == (date(2026, 11, 1), "示例〔2026〕8号")


def test_what_waits_stands_in_the_list_of_things_to_do(client, world, term):
    make_term(world.unit, make_branch(world.unit), since=None)
    before = [item.title for item in _todo(world.officer)]
    post(client, world.officer, "term-renew", term.pk, **RENEWAL)

    assert before == [f"{world.unit}换届", f"{world.unit}第一党支部任期"]
    assert [item.title for item in _todo(world.officer)] == [f"{world.unit}第一党支部任期"]
    assert [(item.kind, item.title) for item in _todo(world.staff)] == [("换届待确认", f"{world.unit}任期")]
    assert get(client, world.officer, "home").status_code == 200


def _todo(user):
    user.__dict__.pop("_standing", None)
    return items_for(user, TODAY)


def test_a_member_reads_the_own_units_term_on_its_page(client, world, term):
    page = get(client, world.member, "organization-detail", world.unit.pk).content.decode()
    elsewhere = get(client, world.member, "organization-detail", world.outsider.organization.pk).content.decode()

    assert ('id="terms"' in page, term.get_absolute_url() in page) == (True, False)
    assert 'id="terms"' not in elsewhere


@pytest.mark.parametrize("name", ["term-list", "term-pairs", "vacancy-list", "term-export", "branch-list"])
def test_the_number_of_queries_does_not_grow(client, world, term, django_assert_max_num_queries, name):
    counted = []
    for rows in (1, 12):
        for number in range(rows):
            branch = make_branch(world.unit, f"第{rows}之{number}党支部")
            make_term(world.unit, branch, since=date(2023, 11, 20))
            Vacancy.objects.create(
                committee=world.committee, organization=world.unit, branch=branch, post="委员", since=date(2026, 1, 1)
            )
        client.force_login(world.staff)
        address = reverse(name, query={"show": "overdue"} if name == "term-list" else None)
        with django_assert_max_num_queries(12) as queries:
            client.get(address)
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_a_term_with_a_long_story_asks_no_more(client, world, term, django_assert_max_num_queries):
    counted, current = [], term
    for day in (10, 11, 12):
        facts = {**RENEWAL, "since": f"2026-11-{day}", "early_document": "示例〔2026〕1号"}
        post(client, world.staff, "term-renew", current.pk, **facts)
        current = Term.objects.current().get()
        address = current.get_absolute_url()
        client.get(address)  # the message of the step
        with django_assert_max_num_queries(12) as queries:
            client.get(address)
        counted.append(len(queries))

    assert len(set(counted)) == 1
