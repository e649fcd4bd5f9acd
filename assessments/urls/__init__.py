"""Contests: set-up and running (setup), judging (judges), what came out of it (results). Assessment: schemes, rounds,
review meetings, and what stands beside the scores (insights)."""

from assessments.urls.insights import urlpatterns as insights
from assessments.urls.judges import urlpatterns as judges
from assessments.urls.results import urlpatterns as results
from assessments.urls.reviews import urlpatterns as reviews
from assessments.urls.rounds import urlpatterns as rounds
from assessments.urls.schemes import urlpatterns as schemes
from assessments.urls.setup import urlpatterns as setup

urlpatterns = [*setup, *judges, *results, *schemes, *rounds, *reviews, *insights]
