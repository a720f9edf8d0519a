"""A browser's part of the measurement: one kept connection, cookies, forms with their token."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

Fields = list[tuple[str, str]]


class _Forms(HTMLParser):
    """Collects, for every POST form of a page, what a browser would send of it untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []
        self._fields: Fields | None = None
        self._select = self._textarea = ""

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self._fields = [] if (a.get("method") or "").lower() == "post" else None
            if self._fields is not None:
                self.forms.append((a.get("action") or "", self._fields))
        elif self._fields is not None:
            self._control(tag, a)

    def _control(self, tag, a):
        name, fields = a.get("name") or "", self._fields
        if tag == "input" and name and a.get("type") not in {"submit", "file", "button"}:
            if a.get("type") not in {"checkbox", "radio"} or "checked" in a:
                fields.append((name, a.get("value") or ("on" if a.get("type") == "checkbox" else "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in a:
            fields.append((self._select, a.get("value") or ""))
        elif tag == "textarea":
            self._textarea = name
            fields.append((name, ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    milliseconds: float
    location: str

    def form(self, with_field: str) -> tuple[str, Fields]:
        """(action, fields) of the first POST form that has a field named `with_field`; KeyError without one."""
        parser = _Forms()
        parser.feed(self.body.decode(errors="replace"))
        for action, fields in parser.forms:
            if any(name == with_field for name, _value in fields):
                return action, fields
        raise KeyError(with_field)


@dataclass
class Browser:
    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def send(self, path: str, page: Answer, with_field: str, **typed: str) -> Answer:
        """Send the form of `page` that has `with_field`, with some fields typed over."""
        action, fields = page.form(with_field)
        kept = [(name, value) for name, value in fields if name not in typed]
        return self._ask("POST", action or path, urlencode([*kept, *typed.items()]))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Connection": "keep-alive",
        }
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{self.host}:{self.port}/",
            }
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - begun) * 1000
        for value in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, content, took, response.headers.get("Location", ""))
