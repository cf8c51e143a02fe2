ALLOWED_HOSTS = ["shop.example.org"]
ROOT_URLCONF = "shop.urls"
MIDDLEWARE = []
