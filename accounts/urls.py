from django.urls import path

from accounts import views, views_second_factor, views_sessions

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password_change, name="password-change"),
    path("account/sessions/", views_sessions.sessions, name="session-list"),
    path("account/text-size/", views.text_size, name="text-size"),
    # The names allauth looks for.
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("account/inactive/", views.locked, name="account_inactive"),
    path("account/confirm/", views_second_factor.confirm_by_password, name="account_reauthenticate"),
    path("account/confirm/code/", views_second_factor.confirm_by_code, name="mfa_reauthenticate"),
    path("login/code/", views_second_factor.log_in, name="mfa_authenticate"),
    path("account/second-factor/", views_second_factor.index, name="mfa_index"),
    path("account/second-factor/set-up/", views_second_factor.set_up, name="mfa_activate_totp"),
    path("account/second-factor/remove/", views_second_factor.remove, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", views_second_factor.codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", views_second_factor.new_codes, name="mfa_generate_recovery_codes"),
]
