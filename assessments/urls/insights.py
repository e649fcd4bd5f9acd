"""What stands beside the scores: replay, the table of what is shared, stars."""

from django.urls import path

from assessments.views import insights

urlpatterns = [
    path("assessments/rounds/<int:pk>/replay/", insights.round_replay, name="round-replay"),
    path("assessments/rounds/<int:pk>/sharing/", insights.round_sharing, name="round-sharing"),
    path("assessments/rounds/<int:pk>/stars/", insights.round_stars, name="round-stars"),
    path("assessments/stars/<int:pk>/withdraw/", insights.star_withdraw, name="star-withdraw"),
]
