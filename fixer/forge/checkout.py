"""A repository's base and the bot's own branches, in a temporary folder of their own.

A commit of the bot is known by a trailer: a digest of its parent, its tree, its author and its
committer. Whoever amends it, rebases it or adds to it makes a commit without a matching one, and a
branch that ends in such a commit is never pushed to again.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from fixer.forge.git import Git, GitError
from fixer.forge.model import ForgeError
from fixer.forge.remote import Remote
from fixer.forge.secret import Secret

_TRAILER = "Fixer-Commit"
_SCOPE = "Fixer-Scope"
_IDENTITY = re.compile(r"\s*(?P<name>[^<>\n]*[^<>\s])\s*<(?P<mail>[^<>\s]+)>\s*")


class Signature(NamedTuple):
    """Who commits, and how."""

    #: `Name <address>`; None where git's own configuration says it.
    author: str | None = None
    signoff: bool = False
    #: None where git's own configuration says it.
    sign: bool | None = None


class Commit(NamedTuple):
    """A commit, as far as it matters here."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    #: Whether it is exactly as the bot made it.
    ours: bool
    #: What the run that made it was about.
    scope: str
    message: str


class Moved(ForgeError):
    """The branch is not what it was a moment ago: somebody pushed to it meanwhile."""


class Checkout:
    """The base's files under `top`, and the branches under the prefix."""

    def __init__(self, git: Git, url: str, base: str, prefix: str) -> None:
        self._git = git
        self._url = url
        self._prefix = prefix
        self.top = git.folder
        self.base = base
        self.base_sha = git.line("rev-parse", "--verify", f"refs/remotes/origin/{base}^{{commit}}")
        self._modes: dict[str, str] | None = None
        #: The branches under the prefix that the remote has, and where they point.
        self.branches: dict[str, str] = {}
        listed = git("for-each-ref", "--format=%(refname)%00%(objectname)", "refs/remotes/origin/")
        for line in listed.decode("utf-8", "surrogateescape").splitlines():
            name, sha = line.split("\0")
            branch = name.removeprefix("refs/remotes/origin/")
            if branch.startswith(f"{prefix}/"):
                self.branches[branch] = sha

    def read(self, sha: str) -> Commit:
        """One commit. Raises GitError where it is not at hand."""
        text = self._git("cat-file", "commit", sha).decode("utf-8", "surrogateescape")
        head, _, message = text.partition("\n\n")
        values: dict[str, list[str]] = {}
        for line in head.split("\n"):
            key, _, value = line.partition(" ")
            values.setdefault(key, []).append(value)
        tree, parents = values["tree"][0], tuple(values.get("parent", ()))
        author, committer = (_who(values[key][0]) for key in ("author", "committer"))
        wanted = f"{_TRAILER}: {_digest(tree, parents, author, committer)}"
        return Commit(
            sha, tree, parents, len(parents) == 1 and wanted in message.splitlines(),
            _trailer(message, _SCOPE), message.strip(),
        )  # fmt: skip

    def reset(self) -> None:
        """Lay out all files again as they are stored."""
        self._git("checkout", "--quiet", "--force", "--detach", self.base_sha)
        self._git("clean", "--quiet", "--force", "-d", "-x")

    def left(self, base: str) -> str:
        """The commit where what is laid out left the base. Raises GitError."""
        return self._git.line("merge-base", f"refs/remotes/origin/{base}", self.base_sha)

    def changed_since(self, sha: str) -> set[str]:
        """The files that are new or others since a commit."""
        listed = self._git(
            "diff", "--name-only", "-z", "--no-renames", "--diff-filter=AMT", "--no-ext-diff",
            sha, self.base_sha,
        )  # fmt: skip
        return {os.fsdecode(path) for path in listed.split(b"\0") if path}

    def text(self, sha: str, path: str) -> bytes:
        """What a file holds in a commit; nothing where there is none."""
        blob = self.blob(sha, path)
        return self._git("cat-file", "blob", blob) if blob else b""

    def blob(self, sha: str, path: str) -> str:
        """The name of a file's text in a commit; empty where there is no such file."""
        try:
            return self._git.line("rev-parse", "--verify", "--quiet", f"{sha}:{path}")
        except GitError:
            return ""

    def blob_of(self, text: bytes) -> str:
        """What a file of this text would be named."""
        blob = self._git("hash-object", "--no-filters", "--stdin", text=text)
        return blob.decode().strip()

    def commit(
        self, files: Mapping[str, bytes], message: str, scope: str, signature: Signature
    ) -> Commit:
        """Make a commit on the base with these texts in place of the files'. Runs no filter."""
        git = self._git
        modes = self._known_modes()
        entries = []
        for path, text in sorted(files.items()):
            blob = git("hash-object", "-w", "--no-filters", "--stdin", text=text)
            mode = modes.get(path, "100644").encode()
            entries.append(mode + b" " + blob.strip() + b"\t" + os.fsencode(path) + b"\0")
        index = {"GIT_INDEX_FILE": os.path.join(self.top, ".git", "fixer-index")}
        git("read-tree", self.base_sha, extra=index)
        git("update-index", "-z", "--index-info", text=b"".join(entries), extra=index)
        tree = git("write-tree", extra=index).decode().strip()
        people = _people(git, signature)
        author, committer = (
            _who(git("var", f"GIT_{each}_IDENT", extra=people).decode("utf-8", "surrogateescape"))
            for each in ("AUTHOR", "COMMITTER")
        )
        trailers = [f"{_SCOPE}: {scope}"]
        trailers.append(f"{_TRAILER}: {_digest(tree, (self.base_sha,), author, committer)}")
        if signature.signoff:
            trailers.append(f"Signed-off-by: {committer}")
        whole = message.strip() + "\n\n" + "\n".join(trailers) + "\n"
        sign = signature.sign
        if sign is None:
            try:
                sign = git.line("config", "--type=bool", "--get", "commit.gpgSign") == "true"
            except GitError:
                sign = False
        sha = git(
            "commit-tree", tree, "-p", self.base_sha, *(["-S"] if sign else []), "-F", "-",
            text=whole.encode("utf-8", "surrogateescape"), extra=people,
        )  # fmt: skip
        return self.read(sha.decode().strip())

    def push(self, branch: str, sha: str) -> None:
        """Make the remote's branch point at a commit, if it still is what it was.

        Raises Moved where it is not, and ForgeError where it is not the bot's to push to.
        """
        self._send(branch, f"{sha}:refs/heads/{branch}")
        self.branches[branch] = sha

    def delete(self, branch: str) -> None:
        """Take the branch away from the remote, if it still is what it was. Raises as `push`."""
        self._send(branch, f":refs/heads/{branch}")
        del self.branches[branch]

    def _send(self, branch: str, what: str) -> None:
        known = self.branches.get(branch, "")
        if branch == self.base or not branch.startswith(f"{self._prefix}/"):
            raise ForgeError(f"{branch} is not the bot's own branch")
        if known and not self.read(known).ours:
            raise ForgeError(f"{branch} has commits of somebody else")
        lease = f"--force-with-lease=refs/heads/{branch}:{known}"
        try:
            self._git("push", "--quiet", "--no-verify", lease, "--", self._url, what)
        except GitError as error:
            if self._there(branch) != known:
                raise Moved(f"somebody else pushed to {branch} meanwhile") from error
            raise

    def _there(self, branch: str) -> str:
        """Where the remote's branch points now."""
        listed = self._git.line("ls-remote", "--", self._url, f"refs/heads/{branch}")
        return listed.split("\t")[0]

    def _known_modes(self) -> dict[str, str]:
        if self._modes is None:
            self._modes = {}
            for entry in self._git("ls-tree", "-r", "-z", self.base_sha).split(b"\0"):
                head, _, path = entry.partition(b"\t")
                if path:
                    self._modes[os.fsdecode(path)] = head.split(b" ")[0].decode()
        return self._modes


@contextmanager
def checkout(
    remote: Remote, secret: Secret | None, base: str | None, prefix: str, *, reference: str = ""
) -> Iterator[Checkout]:
    """Fetch the newest state of the base, and of the branches under `prefix`, and lay out the base.

    Without a `base` it is the remote's default branch. With a `reference`, such as that of a pull
    request, its files are laid out instead. Raises ForgeError.
    """
    with tempfile.TemporaryDirectory(prefix="fixer-", ignore_cleanup_errors=True) as folder:
        top = os.path.realpath(folder)
        host = f"{remote.scheme}://{remote.host}"
        git = Git(top, secret, host)
        git("init", "--quiet", "--template=")
        _keep_bytes(top)
        git("check-ref-format", f"refs/heads/{prefix}/x")
        if base is None:
            base = _default_branch(git, remote)
        else:
            git("check-ref-format", f"refs/heads/{base}")
        wanted = [f"+refs/heads/{base}:refs/remotes/origin/{base}"]
        wanted.append(f"+refs/heads/{prefix}/*:refs/remotes/origin/{prefix}/*")
        if reference:
            wanted.append(f"+{reference}:refs/remotes/request")
        # Where a pull request left its base can only be told with the history of both.
        depth = [] if reference else ["--depth=1"]
        git("fetch", "--quiet", "--no-tags", *depth, "--", remote.url, *wanted)
        made = Checkout(git, remote.url, base, prefix)
        if reference:
            made.base_sha = git.line("rev-parse", "--verify", "refs/remotes/request^{commit}")
        git("checkout", "--quiet", "--force", "--detach", made.base_sha)
        yield made


def _keep_bytes(top: str) -> None:
    """Have every file laid out as it is stored: no line end changed, no filter run."""
    os.makedirs(os.path.join(top, ".git", "info"), exist_ok=True)
    with open(os.path.join(top, ".git", "info", "attributes"), "w") as stream:
        stream.write("* -text !eol -ident -filter !working-tree-encoding\n")


def _default_branch(git: Git, remote: Remote) -> str:
    for line in git.line("ls-remote", "--symref", "--", remote.url, "HEAD").splitlines():
        if found := re.fullmatch(r"ref: refs/heads/(\S+)\s+HEAD", line):
            return found[1]
    raise ForgeError(f"{remote.shown} has no default branch: say one with --base")


def _people(git: Git, signature: Signature) -> dict[str, str]:
    """The environment that says who commits. Raises ForgeError where nobody is known."""
    if signature.author is None:
        try:
            git("var", "GIT_COMMITTER_IDENT")
        except GitError as error:
            reason = "git knows no user.name and user.email: set them, or give --author"
            raise ForgeError(reason) from error
        return {}
    found = _IDENTITY.fullmatch(signature.author)
    if not found:
        raise ForgeError("--author must be like 'Name <name@example.com>'")
    return {
        f"GIT_{role}_{part}": found[group]
        for role in ("AUTHOR", "COMMITTER")
        for part, group in (("NAME", "name"), ("EMAIL", "mail"))
    }


def _who(stamp: str) -> str:
    """`Name <address>`, without the time."""
    return stamp.strip().rsplit(">", 1)[0] + ">"


def _digest(tree: str, parents: tuple[str, ...], author: str, committer: str) -> str:
    text = "\0".join((tree, *parents, author, committer))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _trailer(message: str, name: str) -> str:
    for line in reversed(message.splitlines()):
        if line.startswith(f"{name}: "):
            return line.removeprefix(f"{name}: ")
    return ""
