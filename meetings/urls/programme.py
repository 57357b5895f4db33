"""What a meeting is about."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
