"""Pages of report drafts and of their templates."""

from django.urls import path

from desk.reports import template_views, views

urlpatterns = [
    path("reports/", views.report_list, name="report-list"),
    path("reports/new/", views.report_create, name="report-create"),
    path("reports/<int:pk>/", views.report_detail, name="report-detail"),
    path("reports/<int:pk>/edit/", views.report_draft_edit, name="report-draft-edit"),
    path("reports/<int:pk>/document.docx", views.report_document, name="report-document"),
    path("reports/<int:pk>/text/", views.report_text, name="report-text"),
    path("reports/<int:pk>/drop/", views.report_drop, name="report-drop"),
    path("reports/<int:pk>/take-up/", views.report_take_up, name="report-take-up"),
    path("reports/paragraphs/<int:pk>/restore/", views.report_paragraph_restore, name="report-paragraph-restore"),
    path("reports/templates/", template_views.template_list, name="report-template-list"),
    path("reports/templates/new/", template_views.template_create, name="report-template-create"),
    path("reports/templates/<int:pk>/", template_views.template_edit, name="report-template-edit"),
]
