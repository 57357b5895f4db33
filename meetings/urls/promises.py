"""Promises and their ledger."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
