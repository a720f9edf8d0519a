"""A browser's part of the measurement: one kept connection, cookies, forms with their token."""

import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    milliseconds: float
    location: str

    def hidden(self, name: str) -> str:
        """Value of a hidden field of the page, "" when it has none."""
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.body.decode(errors="replace"))
        value = re.search(r'value="([^"]*)"', tag[0]) if tag else None
        return value[1] if value else ""


@dataclass
class Browser:
    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: list[tuple[str, str]], page: Answer) -> Answer:
        return self._ask("POST", path, urlencode([("csrfmiddlewaretoken", page.hidden("csrfmiddlewaretoken")), *fields]))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Connection": "keep-alive"}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self.host}:{self.port}/"}
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - begun) * 1000
        for value in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, content, took, response.headers.get("Location", ""))
