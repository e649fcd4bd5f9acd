"""The second half of an activity's life: sign-up, roll call, report and its files."""

from django.urls import path

from activities import views_files, views_report, views_rollcall, views_signup

urlpatterns = [
    path("activities/<int:pk>/signup/", views_signup.signup, name="signup"),
    path("activities/<int:pk>/signup/withdraw/", views_signup.signup_withdraw, name="signup-withdraw"),
    path("activities/<int:pk>/roll-call/", views_rollcall.roll_call, name="roll-call"),
    path("activities/<int:pk>/sign-in-sheet/", views_rollcall.sign_in_sheet, name="sign-in-sheet"),
    path("activities/<int:pk>/report/", views_report.report_edit, name="report-edit"),
    path("activities/<int:pk>/report/autosave/", views_report.report_autosave, name="report-autosave"),
    path("activities/<int:pk>/report/compare/", views_report.report_compare, name="report-compare"),
    path("activities/pictures/<int:pk>/", views_files.picture_image, name="picture-image"),
    path("activities/pictures/<int:pk>/thumbnail/", views_files.picture_thumbnail, name="picture-thumbnail"),
    path("activities/attachments/<int:pk>/", views_files.attachment_download, name="attachment-download"),
]
