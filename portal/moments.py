"""Moments in the words of lists, trails and notices."""

from django.utils import timezone


def moment_words(moment):
    """9月15日 16:20"""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
