"""The whole portal in one file, while people work: manage.py backup /var/backups/portal --keep 14"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backup.archive import MB
from portal.backup.faults import BackupFault, told
from portal.backup.placing import drop_old
from portal.backup.taking import take


class Command(BaseCommand):
    help = "备份整个门户（数据库、上传的文件、不含密码的设置）为一个文件，备份时照常使用。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            metavar="目录",
            nargs="?",
            default=settings.BACKUP_DIR,
            help="备份写到哪里，默认 PORTAL_BACKUPS；文件名为 portal-日期-时间.tar",
        )
        parser.add_argument("--keep", type=positive, metavar="N", help="只留最近 N 份，更早的删除")

    def handle(self, folder, keep, **options):
        try:
            taken = take(folder, say=self.stdout.write)
        except BackupFault as fault:
            raise CommandError("没有备份成功：\n" + "\n".join(fault.lines)) from fault
        if taken.missing:
            self.stderr.write(f"有 {len(taken.missing)} 个文件，记录中提到而目录中没有，不在备份中：")
            self.stderr.write("\n".join(told(taken.missing, "个")))
        self.stdout.write(
            f"已备份 {sum(taken.rows.values()):,} 行、{taken.files:,} 个文件，"
            f"{taken.bytes / MB:,.1f} MB，用时 {taken.seconds} 秒：\n{taken.path}\nSHA-256 {taken.sha256}"
        )
        for path in drop_old(folder, keep) if keep else []:
            self.stdout.write(f"已删除旧备份 {path.name}")


def positive(words):
    number = int(words)
    if number < 1:
        raise ValueError
    return number
