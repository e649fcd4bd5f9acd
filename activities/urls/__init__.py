"""The pages of the app, each part with its own list."""

from activities.urls import calendars, duties, ledger, plans, reports

urlpatterns = [
    *ledger.urlpatterns,
    *plans.urlpatterns,
    *reports.urlpatterns,
    *calendars.urlpatterns,
    *duties.urlpatterns,
]
