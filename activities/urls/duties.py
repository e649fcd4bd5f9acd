from django.urls import path

from activities import views_duties

urlpatterns = [
    path("duties/", views_duties.duty_matrix, name="duty-matrix"),
    path("duties/export/", views_duties.duty_export, name="duty-export"),
    path("duties/remind/", views_duties.duty_remind, name="duty-remind"),
]
