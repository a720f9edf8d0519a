"""Public pages are kept ready for the next reader until a public fact changes.

A page is kept only if nothing in it can depend on who reads: its view says so (`public_page`), the request
brought no cookie but the language, the answer sets none and holds no form that is posted, since such forms have keys.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.views.decorators.http import require_safe

from majup.plumbing import public_version

LONGEST_QUERY = 200  # characters; longer questions are asked once
MOST_BYTES = 32 * 2**20  # kept by one process
NOT_KEPT = ("Content-Length", "Set-Cookie", "Vary")


@dataclass(frozen=True)
class KeptPage:
    headers: tuple[tuple[str, str], ...]
    squeezed: bytes
    etag: str

    @classmethod
    def of(cls, response: HttpResponse) -> "KeptPage":
        headers = tuple((name, value) for name, value in response.items() if name not in NOT_KEPT)
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        return cls(headers, gzip.compress(response.content, compresslevel=6, mtime=0), etag)

    def answer(self, request: HttpRequest) -> HttpResponse:
        is_known = request.headers.get("If-None-Match", "").removeprefix("W/") == self.etag
        response = HttpResponseNotModified() if is_known else self._whole(request)
        response["ETag"], response["Cache-Control"], response["Vary"] = self.etag, "no-cache", "Accept-Encoding, Cookie"
        return response

    def _whole(self, request: HttpRequest) -> HttpResponse:
        squeezes = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.squeezed if squeezes else gzip.decompress(self.squeezed))
        for name, value in self.headers:
            response[name] = value
        response["Content-Length"] = str(len(response.content))
        if squeezes:
            response["Content-Encoding"] = "gzip"
        return response


@dataclass
class Store:
    """The pages last asked for, of one version of the public facts."""

    version: Any = None
    pages: OrderedDict[Any, KeptPage] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Any, version: Any) -> KeptPage | None:
        with self.lock:
            if version != self.version:
                self.version, self.size = version, 0
                self.pages.clear()
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def keep(self, key: Any, version: Any, page: KeptPage) -> None:
        with self.lock:
            if version != self.version or key in self.pages:
                return
            self.pages[key] = page
            self.size += len(page.squeezed)
            while self.size > MOST_BYTES:
                self.size -= len(self.pages.popitem(last=False)[1].squeezed)


STORE = Store()


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to everybody, only to read, and the same for all: it depends on address, language, day and public facts."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response = view(request, *args, **options)
        response.same_for_everybody = True  # type: ignore[attr-defined]
        return response

    answer = login_not_required(require_safe(marked))
    answer.is_public_page = True  # type: ignore[attr-defined]
    return answer


class PublicPagesMiddleware:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _asks_as_anybody(request):
            return self.get_response(request)
        key = (request.LANGUAGE_CODE, request.get_full_path(), timezone.localdate())  # type: ignore[attr-defined]
        version = public_version.current()
        page = STORE.get(key, version)
        if page is None:
            response = self.get_response(request)
            if not _may_be_kept(request, response):
                return response
            page = KeptPage.of(response)
            STORE.keep(key, version, page)
        return page.answer(request)


def _asks_as_anybody(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and set(request.COOKIES) <= {settings.LANGUAGE_COOKIE_NAME}
        and "HX-Request" not in request.headers
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    is_marked = request.method == "GET" and getattr(response, "same_for_everybody", False)
    if not is_marked or response.status_code != 200 or response.cookies:
        return False
    return b'method="post"' not in response.content
