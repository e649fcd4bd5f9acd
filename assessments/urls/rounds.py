"""考核轮次: opened, filled in and reviewed, shown, appealed, frozen."""

from django.urls import path

from assessments.views import letters, rounds, rounds_acts, rounds_fill, rounds_passport, rounds_results

urlpatterns = [
    path("assessments/", rounds.round_list, name="round-list"),
    path("assessments/schemes/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("assessments/rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("assessments/rounds/<int:pk>/retake/", rounds.round_retake, name="round-retake"),
    path("assessments/rounds/<int:pk>/compare/", rounds.round_compare, name="round-compare"),
    path("assessments/rounds/<int:pk>/deadlines/", rounds.round_deadlines, name="round-deadlines"),
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
    path("assessments/<int:pk>/", rounds_passport.passport, name="passport"),
    path("assessments/<int:pk>/export/", rounds_passport.passport_export, name="passport-export"),
    path("assessments/<int:pk>/fill/", rounds_fill.assessment_fill, name="assessment-fill"),
    path("assessments/<int:pk>/scores/<int:indicator>/", rounds_fill.score_save, name="score-save"),
    path("assessments/<int:pk>/claims/<int:indicator>/", rounds_fill.claim_add, name="claim-add"),
    path("assessments/<int:pk>/strikes/<int:indicator>/", rounds_fill.strike_add, name="strike-add"),
    path("assessments/claims/<int:pk>/remove/", rounds_fill.claim_remove, name="claim-remove"),
    path("assessments/claims/<int:pk>/file/", rounds_passport.claim_file, name="claim-file"),
    path("assessments/strikes/<int:pk>/remove/", rounds_fill.strike_remove, name="strike-remove"),
    path("assessments/<int:pk>/submit/", rounds_acts.assessment_submit, name="assessment-submit"),
    path("assessments/<int:pk>/pass-on/", rounds_acts.assessment_pass_on, name="assessment-pass-on"),
    path("assessments/<int:pk>/settle/", rounds_acts.assessment_settle, name="assessment-settle"),
    path("assessments/<int:pk>/take-back/", rounds_acts.assessment_take_back, name="assessment-take-back"),
    path("assessments/<int:pk>/return/", rounds_acts.assessment_return, name="assessment-return"),
    path("assessments/<int:pk>/exempt/", rounds_acts.assessment_exempt, name="assessment-exempt"),
    path("assessments/<int:pk>/letter/", letters.assessment_letter, name="assessment-letter"),
]
