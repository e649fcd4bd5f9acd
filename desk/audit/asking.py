"""What the audit pages are asked: a filter read from the address, and a page of lines found by the place of the last
one seen, so that the millionth line costs what the first does."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from portal.asked import whole_number
from portal.audit import Act
from portal.audit.subjects import kind_label
from portal.audit.watched import FILES, SEEN

DAYS = 30  # how far back one looks without saying since when
PAGE = 50
MOST = 10_000  # counted no further
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass
class Asked:
    words: str = ""
    who: str = ""
    act: str = ""
    kind: str = ""
    thing: int | None = None
    since: date | None = None
    until: date | None = None
    is_oldest_first: bool = False
    faults: list = field(default_factory=list)

    @property
    def chosen(self):
        return bool(self.words or self.who or self.act or self.kind or self.thing is not None)

    def of(self, lines):
        """The lines asked for, in the order asked for."""
        if self.since:
            lines = lines.filter(at__gte=_start(self.since))
        if self.until:
            lines = lines.filter(at__lt=_start(self.until + timedelta(days=1)))
        if (account := whole_number(self.who, 18)) is not None:
            lines = lines.filter(actor_id=account)
        elif self.who:
            lines = lines.filter(actor_name__icontains=self.who)
        if self.act:
            lines = lines.filter(act=self.act)
        if self.kind:
            lines = lines.filter(kind=self.kind)
        if self.thing is not None:
            lines = lines.filter(object_id=self.thing)
        for word in self.words.split()[:5]:
            found = Q()
            for name in ("name", "verb", "reason", "actor_name", "address"):
                found |= Q(**{f"{name}__icontains": word})
            lines = lines.filter(found)
        return lines.order_by("at", "pk") if self.is_oldest_first else lines.order_by("-at", "-pk")


def read(query, today):
    """Values that mean nothing are left out."""
    asked = Asked(
        words=_text(query, "q"),
        who=_text(query, "who"),
        act=_one_of(query.get("act"), Act.values),
        kind=_one_of(query.get("kind"), dict(kinds())),
        thing=whole_number(query.get("thing"), 18),
        since=_day(query.get("from")),
        until=_day(query.get("to")),
        is_oldest_first=query.get("sort") == "at",
    )
    if asked.since is None and not (asked.kind and asked.thing is not None):
        asked.since = (asked.until or today) - timedelta(days=DAYS) if (asked.until or today).year > 1900 else None
    return asked


def page_of(lines, asked, cursor):
    """(lines, cursor of the next page or "")."""
    place = _place(cursor)
    if place:
        at, key = place
        if asked.is_oldest_first:
            lines = lines.filter(at__gte=at).filter(Q(at__gt=at) | Q(pk__gt=key))
        else:
            lines = lines.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=key))
    found = list(lines[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return found, f"{(found[-1].at - EPOCH) // MICROSECOND}_{found[-1].pk}" if more else ""


def counted(lines):
    """(how many, whether there are more than are counted)."""
    count = lines.order_by()[: MOST + 1].count()
    return min(count, MOST), count > MOST


def kinds():
    """Every kind of thing that lines tell of, with its name."""
    audited = {model.instance_type._meta.label_lower for model in apps.get_models() if hasattr(model, "instance_type")}
    seen = {kind for kind in [*SEEN.values(), *(one for one, _ in FILES.values())] if kind}
    return sorted(((kind, kind_label(kind)) for kind in audited | seen), key=lambda pair: pair[1])


def _start(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _text(query, name):
    return query.get(name, "").replace("\x00", "").strip()[:60]


def _one_of(value, values):
    return value if value in values else ""


def _day(value):
    try:
        day = date.fromisoformat(value or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None


def _place(cursor):
    moment, _, key = (cursor or "").partition("_")
    moment, key = whole_number(moment, 18), whole_number(key, 18)
    if moment is None or key is None or moment > 4_102_444_800_000_000:  # the year 2100
        return None
    return EPOCH + moment * MICROSECOND, key
