from django.urls import path

from alliances import views

urlpatterns = [
    path("alliances/", views.alliance_list, name="alliance-list"),
    path("alliances/seats/", views.seat_history, name="seat-history"),
    path("alliances/composition/", views.composition_list, name="composition"),
    path("alliances/<int:pk>/waivers/<slug:rule>/", views.waiver_save, name="waiver-save"),
    path("alliances/waivers/<int:pk>/withdraw/", views.waiver_withdraw, name="waiver-withdraw"),
    path("alliances/<int:pk>/change-lead/", views.alliance_change_lead, name="alliance-change-lead"),
    path("organizations/", views.organization_list, name="organization-list"),
]
