"""What a child process can be asked for, by name; each answers with plain data."""

from django.core.management import call_command
from django.utils import timezone

from alliances.models import Committee
from benchmarks import feeds, growth, imports, pages
from desk import sample


def migrate():
    call_command("migrate", verbosity=0)


def load():
    sample.load(timezone.localdate(), say=lambda line: None)


def grow(times):
    today = timezone.localdate()
    committee = Committee.objects.order_by("pk").first()
    growth.fill_month(committee, growth.measured_month(today))
    growth.grow(committee, int(times), today)


PARTS = {
    "migrate": migrate,
    "load": load,
    "grow": grow,
    "pages": pages.measure,
    "feed": feeds.measure,
    "roster": imports.roster_import,
    "ledger": imports.ledger_import,
}
