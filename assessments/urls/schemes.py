"""考核方案: list, building, workbook."""

from django.urls import path

from assessments.views import schemes, schemes_grades, schemes_indicators, schemes_workbook

urlpatterns = [
    path("assessments/schemes/", schemes.scheme_list, name="scheme-list"),
    path("assessments/schemes/new/", schemes.scheme_create, name="scheme-create"),
    path("assessments/schemes/import/", schemes_workbook.scheme_import, name="scheme-import"),
    path("assessments/schemes/template/", schemes_workbook.scheme_template, name="scheme-template"),
    path("assessments/schemes/<int:pk>/", schemes.scheme_detail, name="scheme-detail"),
    path("assessments/schemes/<int:pk>/edit/", schemes.scheme_edit, name="scheme-edit"),
    path("assessments/schemes/<int:pk>/copy/", schemes.scheme_copy, name="scheme-copy"),
    path("assessments/schemes/<int:pk>/drop/", schemes.scheme_drop, name="scheme-drop"),
    path("assessments/schemes/<int:pk>/export/", schemes_workbook.scheme_export, name="scheme-export"),
    path("assessments/schemes/<int:pk>/trial/", schemes_indicators.scheme_trial, name="scheme-trial"),
    path("assessments/schemes/<int:pk>/indicators/new/", schemes_indicators.indicator_create, name="indicator-create"),
    path("assessments/schemes/indicators/<int:pk>/", schemes_indicators.indicator_edit, name="indicator-edit"),
    path(
        "assessments/schemes/indicators/<int:pk>/delete/", schemes_indicators.indicator_delete, name="indicator-delete"
    ),
    path("assessments/schemes/indicators/<int:pk>/move/", schemes_indicators.indicator_move, name="indicator-move"),
    path("assessments/schemes/<int:pk>/grades/new/", schemes_grades.grade_create, name="grade-create"),
    path("assessments/schemes/grades/<int:pk>/", schemes_grades.grade_edit, name="grade-edit"),
    path("assessments/schemes/grades/<int:pk>/delete/", schemes_grades.grade_delete, name="grade-delete"),
]
