"""All settings in one place, typed, with defaults that run; `MAJUP_*` variables that nobody reads are an error."""

import json
import os
import sys
from pathlib import Path

from babel import Locale
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from majup.plumbing import database_url, embedded
from majup.plumbing.rls import APP_ROLE

env = Env(prefix="MAJUP_")
BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(exist_ok=True)


def local_secret(name: str) -> str:
    """A secret for this machine alone, made on first use; servers set MAJUP_SECRET_KEY instead."""
    file = VAR_DIR / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(os.urandom(48).hex())
    return file.read_text()


DEBUG = env.bool("DEBUG", False)
TESTING = env.bool("TESTING", "pytest" in sys.modules)
SECRET_KEY = env.str("SECRET_KEY", None) or local_secret("secret_key")
FIELD_KEY = env.str("FIELD_KEY", None) or local_secret("field_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env.list("TRUSTED_ORIGINS", [SITE_URL])
# The weekly check of links asks public addresses alone; tests ask a server on this machine.
LINK_CHECK_LOCAL = False
COUNTRY_PACK = env.path("COUNTRY_PACK", BASE_DIR / "src/majup/packs/lv")
PACK = json.loads((COUNTRY_PACK / "pack.json").read_text())
DOCUMENTS_DIR = env.path("DOCUMENTS_DIR", VAR_DIR / "documents")
DEMO = env.bool("DEMO", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "majup.plumbing",
    "majup.places",
    "majup.staff",
    "majup.network",
    "majup.profiles",
    "majup.people",
    "majup.intake",
    "majup.catalogue",
    "majup.openings",
    "majup.guides",
    "majup.ties",
    "majup.cases",
    "majup.family",
    "majup.calls",
    "majup.questions",
    "majup.matching",
    "majup.offers",
    "majup.outcomes",
    "majup.reports",
    "majup.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "majup.web.middleware.LanguageMiddleware",
    "majup.web.public_pages.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "majup.web.middleware.ScopeMiddleware",
    "majup.web.middleware.NullByteMiddleware",
    "majup.web.middleware.ReadOnlyGetMiddleware",
    "majup.web.middleware.SignInMiddleware",
    "majup.web.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "majup.config.urls"
WSGI_APPLICATION = "majup.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "src/majup/web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "majup.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "majup.web.templatetags.majup"],
        },
    }
]
FORM_RENDERER = "majup.web.components.forms.Renderer"

# Migrations, the pack loader and the test set-up act as the owner of the tables; all else as a role that owns nothing.
AS_OWNER = env.bool("AS_OWNER", False)
DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.start(
    VAR_DIR / ("postgres-tests" if TESTING else "postgres"), lasting=not TESTING
)
ROLE_OPTION = {False: f"-c role={APP_ROLE}", True: "-c majup.owner=on"}
DATABASES = {
    "default": database_url.settings_of(DATABASE_URL, options=ROLE_OPTION[AS_OWNER])
    | {"TEST": {"NAME": env.str("TEST_DATABASE", "test_majup")}}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Attempts to sign in and codes already used are counted over all processes, so they stand in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"},
    "charts": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env.path("CHARTS_DIR", VAR_DIR / "charts"),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["majup.web.sessions.SignInBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "majup.web.signin.AccountAdapter"
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
# The administrator opens accounts, and the link for the password has proved the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "majup.web.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Majup"
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
SESSION_ENGINE = "majup.web.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
CSRF_FAILURE_VIEW = "majup.web.errors.csrf_failure"

LANGUAGES = [(code, Locale.parse(code).english_name) for code in PACK["languages"]]
LANGUAGE_CODE = PACK["languages"][0]
# Letters and forms are written in the pack's languages; public pages may also speak others, in part.
PUBLIC_LANGUAGES = [*PACK["languages"], *PACK["public_languages"]]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "src/majup/locale"]
USE_TZ = True
TIME_ZONE = PACK["timezone"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "object-src": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_BYTES", 5 * 1024 * 1024)

# Mail: an address for each region (in the network directory) and one SMTP server that sends for all of them.
SMTP_URL = env.str("SMTP_URL", "smtp://127.0.0.1:8025")
IMAP_URL = env.str("IMAP_URL", "")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", "majup.example")
MAIL_FROM = env.str("MAIL_FROM", "majup@majup.example")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    # An address that is not there is no fault of ours, and a link that is over is a secret that stays out of logs.
    "loggers": {"django.request": {"level": "ERROR"}},
}

given = {name for name in os.environ if name.startswith("MAJUP_")}
if unknown := given - {name if name.startswith("MAJUP_") else f"MAJUP_{name}" for name in env.dump()}:
    raise ImproperlyConfigured(f"Unknown settings in the environment: {', '.join(sorted(unknown))}")
