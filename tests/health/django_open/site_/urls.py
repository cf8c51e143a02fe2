from django.http import HttpResponse
from django.urls import path


def health(request):
    return HttpResponse("well")


urlpatterns = [path("health/", health)]
