"""Every source by its key, in the order in which a form offers them."""

from assessments.facts.sources import attendance

SOURCES = {source.key: source for source in (attendance.ATTENDANCE,)}
