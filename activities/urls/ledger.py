from django.urls import path

from activities.views import ledger

urlpatterns = [
    path("activities/import/", ledger.activity_import, name="activity-import"),
    path("activities/import/apply/", ledger.activity_import_apply, name="activity-import-apply"),
]
