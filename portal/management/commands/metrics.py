"""The address that Prometheus asks; one such process on a machine. `make run` starts it when METRICS_PORT is set."""

import signal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.metrics import exporter


class Command(BaseCommand):
    help = "供 Prometheus 抓取的指标：只在 METRICS_HOST:METRICS_PORT 上，不在门户的地址上。"
    requires_system_checks = []

    def handle(self, **options):
        if not settings.METRICS_PORT:
            raise CommandError("没有设置 METRICS_PORT，指标不开启。Set METRICS_PORT to switch metrics on.")
        try:
            server = exporter.serve()
        except OSError as fault:
            raise CommandError(
                f"{settings.METRICS_HOST}:{settings.METRICS_PORT} 不能使用：{fault.strerror}。"
                "换一个 METRICS_PORT，或停掉占用它的程序。"
            ) from fault
        self.stdout.write(f"指标 Metrics: http://{settings.METRICS_HOST}:{settings.METRICS_PORT}/metrics")
        stops = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        signal.sigwait(stops)
        server.shutdown()
