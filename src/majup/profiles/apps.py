from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "majup.profiles"
