"""Which partners come."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
