"""Residents who sign up, as staff see them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
