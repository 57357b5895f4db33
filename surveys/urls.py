"""Staff pages of surveys; residents' pages are in surveys.respondent.urls."""

from django.urls import URLPattern, URLResolver, path

from surveys.views import texts

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("metingen/<str:code>/teksten/", texts.text_list, name="text_list"),
    path("metingen/<str:code>/teksten/<int:pk>/", texts.text_review, name="text_review"),
    path("metingen/<str:code>/teksten/<int:pk>/weglaten/", texts.text_withhold, name="text_withhold"),
    path("metingen/<str:code>/teksten/<int:pk>/terugdraaien/", texts.text_undo, name="text_undo"),
]
