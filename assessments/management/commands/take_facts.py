from django.core.management.base import BaseCommand, CommandError

from assessments.models import Round
from assessments.rounds import facts_taking


class Command(BaseCommand):
    help = "为一轮考核取数：没有完成复核的单位按现有记录重新取数，可以重复执行。"

    def add_arguments(self, parser):
        parser.add_argument("round", type=int, help="轮次编号")

    def handle(self, *, round, **options):
        found = Round.objects.select_related("scheme").filter(pk=round).first()
        if found is None:
            raise CommandError(f"没有编号为{round}的考核轮次。")
        if found.state == Round.State.SCORING:
            changed = facts_taking.take_all(found)
            self.stdout.write(f"{found}：更新{changed}项数据")
