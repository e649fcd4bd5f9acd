"""How values and links are written on every page.

Tags:    {% icon "home" %}  {% query_replace page=2 q=None %}  {% query_pick key value %}
         {% sort_link "starts_at" "时间" %}  {% text_size_class %}  {% all_faults form forms as faults %}
         {% from_here as here %}  {% caveat day other_day as said %}
Filters: cn_date  cn_day  cn_moment  iso_date  dash  thousands  masked_phone  quarter_name
An empty value is always “—”, a zero is always 0.
"""

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from portal import workdays
from portal.icons import ICONS
from portal.quarters import NUMERALS, Quarter

register = template.Library()

EMPTY = "—"
FEEDBACK = "/feedback/"
WEEKDAYS = "一二三四五六日"
TEXT_SIZES = {"large": "lm-large", "larger": "lm-larger"}


@register.simple_tag
def icon(name):
    """Always beside a word or inside something with an aria-label, therefore hidden from readers."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 -- our own drawings
    svg = '<svg class="lm-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>'
    return format_html(svg, drawing)


@register.simple_tag
def caveat(*days):
    """What to say beside these days while the days off of their years are not published, or ""."""
    return workdays.caveat(*days)


def replaced_query(request, changes):
    """The query string of this page with some values exchanged; None or "" takes a key away."""
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_replace(context, **changes):
    """Other filters stay; the page number goes, for a changed filter starts at page 1, unless it is what changes."""
    return replaced_query(context.get("request"), {"page": None, **changes})


@register.simple_tag(takes_context=True)
def query_pick(context, key, value):
    """query_replace for a component that is told which key it works on."""
    return replaced_query(context.get("request"), {"page": None, key: value})


@register.simple_tag(takes_context=True)
def sort_link(context, field, label):
    """A whole <th>: first click ascending, second descending, as `?sort=field` and `?sort=-field`."""
    request = context.get("request")
    chosen = request.GET.get("sort", "") if request else ""
    direction = {field: "ascending", f"-{field}": "descending"}.get(chosen)
    href = replaced_query(request, {"page": None, "sort": f"-{field}" if chosen == field else field})
    if direction is None:
        return format_html('<th scope="col"><a href="{}">{}</a></th>', href, label)
    return format_html('<th scope="col" aria-sort="{}"><a href="{}">{}</a></th>', direction, href, label)


@register.simple_tag
def all_faults(form, forms):
    """One line for each complaint of a form, several forms or a formset, with the id of the field to mend."""
    faults = []
    if hasattr(forms, "non_form_errors"):
        faults += [{"id": "", "label": "", "message": message} for message in forms.non_form_errors()]
    for one in [*([form] if form else []), *(forms or [])]:
        faults += [{"id": "", "label": "", "message": message} for message in one.non_field_errors()]
        for field in one:
            place = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
            label = Truncator(field.label.rstrip("。：？")).chars(24)
            faults += [{"id": place, "label": label, "message": message} for message in field.errors]
    return faults


@register.simple_tag(takes_context=True)
def from_here(context):
    """What the link to 意见建议 says of the page it stands on."""
    request = context.get("request")
    if not request or request.path == FEEDBACK:
        return ""
    return f"?{urlencode({'from': request.path[:200]})}"


@register.simple_tag(takes_context=True)
def text_size_class(context):
    """The class on <html>: the person's choice, or the cookie of somebody who is not logged in."""
    request = context.get("request")
    user = getattr(request, "user", None)
    cookies = getattr(request, "COOKIES", {})
    return TEXT_SIZES.get(getattr(user, "text_size", None) or cookies.get("text_size"), "")


def local_day(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def cn_date(value):
    """2026年9月17日"""
    day = local_day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else EMPTY


@register.filter
def cn_day(value):
    """9月17日 周四"""
    day = local_day(value)
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}" if day else EMPTY


@register.filter
def cn_moment(value):
    """9月17日 09:05, the year in front unless it is this one"""
    if not isinstance(value, datetime):
        return EMPTY
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    year = "" if moment.year == timezone.localdate().year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日 {moment:%H:%M}"


@register.filter
def iso_date(value):
    """2026-09-17, for tables"""
    day = local_day(value)
    return day.isoformat() if day else EMPTY


@register.filter
def dash(value):
    return EMPTY if value is None or value == "" else value


@register.filter
def thousands(value):
    """283,600; 1,980.50; decimals only where there are any"""
    if value is None or value == "":
        return EMPTY
    if not isinstance(value, int | float | Decimal):
        return value
    return f"{value:,.2f}".removesuffix(".00")


@register.filter
def masked_phone(value):
    """101****0001: enough to recognise, not enough to call"""
    if not value:
        return EMPTY
    value = str(value)
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 7 + 4 else "****"


@register.filter
def quarter_name(value):
    """第三季度 for a Quarter, a day or a number 1 to 4"""
    if isinstance(value, Quarter):
        number = value.number
    elif day := local_day(value):
        number = Quarter.of(day).number
    else:
        number = value
    return f"第{NUMERALS[number - 1]}季度" if number in (1, 2, 3, 4) else EMPTY
