from django.core.management.base import BaseCommand

from majup.web.demo import people


class Command(BaseCommand):
    help = "Print who can sign in to the demo, with the second factor's secret and the code of this half minute"

    def add_arguments(self, parser):
        parser.add_argument("site")

    def handle(self, site, **options):
        rows = people.sign_ins()
        self.stdout.write(f"\nMajup is ready: {site}\nEvery mail that leaves: {site}/demo/mails/\n")
        self.stdout.write(f"Sign in at {site}/accounts/login/ — the password is always: {people.PASSWORD}\n")
        width = max(len(row.user.email) for row in rows)
        for row in rows:
            self.stdout.write(f"  {row.user.email:{width}}  {row.what:32} secret {row.secret}  code now {row.code}")
        self.stdout.write(f"\nFresh codes at any time: {site}/demo/\nStop with Ctrl-C.\n")
