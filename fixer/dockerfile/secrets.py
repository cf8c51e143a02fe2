"""What is a secret: by the name that holds it, and by the value itself.

Names are judged by their last word: `DB_PASSWORD` holds a password, `PASSWORD_FILE`, `TOKEN_TTL`
and `SECRET_NAME` only speak of one. Values are judged by detect-secrets, whose patterns are asked
in this process; nothing is sent anywhere to see whether a secret is still valid. A value itself
never leaves this module: what it returns is what kind of secret it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from fixer.later import regex

if TYPE_CHECKING:
    from detect_secrets.plugins.base import BasePlugin
    from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin

#: The last word of a name that holds a secret, digits behind it taken off.
_SECRET_WORDS = frozenset(
    (
        *("password", "passwd", "passphrase", "pword", "secret", "secrets", "token", "apikey"),
        *("credential", "credentials", "apitoken", "authtoken", "secretkey", "privatekey"),
        *("accesstoken", "dbpassword", "pgpassword", "npmtoken"),
    )
)
#: Those that are too short to mean it alone: `DB_PASS`, `MYSQL_PWD`, `GITHUB_PAT`.
_SHORT_WORDS = frozenset(("pass", "pwd", "pw", "pat", "psw", "creds"))
#: What stands before `KEY` where the key is one to keep.
_KEPT_KEYS = frozenset(
    (
        *("api", "private", "secret", "access", "master", "encryption", "auth", "account"),
        *("deploy", "ssh", "rsa", "jwt", "storage", "license", "shared", "admin", "service"),
    )
)
_SECRET_NAMES = frozenset(("secret_key_base", "composer_auth", "docker_auth_config", "vault_pass"))
#: What such names hold is the path of a file.
_PATH_NAMES = frozenset(("google_application_credentials",))
#: A name with one of these is not, or is not meant to be, a secret.
_OPEN_WORDS = frozenset(
    (
        *("public", "pub", "gpg", "pgp", "allow", "disable", "disabled", "enable", "enabled"),
        *("no", "use", "require", "required", "skip", "without", "has", "min", "max", "dummy"),
        *("fake", "example", "cache", "publishable", "ignore", "suppress", "random", "generate"),
    )
)
#: What bundlers put into pages that everybody gets.
_PUBLISHED = ("vite_", "react_app_", "next_public_", "expo_public_", "vue_app_", "gatsby_")

_WORD_BOUND = regex(r"[_\-.]+|(?<=[a-z])(?=[A-Z])")

#: Stands for a secret, or for none.
_PLACEHOLDER = regex(
    r"\W*|.{1,2}|\d{1,3}|true|false|yes|none|null|nil|undefined|unset|default|off|enabled?"
    r"|disabled?|n/a|todo|tbd|foo|bar|foobar|dev|development|"
    r".*(?:change_?-?(?:me|it|this)|fix_?-?me|replace|place_?-?holder|dummy|fake|example|sample"
    r"|your|insert|not[-_ ]?(?:a[-_ ]?)?(?:set|real|used|secret|needed|important|secure)|unused"
    r"|insecure|xxx|\*\*\*|\.\.\.|to[-_ ]?be[-_ ]|override|overwrit|only|temporary|ignored"
    r"|build[-_ ]?time|for[-_ ]build|collectstatic|precompile|test(?:ing)?\b|mock|stub).*",
    2 | 16,  # re.IGNORECASE, re.DOTALL
)
#: A path, a flag, a URL without a user, a list of words: what a secret is not.
_OTHER = regex(r"(?:[A-Za-z]:\\|/|~/|\./|\.\./|-)[\w.\\/~-]*|\w+://[^@\s]*|.*\s\w+\s.*", 16)
#: What a template or another program fills in, and `[secret key]`.
_FILLED = regex(r"[<\[({].*[>\])}]|%\w+%|__\w+__|@\w+@|\$.*|`.*", 16)

#: Without any of these a text holds nothing that has a shape of its own.
_SHAPES = (
    *(b"AKIA", b"ASIA", b"A3T", b"ABIA", b"ACCA", b"PRIVATE KEY", b"PuTTY-User", b"AccountKey="),
    *(b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"glpat-", b"gldt-", b"glft-", b"glsoat-"),
    *(b"glrt-", b"_authToken", b"xox", b"hooks.slack", b"eyJ", b"pypi-Ag", b"k_live_", b"sk-"),
    *(b"SG.", b"sq0"),
)
_LOGIN = regex(rb"://[^\s/:@]+:[^\s/@]+@")
#: Longer texts are looked at in pieces of this length, in characters: the patterns are not ours.
_PIECE = 512
_PIECES = 64


#: Parts of the words that most names of secrets have.
WORDS = ("pass", "token", "secret", "key", "cred", "auth")
#: Without any of these, small letters, no name in a text is one of a secret, or leaves it open.
_TRACES = (
    *(b"pass", b"token", b"secret", b"key", b"cred", b"auth", b"pwd", b"_pw", b"_pat", b"psw"),
    *(b"salt", b"webhook", b"pword"),
)


def may_hold_secret(text: bytes) -> bool:
    """Whether a text holds anything that could be a secret's name or value: a cheap first look."""
    lower = text.lower()
    for trace in _TRACES:
        if trace in lower:
            return True
    return has_shape(text)


#: `NAME=value`, `name: value`, and `ENV NAME value`.
_PAIRS = (
    regex(r"([A-Za-z_]\w*)[\"']?\s*[=:]\s*[\"']?([^\s\"']+)"),
    regex(r"(?i)^\s*ENV\s+([A-Za-z_]\w*)[ \t]+[\"']?([^\s\"']+)"),
)


def line_shows_secret(line: bytes) -> bool:
    """Whether a line, of whatever language, holds a secret by its name or by its own shape."""
    if not may_hold_secret(line):
        return False
    text = line[:_PIECE].decode("utf-8", "surrogateescape")
    return kind_of(text) is not None or any(
        is_secret_name(name) and holds_secret(name, value)
        for pattern in _PAIRS
        for name, value in pattern.findall(text)
    )


def has_shape(text: bytes) -> bool:
    """Whether a text holds the beginning of a secret that shows by its shape."""
    for shape in _SHAPES:
        if shape in text:
            return True
    return b"@" in text and _LOGIN.search(text) is not None


@lru_cache(4096)
def is_secret_name(name: str) -> bool:
    """Whether a variable of that name holds a secret, whatever its value."""
    lower = name.lower()
    if lower in _SECRET_NAMES:
        return True
    words = [word.lower().rstrip("0123456789") for word in _WORD_BOUND.split(name)]
    words = [word for word in words if word]
    if not words or lower in _PATH_NAMES or lower.startswith(_PUBLISHED):
        return False
    if not _OPEN_WORDS.isdisjoint(words):
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in _SECRET_WORDS:
        return True
    if last == "key":
        return before in _KEPT_KEYS
    return last in _SHORT_WORDS and bool(before)


def is_placeholder(value: str) -> bool:
    """Whether a value only stands for one that is given elsewhere, or is no secret by its shape."""
    return any(pattern.fullmatch(value) is not None for pattern in (_PLACEHOLDER, _OTHER, _FILLED))


def holds_secret(name: str, value: str) -> bool:
    """Whether a variable that is set to a value, quotes gone, holds a secret."""
    if _FILLED.fullmatch(value):
        return False
    if kind_of(value) is not None:
        return True
    if is_placeholder(value):
        return False
    return is_secret_name(name) or (_is_keylike(name) and _is_random(value))


def _is_keylike(name: str) -> bool:
    """Whether a name leaves it open: `APP_KEY`, `SLACK_WEBHOOK`, `BASIC_AUTH`, `SALT`."""
    words = [word.lower() for word in _WORD_BOUND.split(name) if word]
    last = words[-1].rstrip("0123456789") if words else ""
    return last in ("key", "auth", "salt", "webhook", "pass") and _OPEN_WORDS.isdisjoint(words)


def kind_of(text: str) -> str | None:
    """The kind of a secret that shows by its own shape anywhere in a text, or None.

    Known formats (cloud keys, access tokens, private keys) and passwords in URLs.
    """
    if not has_shape(text.encode("utf-8", "surrogateescape")):
        return None
    for at in range(0, min(len(text), _PIECE * _PIECES), _PIECE):
        piece = text[at : at + _PIECE + 128]
        for line in piece.splitlines():
            for kind, value in _found(line):
                if kind == "Basic Auth Credentials" and _is_known_login(line, value):
                    continue
                if value and _PLACEHOLDER.fullmatch(value) and kind != "Private Key":
                    continue
                return _NAMES.get(kind, kind)
    return None


_NAMES = {
    "Basic Auth Credentials": "a password in a URL",
    "Private Key": "a private key",
    "AWS Access Key": "an AWS access key",
    "GitHub Token": "a GitHub token",
    "GitLab Token": "a GitLab token",
    "NPM tokens": "an npm token",
    "Slack Token": "a Slack token",
    "JSON Web Token": "a JSON web token",
    "PyPI Token": "a PyPI token",
    "Stripe Access Key": "a Stripe key",
}

_LOCAL_LOGIN = regex(r"@(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|example\.)")


def _is_known_login(line: str, value: str) -> bool:
    """A URL's password that everybody knows: `postgres:postgres@`, `user:password@localhost`."""
    before, _, after = line.partition(f":{value}@")
    user = before.rpartition("/")[2]
    return (
        user == value
        or value.lower() in ("password", "pass", "passwd", "secret", "x-oauth-basic", "pwd")
        or _LOCAL_LOGIN.match("@" + after) is not None
    )


def _found(line: str) -> Iterator[tuple[str, str]]:
    for plugin in _plugins():
        for value in plugin.analyze_string(line):
            yield plugin.secret_type, value


def _is_random(value: str) -> bool:
    """Whether a value has as much entropy as only what is drawn at random has."""
    value = value.removeprefix("base64:")
    if not 20 <= len(value) <= 4096:
        return False
    return any(
        set(value) <= set(each.charset)
        and each.calculate_shannon_entropy(value) > each.entropy_limit
        for each in _entropies()
    )


@cache
def _plugins() -> list[BasePlugin]:
    """detect-secrets' patterns of known shapes; those that guess by a name are left out."""
    from detect_secrets.plugins import (
        aws,
        azure_storage_key,
        basic_auth,
        github_token,
        gitlab_token,
        jwt,
        npm,
        openai,
        private_key,
        pypi_token,
        sendgrid,
        slack,
        square_oauth,
        stripe,
    )

    return [
        aws.AWSKeyDetector(),
        azure_storage_key.AzureStorageKeyDetector(),
        basic_auth.BasicAuthDetector(),
        github_token.GitHubTokenDetector(),
        gitlab_token.GitLabTokenDetector(),
        jwt.JwtTokenDetector(),
        npm.NpmDetector(),
        openai.OpenAIDetector(),
        private_key.PrivateKeyDetector(),
        pypi_token.PypiTokenDetector(),
        sendgrid.SendGridDetector(),
        slack.SlackDetector(),
        square_oauth.SquareOAuthDetector(),
        stripe.StripeDetector(),
    ]


@cache
def _entropies() -> list[HighEntropyStringsPlugin]:
    from detect_secrets.plugins.high_entropy_strings import (
        Base64HighEntropyString,
        HexHighEntropyString,
    )

    return [Base64HighEntropyString(limit=4.0), HexHighEntropyString(limit=3.0)]
