"""Ask everything that a start asks, and say it; the installer does so before it switches to a new version."""

from django.core.management.base import BaseCommand, CommandError

from portal import readiness


class Command(BaseCommand):
    help = "检查正式环境能否启动：数据库、结构、静态文件、上传文件夹、示例账号；有问题时说明原因和处理办法。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--database", action="store_true", help="只检查数据库能否连上。")

    def handle(self, *, database, **options):
        found = [fault for fault in [readiness.database()] if fault] if database else readiness.faults()
        if found:
            raise CommandError("\n".join(str(fault) for fault in found))
        self.stdout.write("检查通过，可以启动。")
