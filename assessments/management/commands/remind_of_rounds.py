from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.rounds import reminders


class Command(BaseCommand):
    help = "提醒到期未办的考核事项；每条提醒输出一行，没有就不输出。Safe to run again: nothing is sent twice."

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="日期", help="当作这一天来提醒，如 2026-11-20；不写就是今天。")

    def handle(self, *, on, **options):
        for line in reminders.remind(_day(on)):
            self.stdout.write(line)


def _day(text):
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on：“{text}”不是日期，请写成 2026-11-20 这样。") from None
