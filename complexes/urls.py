from django.urls import path

from complexes import views

app_name = "complexes"
urlpatterns = [
    path("huisstijl.css", views.house_style, name="house_style"),
    path("complexen/", views.complex_list, name="complex_list"),
    path("complexen/nieuw/", views.complex_create, name="complex_create"),
    path("complexen/<str:code>/", views.complex_detail, name="complex_detail"),
    path("complexen/<str:code>/wijzigen/", views.complex_edit, name="complex_edit"),
]
