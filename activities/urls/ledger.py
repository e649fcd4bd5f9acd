from django.urls import path

from activities import views_ledger

urlpatterns = [
    path("activities/import/", views_ledger.activity_import, name="activity-import"),
    path("activities/import/apply/", views_ledger.activity_import_apply, name="activity-import-apply"),
]
