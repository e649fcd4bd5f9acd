"""The first half of an activity's life: the list, the plan, its steps, the invitations."""

from django.urls import path

from activities import views_answer, views_detail, views_list, views_plan, views_steps

urlpatterns = [
    path("activities/", views_list.activity_list, name="activity-list"),
    path("activities/export/", views_list.activity_export, name="activity-export"),
    path("activities/new/", views_plan.activity_create, name="activity-create"),
    path("activities/autosave/", views_plan.activity_autosave, name="activity-autosave"),
    path("activities/clashes/", views_plan.activity_clashes, name="activity-clashes"),
    path("activities/<int:pk>/", views_detail.activity_detail, name="activity-detail"),
    path("activities/<int:pk>/edit/", views_plan.activity_edit, name="activity-edit"),
    path("activities/<int:pk>/autosave/", views_plan.activity_autosave, name="activity-autosave"),
    path("activities/<int:pk>/submit/", views_steps.activity_submit, name="activity-submit"),
    path("activities/<int:pk>/withdraw/", views_steps.activity_withdraw, name="activity-withdraw"),
    path("activities/<int:pk>/review/", views_steps.activity_review, name="activity-review"),
    path("activities/<int:pk>/publish/", views_steps.activity_publish, name="activity-publish"),
    path("activities/<int:pk>/return/", views_steps.activity_return, name="activity-return"),
    path("activities/<int:pk>/postpone/", views_steps.activity_postpone, name="activity-postpone"),
    path("activities/<int:pk>/cancel/", views_steps.activity_cancel, name="activity-cancel"),
    path("activities/<int:pk>/hand-in/", views_steps.activity_report, name="activity-report"),
    path("activities/<int:pk>/return-report/", views_steps.activity_return_report, name="activity-return-report"),
    path("activities/<int:pk>/accept/", views_steps.activity_accept, name="activity-accept"),
    path("activities/<int:pk>/comment/", views_steps.activity_comment, name="activity-comment"),
    path("activities/<int:pk>/answer/", views_answer.participation_answer, name="participation-answer"),
]
