"""`./run demo`: everything on this machine with a made-up caseload, until Ctrl-C."""

import argparse
import os
import sys
from contextlib import suppress

from majup.config.launch import environment

MAIL_PORT_BESIDE = 25


def run(arguments: list[str]) -> int:
    options = _options(arguments)
    site = f"http://localhost:{options.port}"
    os.environ |= {
        "MAJUP_DEMO": "1",
        "MAJUP_SITE_URL": site,
        "MAJUP_SMTP_URL": f"smtp://127.0.0.1:{options.mail_port}",
        "DJANGO_SETTINGS_MODULE": "majup.config.settings",
    }
    environment.prepare()
    environment.django("collectstatic", "--noinput", "--verbosity", "0")
    sink = environment.start("majup.config.launch.mail_sink", str(options.mail_port))
    worker = environment.start("django", "procrastinate", "worker", "--concurrency", "2")
    web = environment.web_server(options.port)
    with suppress(KeyboardInterrupt), environment.ending(web, worker, sink):
        if environment.django("demo", *(["--empty"] if options.empty else [])):
            sys.exit("The caseload could not be made; the reason stands above. Remove the folder var and start again.")
        environment.wait_for(options.port, web)
        environment.django("demo_signins", site)
        return web.wait()
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--empty", action="store_true", help="sign-ins only, no caseload")
    parser.add_argument("--mail-port", type=int, help="of the mail server beside it; by default 25 above the port")
    options = parser.parse_args(arguments)
    options.mail_port = options.mail_port or options.port + MAIL_PORT_BESIDE
    return options
