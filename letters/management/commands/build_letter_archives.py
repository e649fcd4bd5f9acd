from django.core.management.base import BaseCommand

from letters import archives
from letters.models import Batch


class Command(BaseCommand):
    help = "生成公文压缩包；不写编号，就接着做没有做完的。每批输出一行。Safe to run again and twice at once."

    def add_arguments(self, parser):
        parser.add_argument("batch", nargs="*", type=int, metavar="批次", help="批次的编号。")

    def handle(self, *, batch, **options):
        batches = Batch.objects.filter(pk__in=batch) if batch else archives.stuck()
        for one in batches:
            if archives.build(one.pk):
                self.stdout.write(str(one))
