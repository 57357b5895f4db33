"""What residents hear back."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
