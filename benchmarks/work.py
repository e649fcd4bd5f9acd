"""What a child process can be asked for, by name; each answers with plain data."""

from django.core.management import call_command
from django.utils import timezone

from alliances.models import Committee
from benchmarks import (
    backups,
    contests,
    exhibits,
    feeds,
    growth,
    imports,
    letters,
    pages,
    result_pages,
    rounds,
    scores,
    statistics,
    terms,
)
from benchmarks.contest_data import create_brands
from desk import sample

MOST_BRANDS = 10  # times those of the sample; a committee with more would have more branches, too


def migrate():
    call_command("migrate", verbosity=0)


def load():
    sample.load(timezone.localdate(), say=lambda line: None)


def grow(times):
    today = timezone.localdate()
    committee = Committee.objects.order_by("pk").first()
    growth.fill_month(committee, growth.measured_month(today))
    growth.grow(committee, int(times), today)
    create_brands(committee, exhibits.MORE_BRANDS * (min(int(times), MOST_BRANDS) - 1), "示例")


PARTS = {
    "migrate": migrate,
    "load": load,
    "grow": grow,
    "pages": pages.measure,
    "exhibits": exhibits.measure,
    "feed": feeds.measure,
    "contest": contests.result,
    "result-pages": result_pages.measure,
    "saves": contests.saves,
    "scored": scores.create,
    "scores": scores.scores,
    "rounds": rounds.measure,
    "backup-rows": backups.create,
    "backup": backups.back_up,
    "backup-floor": backups.floor,
    "backup-check": backups.prove,
    "backup-restore": backups.put_back,
    "roster": imports.roster_import,
    "ledger": imports.ledger_import,
    # What the committee writes: first the rows on a copy of the sample, then lines of the table of budgets.
    "statistics-create": statistics.create,
    "statistics": statistics.measure,
    "terms-create": terms.create,
    "terms": terms.measure,
    "letters-create": letters.create,
    "letters": letters.measure,
}
PARTS["office"] = lambda: [what.removesuffix("-create") for what in PARTS if what.endswith("-create")]
