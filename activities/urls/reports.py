"""The second half of an activity's life: sign-up, roll call, report and its files."""

from django.urls import path

from activities.views import files, reports, rollcall, signups

urlpatterns = [
    path("activities/<int:pk>/signup/", signups.signup, name="signup"),
    path("activities/<int:pk>/signup/withdraw/", signups.signup_withdraw, name="signup-withdraw"),
    path("activities/<int:pk>/roll-call/", rollcall.roll_call, name="roll-call"),
    path("activities/<int:pk>/sign-in-sheet/", rollcall.sign_in_sheet, name="sign-in-sheet"),
    path("activities/<int:pk>/report/", reports.report_edit, name="report-edit"),
    path("activities/<int:pk>/report/autosave/", reports.report_autosave, name="report-autosave"),
    path("activities/<int:pk>/report/compare/", reports.report_compare, name="report-compare"),
    path("activities/pictures/<int:pk>/", files.picture_image, name="picture-image"),
    path("activities/pictures/<int:pk>/thumbnail/", files.picture_thumbnail, name="picture-thumbnail"),
    path("activities/attachments/<int:pk>/", files.attachment_download, name="attachment-download"),
]
