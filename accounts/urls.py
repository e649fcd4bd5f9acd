from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password_change, name="password-change"),
    path("account/text-size/", views.text_size, name="text-size"),
    # The names allauth looks for.
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("account/inactive/", views.locked, name="account_inactive"),
]
