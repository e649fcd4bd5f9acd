from django.urls import path

from alliances import views_officers as views

urlpatterns = [
    path("organizations/officers/", views.officer_list, name="officer-list"),
    path("organizations/officers/open/", views.officer_open, name="officer-open"),
    path("organizations/officers/<int:pk>/renew/", views.officer_renew, name="officer-renew"),
]
