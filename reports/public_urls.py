"""The page of a complex that everybody may read; Dutch at the root, English under /en/."""

from django.urls import path

from reports.views import complex_page

app_name = "public"
urlpatterns = [path("complex/<str:code>/", complex_page.complex_page, name="complex_page")]
