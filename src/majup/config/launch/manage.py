"""`./run majup <command>`: the program's own commands, as its restricted role; those that make tables act as owner."""

from majup.config.launch import environment

AS_OWNER = {"migrate", "makemigrations", "prepare"}


def run(arguments: list[str]) -> int:
    environment.prepare()
    owner = {"MAJUP_AS_OWNER": "1"} if arguments and arguments[0] in AS_OWNER else {}
    return environment.django(*arguments, **owner)
