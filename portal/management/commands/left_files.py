"""What is left on the disk of uploads that were cut: manage.py left_files, and when it has been read, --delete"""

from django.core.management.base import BaseCommand

from portal.backup.archive import MB
from portal.left_files import delete, left_files


class Command(BaseCommand):
    help = "列出没有任何记录提到的上传文件（上传中途断开留下的，一天以上），--delete 删除。备份中本来就没有它们。"

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="删除列出的文件")

    def handle(self, **options):
        found = left_files()
        for name, size in found:
            self.stdout.write(f"{size:>12,}  {name}")
        total = f"{len(found)} 个文件，{sum(size for _, size in found) / MB:,.1f} MB"
        if options["delete"]:
            delete(name for name, _ in found)
            self.stdout.write(f"已删除 {total}。")
        else:
            self.stdout.write(f"没有记录提到的：{total}。" + ("加 --delete 删除。" if found else ""))
