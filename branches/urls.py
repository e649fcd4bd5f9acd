from django.urls import path

from branches import roster_views, views

urlpatterns = [
    path("organizations/import/", roster_views.roster_import, name="roster-import"),
    path("organizations/import/<int:pk>/", roster_views.roster_import_detail, name="roster-import-detail"),
    path("organizations/import/<int:pk>/apply/", roster_views.roster_import_apply, name="roster-import-apply"),
    path("organizations/import/<int:pk>/undo/", roster_views.roster_import_undo, name="roster-import-undo"),
    path("branches/", views.branch_list, name="branch-list"),
]
