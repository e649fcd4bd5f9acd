"""Exactly one beat ticks, however many are started: it holds a key in Redis that expires unless it is renewed.

The others wait and ask every two seconds; when the holder ends, the next takes over at once, and within HOLD seconds
when it was killed. When each task ran last is kept beside the key: whoever takes over goes on where the other stopped.
Should Redis have forgotten, what was due since midnight runs again: every task is safe to repeat, none may be left out.
"""

import logging
import os
import socket
import uuid
from datetime import datetime

import redis
from celery.beat import Scheduler, SchedulingError
from django.conf import settings
from django.utils import timezone

logger = logging.getLogger(__name__)

HOLDER = "portal-beat-holder"
LAST_RUNS = "portal-beat-last-runs"
HOLD = 30  # seconds without a word until another may take over
ASK_EVERY = 2  # seconds; the holder renews as often
# Only who holds the key may renew or drop it; asked and done in one step.
RENEW = "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('pexpire', KEYS[1], ARGV[2]) or 0"
DROP = "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('del', KEYS[1]) or 0"


class SoleScheduler(Scheduler):
    """Celery's scheduler with a turn to wait for. Nothing is kept on disk."""

    max_interval = ASK_EVERY

    def __init__(self, *args, **kwargs):
        self.me = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4().hex[:8]}"
        self.redis = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5)
        self.is_mine = None  # unlike False: nothing has been said yet
        super().__init__(*args, **kwargs)
        self.max_interval = min(self.max_interval, ASK_EVERY)

    def setup_schedule(self):
        self.merge_inplace(self.app.conf.beat_schedule)
        self.schedule = self.data

    def tick(self, *args, **kwargs):
        try:
            is_mine = self.take_or_renew()
            if is_mine and not self.is_mine:
                self.take_up()
        except (redis.RedisError, OSError) as error:
            if self.is_mine is not False:
                logger.error("定时任务等待 Redis：%s", error)
            self.is_mine = False
            return ASK_EVERY
        if not is_mine and self.is_mine is not False:
            logger.warning("另一个定时任务进程正在运行，本进程等候接替。Another beat holds the turn; this one waits.")
        self.is_mine = is_mine
        pause = super().tick(*args, **kwargs) if is_mine else ASK_EVERY
        return pause if self.is_mine else ASK_EVERY  # not at once again what could not be sent

    def take_or_renew(self):
        if self.redis.eval(RENEW, 1, HOLDER, self.me, HOLD * 1000):
            return True
        return bool(self.redis.set(HOLDER, self.me, nx=True, ex=HOLD))

    def take_up(self):
        """Go on from what is known of the last runs; at least what was due today."""
        known = {name.decode(): float(moment) for name, moment in self.redis.hgetall(LAST_RUNS).items()}
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        for name, entry in self.schedule.items():
            ran = datetime.fromtimestamp(known[name], midnight.tzinfo) if name in known else midnight
            entry.last_run_at = min(ran, timezone.localtime())  # a clock that was set back must not stop everything
        self._heap = None
        logger.info("本进程负责定时任务。This beat has the turn.")
        self.app.send_task("portal.tasks.record_heartbeat")  # /healthz should not wait for the schedule's

    def apply_entry(self, entry, producer=None):
        """Send it; what could not be sent stays due."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
            self.redis.hset(LAST_RUNS, entry.name, self.schedule[entry.name].last_run_at.timestamp())
        except (SchedulingError, redis.RedisError, OSError) as error:
            logger.error("定时任务 %s 没有送出，稍后再送：%s", entry.name, error)
            self.is_mine = False  # the next tick takes up from the last runs that are known

    def close(self):
        try:
            self.redis.eval(DROP, 1, HOLDER, self.me)
        except (redis.RedisError, OSError) as error:
            logger.info("定时任务没有交还：%s", error)  # it expires by itself
        super().close()


def holder():
    """Which machine and process ticks now, or None."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5) as client:
        name = client.get(HOLDER)
    return " ".join(name.decode().split()[:2]) if name else None
