"""Redis as Django's cache; but what the log-in counts goes to the database while Redis is away.

Counting failures is what locks an account. Without a count either nobody could sign in or everybody could guess, so the
counts of allauth (its keys begin so) have a second place. They begin anew there: that is five more tries at most. Other
keys are only kept to be quick, and who asks for them copes without.
"""

import logging

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

COUNTS = "allauth"
TABLE = "login_counts"

logger = logging.getLogger(__name__)


class CountingCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._counts = DatabaseCache(TABLE, {**params, "OPTIONS": {"MAX_ENTRIES": 100_000}})

    def add(self, key, *args, **kwargs):
        return self._or_in_database("add", key, *args, **kwargs)

    def get(self, key, *args, **kwargs):
        return self._or_in_database("get", key, *args, **kwargs)

    def set(self, key, *args, **kwargs):
        return self._or_in_database("set", key, *args, **kwargs)

    def delete(self, key, *args, **kwargs):
        return self._or_in_database("delete", key, *args, **kwargs)

    def _or_in_database(self, verb, key, *args, **kwargs):
        try:
            return getattr(super(), verb)(key, *args, **kwargs)
        except RedisError:
            if not key.startswith(COUNTS):
                raise
            logger.warning("Redis is away: log-ins are counted in the database.")
            return getattr(self._counts, verb)(key, *args, **kwargs)
