from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "majup.guides"

    def ready(self) -> None:
        from majup.catalogue import links  # noqa: PLC0415 -- models are not loaded before
        from majup.guides.queries import named_links  # noqa: PLC0415

        links.ALSO_NAMED[self.name] = named_links
