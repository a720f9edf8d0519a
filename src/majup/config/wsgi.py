import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majup.config.settings")
application = get_wsgi_application()
# What is loaded by now stays for good; looking through it again took a twentieth of each request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
