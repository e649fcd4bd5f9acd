"""What came out of it: results, passports, publicity, objections, awards."""

from django.urls import path

from assessments.views import results, results_acts, results_objections, results_staff

urlpatterns = [
    path("contests/<int:pk>/results/", results.contest_results, name="contest-results"),
    path("contests/<int:pk>/results/export/", results.contest_results_export, name="contest-results-export"),
    path("contests/<int:pk>/results/<int:entry>/", results.result_passport, name="result-passport"),
    path("contests/<int:pk>/severity/", results_staff.contest_severity, name="contest-severity"),
    path("contests/stages/<int:pk>/live/", results_staff.stage_live, name="stage-live"),
    path("contests/turns/<int:pk>/reveal/", results_staff.turn_reveal, name="turn-reveal"),
    path("contests/stages/<int:pk>/lock/", results_acts.stage_lock, name="stage-lock"),
    path("contests/<int:pk>/conclude/", results_acts.contest_conclude, name="contest-conclude"),
    path("contests/<int:pk>/correct/", results_acts.contest_correct, name="contest-correct"),
    path("contests/<int:pk>/amend/", results_acts.contest_amend, name="contest-amend"),
    path("contests/<int:pk>/publicize/", results_acts.contest_publicize, name="contest-publicize"),
    path("contests/<int:pk>/award/", results_acts.contest_award, name="contest-award"),
    path("contests/<int:pk>/objections/", results_objections.objection_list, name="objection-list"),
    path("contests/<int:pk>/objections/new/", results_objections.objection_raise, name="objection-raise"),
    path("contests/objections/<int:pk>/answer/", results_objections.objection_answer, name="objection-answer"),
]
