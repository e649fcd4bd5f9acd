"""考核轮次: opened, filled in and reviewed, shown, appealed, frozen."""

from django.urls import path

from assessments.views import rounds, rounds_results

urlpatterns = [
    path("assessments/", rounds.round_list, name="round-list"),
    path("assessments/schemes/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("assessments/rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("assessments/rounds/<int:pk>/retake/", rounds.round_retake, name="round-retake"),
    path("assessments/rounds/<int:pk>/publicize/", rounds.round_publicize, name="round-publicize"),
    path("assessments/rounds/<int:pk>/finalize/", rounds.round_finalize, name="round-finalize"),
    path("assessments/rounds/<int:pk>/cancel/", rounds.round_cancel, name="round-cancel"),
    path("assessments/rounds/<int:pk>/results/", rounds_results.round_results, name="round-results"),
    path(
        "assessments/rounds/<int:pk>/results/export/", rounds_results.round_results_export, name="round-results-export"
    ),
    path("assessments/rounds/<int:pk>/appeals/", rounds_results.appeal_list, name="appeal-list"),
    path("assessments/<int:pk>/appeal/", rounds_results.appeal_raise, name="appeal-raise"),
    path("assessments/appeals/<int:pk>/answer/", rounds_results.appeal_answer, name="appeal-answer"),
]
