"""Files that hold secrets: which they are by their names, and who reads them in a build."""

from __future__ import annotations

import posixpath

from fixer.later import NamedTuple, regex


class SecretFile(NamedTuple):
    """What is known of a file by its name."""

    #: What it is, for a sentence.
    what: str
    #: The programs that read it where nothing names it; none where it is always named.
    readers: frozenset[str]
    #: It holds a secret whatever it says; otherwise only its content tells.
    certain: bool


_NODE = frozenset(("npm", "npx", "yarn", "pnpm", "pnpx", "lerna", "nx", "turbo", "bun"))
_PYTHON = frozenset(("pip", "pip3", "uv", "poetry", "pipenv", "pdm", "python", "python3"))
_FETCHES = frozenset(
    (
        *(
            "git",
            "go",
            "cargo",
            "bundle",
            "composer",
            "ssh",
            "scp",
            "sftp",
            "rsync",
            "mix",
            "swift",
        ),
        *("pod", "dep", "glide", "terraform", "make", "ssh-add"),
    )
)
_NETRC = _FETCHES | _PYTHON | frozenset(("curl", "wget"))

_BY_NAME = {
    ".npmrc": SecretFile("the npm configuration", _NODE, False),
    ".yarnrc.yml": SecretFile("the Yarn configuration", _NODE, False),
    "pip.conf": SecretFile("the pip configuration", _PYTHON, False),
    "settings.xml": SecretFile("the Maven settings", frozenset(("mvn", "mvnw")), False),
    "gradle.properties": SecretFile(
        "the Gradle properties", frozenset(("gradle", "gradlew")), False
    ),
    "nuget.config": SecretFile(
        "the NuGet configuration", frozenset(("dotnet", "nuget", "msbuild")), False
    ),
    "auth.json": SecretFile("Composer's credentials", frozenset(("composer",)), False),
    ".netrc": SecretFile("a file of passwords", _NETRC, True),
    "_netrc": SecretFile("a file of passwords", _NETRC, True),
    ".git-credentials": SecretFile("git's passwords", _FETCHES, True),
    ".pgpass": SecretFile("a file of passwords", frozenset(("psql", "pg_dump")), True),
    ".pypirc": SecretFile("PyPI's credentials", frozenset(("twine", *_PYTHON)), True),
    ".dockercfg": SecretFile("registry credentials", frozenset(("docker", "skopeo")), True),
    "credentials.json": SecretFile("a file of credentials", frozenset(), False),
    "kubeconfig": SecretFile("a cluster's credentials", frozenset(("kubectl", "helm")), True),
    "master.key": SecretFile(
        "the key of the Rails credentials", frozenset(("rails", "rake")), True
    ),
}
_BY_PATH = {
    ".aws/credentials": SecretFile(
        "AWS credentials", frozenset(("aws", "terraform", "sam", "cdk")), True
    ),
    ".docker/config.json": SecretFile(
        "registry credentials", frozenset(("docker", "skopeo", "crane")), True
    ),
    ".kube/config": SecretFile("a cluster's credentials", frozenset(("kubectl", "helm")), True),
    ".cargo/credentials": SecretFile("Cargo's credentials", frozenset(("cargo",)), True),
    ".cargo/credentials.toml": SecretFile("Cargo's credentials", frozenset(("cargo",)), True),
}
_SSH_KEY = SecretFile("a private key", _FETCHES | _NODE | _PYTHON, True)
_KEY = SecretFile("a private key", frozenset(), True)
_MAYBE_KEY = SecretFile("a private key", frozenset(), False)
_ENV = SecretFile("a file of secrets", frozenset(), False)
_ACCOUNT = SecretFile("a service account's key", frozenset(), False)

_SSH_NAMES = regex(r"(?:.*[_.-])?id_(?:rsa|dsa|ecdsa|ed25519)")
_KEY_NAMES = regex(
    r"(?:.*[_.-])?(?:priv(?:ate)?(?:[_.-]?key)?|server[_.-]key|tls[_.-]key|ssl[_.-]key)\.(?:pem|key)"
    r"|(?:privkey|tls|server|private)\.key|privkey\.pem|.*\.ppk|.*[_-]rsa"
)
_MAYBE_KEY_NAMES = regex(r".*\.(?:pem|key)")
_ENV_NAMES = regex(r"\.env(?:\.(?:local|prod|production|staging|stage|live|private|secret))?")
_ACCOUNT_NAMES = regex(r".*(?:service[_-]?account|gcp|gcloud|firebase)[\w.-]*\.json")


def secret_file(path: str) -> SecretFile | None:
    """What a file is, by its path, if such files hold secrets; None for all others."""
    lower = path.lower().strip("/")
    name = posixpath.basename(lower)
    for ending, known in _BY_PATH.items():
        if lower == ending or lower.endswith("/" + ending):
            return known
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name.endswith((".pub", ".crt", ".cer")) or "public" in name or "ca" in name.split("."):
        return None
    for pattern, known in (
        (_SSH_NAMES, _SSH_KEY),
        (_KEY_NAMES, _KEY),
        (_MAYBE_KEY_NAMES, _MAYBE_KEY),
        (_ENV_NAMES, _ENV),
        (_ACCOUNT_NAMES, _ACCOUNT),
    ):
        if pattern.fullmatch(name):
            return known
    return None


_FILLED = regex(rb"[\"']?[$<{%].*")
_ASSIGNED = regex(
    rb"(?im)^[ \t]*+(?:export[ \t]++)?((?:[./:@]*+[\w-]++)+?)[\"']?[ \t]*+[=:]"
    rb"[ \t]*+[\"']?([^\s\"'#]+)"
)
_ELEMENTS = regex(
    rb"(?i)<(?:password|passphrase|privateKey)>\s*[^\s<$][^<]*<"
    rb"|key=\"(?:cleartext)?password\"\s+value=\"[^\"%]+\""
    rb"|\"(?:private_key|client_secret|refresh_token|auth)\"\s*:\s*\"[^\"$]"
)
_WORDS = regex(r"_?(?:auth(?:token)?|password)|npmauth(?:token|ident)")


def shows_secret(data: bytes) -> bool:
    """Whether the content of such a file holds a secret, not only the names of variables."""
    from fixer.dockerfile.secrets import holds_secret, is_placeholder, kind_of

    if kind_of(data.decode("utf-8", "replace")) is not None or _ELEMENTS.search(data):
        return True
    for name, value in _ASSIGNED.findall(data):
        if _FILLED.match(value):
            continue
        text = value.decode("utf-8", "replace")
        last = name.rpartition(b":")[2].decode("utf-8", "replace")
        if _WORDS.fullmatch(last.lower()) and not is_placeholder(text):
            return True
        if holds_secret(last, text):
            return True
    return False
