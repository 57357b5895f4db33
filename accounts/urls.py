from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from accounts import views
from accounts.access import for_everybody_signed_in
from accounts.forms import SignInForm

app_name = "accounts"
login = LoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
urlpatterns = [
    path("inloggen/", login_not_required(login), name="login"),
    path("uitloggen/", for_everybody_signed_in(LogoutView.as_view()), name="logout"),
    path("wachtwoord/", views.password_change, name="password_change"),
]
