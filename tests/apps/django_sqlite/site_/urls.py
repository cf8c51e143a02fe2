from django.http import HttpResponse
from django.urls import path

from site_.models import Visit


def index(request):
    Visit.objects.create(path=request.path)
    return HttpResponse(f"visits: {Visit.objects.count()}")


urlpatterns = [path("", index)]
