"""Contests: set-up and running (setup), judging (judges), what came out of it (results)."""

from assessments.urls.judges import urlpatterns as judges
from assessments.urls.results import urlpatterns as results
from assessments.urls.setup import urlpatterns as setup

urlpatterns = [*setup, *judges, *results]
