"""The pages of the app, each part with its own list."""

from activities.urls import calendars, duties, ledger, plans, prompts, reports, tasks

urlpatterns = [
    *ledger.urlpatterns,
    *plans.urlpatterns,
    *reports.urlpatterns,
    *calendars.urlpatterns,
    *duties.urlpatterns,
    *tasks.urlpatterns,
    *prompts.urlpatterns,
]
