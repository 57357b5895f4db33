"""At the door and in the tent."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
