"""The history of a brand, newest first, for components/trail.html."""

from django.utils import timezone

from branches.models import BrandStep
from portal.holding import limit_words


def trail(steps, version, now):
    """`version` in the making and its holder `now`, if there are any; then every line. Only those see it who are
    concerned, so persons are named."""
    entries = []
    if version and now:
        until = f"，{limit_words(now.until)}" if now.until else ""
        when = f"{moment_words(now.since)}起{until}"
        entries.append({"strong": version.status["label"], "what": now.name, "when": when, "state": "now"})
    return entries + [_entry(step) for step in steps]


def _entry(step):
    verb, back = step.get_verb_display(), step.verb == BrandStep.Verb.RETURN
    unit = step.by.unit if step.by else "系统"
    what = str(unit) if back else f"{unit} {verb}"
    if step.is_for_unit:
        what += "（代录）"
    return {
        "strong": verb if back else "",
        "what": what,
        "when": moment_words(step.at),
        "who": step.by.name if step.by else "",
        "reason": step.reason,
        "state": "back" if back else "",
    }


def moment_words(at):
    """9月17日 09:05, the year in front unless it is this one"""
    local = timezone.localtime(at)
    year = "" if local.year == timezone.localdate().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"
