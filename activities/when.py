"""When an activity is, in the words of notices, trail and pages."""

from datetime import datetime

from django.utils import timezone

WEEKDAYS = "一二三四五六日"


def day_words(day):
    """2026年9月11日 周五"""
    return f"{day.year}年{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def span_words(starts_at: datetime, ends_at: datetime, precision="time"):
    """2026年9月11日 周五 09:00—11:30; as exact as it is known, no more."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if precision == "month":
        return f"{starts.year}年{starts.month}月"
    if precision == "day":
        first = day_words(starts)
        return first if starts.date() == ends.date() else f"{first} 至 {ends.month}月{ends.day}日"
    if starts.date() == ends.date():
        return f"{day_words(starts)} {starts:%H:%M}—{ends:%H:%M}"
    return f"{day_words(starts)} {starts:%H:%M} 至 {ends.month}月{ends.day}日 {ends:%H:%M}"
