"""How values are written, how links keep the query, and that pages and components render in every situation."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from portal.icons import ICONS
from portal.quarters import Quarter
from portal.templatetags import look

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ALLIANCE = SimpleNamespace(
    pk=3, tint=3, mark="文", name="文化园党建联盟", short_name="文化园", get_absolute_url="/alliances/3/"
)


def render(source, url="/", **context):
    request = RequestFactory().get(url)
    request.user = AnonymousUser()
    request.session = {}
    return engines["django"].from_string("{% load look %}" + source).render(context, request)


def words(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize(
    ("write", "value", "written"),
    [
        (look.cn_date, date(2026, 9, 7), "2026年9月7日"),
        (look.cn_date, datetime(2026, 9, 16, 17, 0, tzinfo=UTC), "2026年9月17日"),
        (look.cn_date, None, "—"),
        (look.cn_day, date(2026, 9, 20), "9月20日 周日"),
        (look.cn_day, "", "—"),
        (look.cn_moment, datetime(2020, 9, 16, 17, 5, tzinfo=UTC), "2020年9月17日 01:05"),
        (look.cn_moment, None, "—"),
        (look.iso_date, datetime(2026, 9, 16, 17, 0, tzinfo=UTC), "2026-09-17"),
        (look.iso_date, None, "—"),
        (look.dash, "", "—"),
        (look.dash, None, "—"),
        (look.dash, 0, 0),
        (look.thousands, 283600, "283,600"),
        (look.thousands, Decimal("1980.50"), "1,980.50"),
        (look.thousands, Decimal("1980.00"), "1,980"),
        (look.thousands, 0, "0"),
        (look.thousands, None, "—"),
        (look.thousands, "约 30", "约 30"),
        (look.masked_phone, "10100000001", "101****0001"),
        (look.masked_phone, "123", "****"),
        (look.masked_phone, None, "—"),
        (look.quarter_name, Quarter(2026, 3), "第三季度"),
        (look.quarter_name, date(2026, 12, 31), "第四季度"),
        (look.quarter_name, 1, "第一季度"),
        (look.quarter_name, 5, "—"),
    ],
)
def test_filter_writes_values_as_the_office_does(write, value, written):
    assert write(value) == written


@pytest.mark.parametrize("name", ICONS)
def test_icon_is_hidden_from_readers(name):
    drawn = look.icon(name)

    assert drawn.startswith('<svg class="lm-icon"') and 'aria-hidden="true"' in drawn and "style=" not in drawn


@pytest.mark.parametrize(
    ("tag", "href"),
    [
        ("{% query_replace page=3 %}", "?q=%E6%9D%91&amp;alliance=3&amp;page=3"),
        ("{% query_replace alliance=5 %}", "?q=%E6%9D%91&amp;alliance=5"),
        ("{% query_replace q=None %}", "?alliance=3"),
        ('{% query_pick "alliance" "" %}', "?q=%E6%9D%91"),
    ],
)
def test_query_keeps_the_other_filters_and_starts_at_page_one(tag, href):
    assert render(tag, url="/activities/?q=村&alliance=3&page=2") == href


def test_query_cannot_carry_markup():
    html = render('<a href="{% query_replace page=2 %}">', url='/?q="><script>')

    assert "<script>" not in html


@pytest.mark.parametrize(
    ("chosen", "head"),
    [
        ("", '<th scope="col"><a href="?sort=day">时间</a></th>'),
        ("?sort=day", '<th scope="col" aria-sort="ascending"><a href="?sort=-day">时间</a></th>'),
        ("?sort=-day", '<th scope="col" aria-sort="descending"><a href="?sort=day">时间</a></th>'),
        ("?sort=nonsense", '<th scope="col"><a href="?sort=day">时间</a></th>'),
    ],
)
def test_sort_link_turns_round_at_the_second_click(chosen, head):
    assert render('{% sort_link "day" "时间" %}', url=f"/{chosen}") == head


@pytest.mark.parametrize(
    ("params", "html"),
    [
        ({"alliance": ALLIANCE}, '<span class="lm-chip a3" aria-hidden="true">文</span>'),
        ({"alliance": None}, '<span class="lm-chip a8" aria-hidden="true">工</span>'),
        ({"alliance": None, "across": True}, '<span class="lm-chip a8" aria-hidden="true">跨</span>'),
        ({"alliance": ALLIANCE, "shape": "none"}, '<span class="lm-chip is-none" aria-hidden="true">文</span>'),
    ],
)
def test_chip_shows_the_alliance_or_whose_it_is_otherwise(params, html):
    assert render_to_string("components/chip.html", params).strip() == html


def test_ally_writes_the_name_beside_the_chip():
    assert words(render_to_string("components/ally.html", {"alliance": ALLIANCE})) == "文 文化园"
    assert words(render_to_string("components/ally.html", {"alliance": ALLIANCE, "full": True})) == "文 文化园党建联盟"
    assert words(render_to_string("components/ally.html", {})) == "工 工委本级"
    assert words(render_to_string("components/ally.html", {"across": True})) == "跨 跨联盟"


def test_pager_says_where_we_are_and_keeps_the_filters():
    page = Paginator(range(1214), 50).page(2)

    html = render(
        '{% include "components/pager.html" with request=request page=page unit="个" only %}',
        url="/?alliance=3&page=2",
        page=page,
    )

    assert words(html) == "共 1,214 个，第 2 / 25 页 上一页 下一页"
    assert re.findall(r'href="([^"]*)"', html) == ["?alliance=3&amp;page=1", "?alliance=3&amp;page=3"]


def test_kept_filters_are_what_the_form_does_not_have_itself():
    html = render(
        '{% include "components/kept_filters.html" with request=request own="q type" only %}',
        url="/?q=村&alliance=3&alliance=4&page=2",
    )

    assert re.findall(r'name="(\w+)" value="(\w+)"', html) == [("alliance", "3"), ("alliance", "4")]


def test_picks_mark_the_chosen_alliance():
    source = (
        '{% include "components/picks.html"'
        " with request=request alliances=alliances chosen=chosen committee=True only %}"
    )

    def current(chosen):
        html = render(source, alliances=[ALLIANCE], chosen=chosen)
        return [words(link) for link in re.findall(r'<a [^>]*aria-current="true">(.*?)</a>', html, re.DOTALL)]

    assert [current("3"), current(3), current("0"), current(""), current(None)] == [
        ["文 文化园"],
        ["文 文化园"],
        ["工 工委本级"],
        ["全部"],
        ["全部"],
    ]


class PlanForm(forms.Form):
    title = forms.CharField(label="活动主题")
    kinds = forms.MultipleChoiceField(label="活动形式", choices=[("1", "调研")], widget=forms.CheckboxSelectMultiple)

    def clean(self):
        raise forms.ValidationError("与另一项活动撞期。")


def test_faults_lead_to_the_fields():
    html = render_to_string("components/faults.html", {"form": PlanForm({})})

    assert "有 3 处需要改正" in html
    assert re.findall(r'href="#(\w+)"', html) == ["id_title", "id_kinds_0"]
    assert "<li>与另一项活动撞期。</li>" in html


def test_faults_of_a_formset_count_together():
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-title": "走访", "form-1-title": "党课"}

    html = render_to_string("components/faults.html", {"forms": forms.formset_factory(PlanForm, extra=0)(data)})

    assert "有 4 处需要改正" in html
    assert re.findall(r'href="#([\w-]+)"', html) == ["id_form-0-kinds_0", "id_form-1-kinds_0"]


@pytest.mark.parametrize("form", [None, PlanForm()], ids=["no form", "not sent yet"])
def test_faults_are_silent_when_there_are_none(form):
    assert words(render_to_string("components/faults.html", {"form": form})) == ""


def test_todo_shows_what_whose_since_and_one_primary_button():
    item = {"kind": "审定计划", "title": "走访", "href": "/a/1/", "alliance": ALLIANCE, "whose": "市住建局提交"}
    late = item | {"waits": "逾期 1 个工作日", "late": True, "since": "9月14日送达", "verb": "审定"}

    html = render_to_string("components/todo.html", {"items": [late, item], "primary": True})

    assert words(html) == (
        "审定计划 走访 文 文化园 市住建局提交 逾期 1 个工作日 9月14日送达 审定 ：走访"
        " 审定计划 走访 文 文化园 市住建局提交 办理 ：走访"
    )
    assert (html.count("btn-primary"), html.count("is-late")) == (1, 1)


def test_facts_write_a_dash_for_what_is_missing_and_zero_as_zero():
    facts = [{"label": "地点", "value": ""}, {"label": "人数", "value": 0}, {"label": "时间", "value": "上午\n九点"}]

    assert words(render_to_string("components/facts.html", {"facts": facts})) == "地点 — 人数 0 时间 上午 九点"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("components/*.html")), ids=lambda path: path.name)
def test_component_says_what_it_needs_and_renders_with_nothing(path):
    assert path.read_text().startswith("{# ")
    render_to_string(f"components/{path.name}", {})


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_nothing_the_browser_would_refuse(path):
    source = path.read_text()

    inline = re.findall(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)|javascript:", source)

    assert inline == []


@pytest.mark.parametrize("user", [AnonymousUser(), None], ids=["anonymous", "no user"])
def test_base_renders_without_person_and_frame(user):
    request = RequestFactory().get("/")
    if user:
        request.user = user

    html = render_to_string("base.html", {"request": request})

    assert "本平台为非涉密平台，严禁录入、处理、传输国家秘密和工作秘密。" in html
    assert "退出" not in html


def test_base_shows_committee_counts_and_current_section():
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(
        is_authenticated=True,
        is_staff=False,
        name="示例干事",
        organization_id=1,
        organization="市住建局",
        text_size="larger",
    )
    frame = {"committee_name": "示例工委", "unread": 3, "todo": 6, "section": "home", "sample": True}

    html = render_to_string("base.html", {"request": request, "frame": frame})

    assert '<html lang="zh-CN" class="lm-larger">' in html
    assert "示例干事 · 市住建局" in html
    assert "主办：示例工委" in html
    assert "未读 3 条" in words(html)
    assert "待办 6 件" in words(html)
    assert "基础数据" not in html
    assert "示例数据" in html


def test_menu_reaches_every_section():
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, is_staff=True, name="示例工作人员", committee_id=1)

    html = render_to_string("base.html", {"request": request})

    side, tabs = (
        re.findall(r'<a href="([^"?]+)', re.search(rf'<nav class="{name}".*?</nav>', html, re.DOTALL)[0])
        for name in ("lm-side", "lm-tabbar")
    )
    main = ["/", "/calendar/", "/activities/", "/duties/", "/alliances/", "/branches/"]
    main += ["/terms/", "/brands/", "/assessments/", "/letters/", "/statistics/"]
    assert side == [*main, "/admin/", "/audit/", "/feedback/"]
    assert tabs == [*main, "/inbox/", "/account/", "/admin/", "/audit/", "/feedback/", "/manual/"]


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (lambda request: page_not_found(request, Exception()), 404, "没有找到这个页面"),
        (lambda request: permission_denied(request, Exception("请联系市住建局。")), 403, "请联系市住建局。"),
        (lambda request: permission_denied(request, Exception()), 403, "这一步不由您办理"),
        (lambda request: bad_request(request, Exception()), 400, "没有办成，请退回上一页再试"),
        (server_error, 500, "没有办成，不是您的操作造成的"),
    ],
)
@pytest.mark.django_db
def test_error_page_says_what_happened_and_where_to_go(answer, status, says):
    request = RequestFactory().get("/nowhere/")
    request.user = AnonymousUser()
    request.session = {}

    response = answer(request)

    assert response.status_code == status
    assert says in response.content.decode()


@pytest.mark.django_db
def test_csrf_refusal_is_a_page_of_ours(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    client.handler.enforce_csrf_checks = True

    response = client.post("/account/text-size/", {"size": "large"})

    assert (response.status_code, "页面已过期" in response.content.decode()) == (403, True)


def test_static_files_named_in_the_frame_exist():
    named = re.findall(r"\{% static '([^']+)' %\}", (TEMPLATES / "skeleton.html").read_text())
    named += re.findall(r"\{% static '([^']+)' %\}", (TEMPLATES / "base.html").read_text())
    named += re.findall(r"/static/([^\"]+)", (TEMPLATES / "failure.html").read_text())

    missing = {name for name in named if not name.startswith("vendor/") and not finders.find(name)}

    assert missing == set()
