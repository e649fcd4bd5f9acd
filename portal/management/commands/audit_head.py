from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.audit import chain


class Command(BaseCommand):
    help = "封存新的审计记录，打印链头（校验值@序号）和时间。请抄录或打印后另处保存，以后用 audit_verify --head 比对。"

    def handle(self, **options):
        chain.seal()
        head = chain.last()
        if head is None:
            self.stdout.write("还没有审计记录。")
            return
        self.stdout.write(f"{head}")
        self.stdout.write(f"{timezone.localtime(head.sealed_at):%Y年%-m月%-d日 %H:%M:%S}封存，共{head.number}条。")
