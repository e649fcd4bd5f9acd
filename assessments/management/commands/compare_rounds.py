from django.core.management.base import BaseCommand

from assessments.rounds import drift


class Command(BaseCommand):
    help = "比对已公示、已定格的考核与现有记录，标出“数据已变动”；结果不变。"

    def handle(self, **options):
        for round, differing in drift.compare_all():
            if differing:
                self.stdout.write(f"{round}：{differing}项数据已变动")
