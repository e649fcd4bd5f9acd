from django.urls import path

from branches import views

urlpatterns = [
    path("branches/", views.branch_list, name="branch-list"),
]
