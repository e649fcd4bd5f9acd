from django.urls import path

from desk.audit import views

urlpatterns = [
    path("audit/", views.audit_list, name="audit-list"),
    path("audit/export/", views.audit_export, name="audit-export"),
    path("audit/head/", views.audit_head, name="audit-head"),
    path("audit/<int:pk>/", views.audit_detail, name="audit-detail"),
]
