"""`fix pr`: what it opens, keeps up to date, closes, and leaves alone."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.run import APT, BRANCH, DONE, NAME, Bot, serving
from tests.forge.server import Fault, Forge

FILES = {"Dockerfile": APT.format("tree"), "README.md": "Shop\n"}


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with serving(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture(params=["github", "gitlab", "gitea"])
def any_bot(forge: Forge, request: pytest.FixtureRequest) -> Bot:
    forge.create(NAME, FILES)
    return Bot(forge, request.param)


@pytest.fixture
def bot(forge: Forge) -> Bot:
    forge.create(NAME, FILES)
    return Bot(forge)


def test_it_opens_a_pull_request(any_bot: Bot) -> None:
    bot = any_bot
    main = bot.repository.sha("main")
    people = ("--reviewer", "ann,@bob", "--assignee", "bob")
    told = bot("--label", "docker", *people, "--title-prefix", "chore:")
    (pull,) = bot.pulls
    assert f"{BRANCH}: opened" in told
    assert f"/{NAME}" in told
    assert (pull.branch, pull.base, pull.state) == (BRANCH, "main", "open")
    assert pull.title == "chore: harden Dockerfile"
    assert (pull.labels, pull.reviewers, pull.assignees) == (["docker"], ["ann", "bob"], ["bob"])
    assert bot.repository.read(BRANCH, "Dockerfile") == DONE.format("tree")
    assert bot.repository.git("rev-parse", f"{BRANCH}^") == main
    assert bot.repository.git("diff", "--name-only", "main", BRANCH) == "Dockerfile"
    assert bot.repository.sha("main") == main
    assert "no_install_recommends" in pull.body
    assert "`Dockerfile:2`" in pull.body
    assert "# fixer: ignore[" in pull.body
    author = bot.repository.git("log", "-1", "--format=%an <%ae> %cn <%ce>", BRANCH)
    assert author == "Fixer Bot <bot@example.com> Fixer Bot <bot@example.com>"


def test_a_second_run_sends_nothing(any_bot: Bot) -> None:
    bot = any_bot
    bot("--label", "docker")
    sha, asked = bot.repository.sha(BRANCH), len(bot.forge.requests)
    assert "unchanged" in bot("--label", "docker")
    assert bot.repository.sha(BRANCH) == sha
    assert {each.method for each in bot.forge.requests[asked:]} == {"GET"}
    assert len(bot.pulls) == 1


def test_an_open_one_is_updated_and_rebased(any_bot: Bot) -> None:
    bot = any_bot
    bot()
    moved = bot.repository.commit({"api/Dockerfile": APT.format("jq"), "other": "x\n"})
    assert f"{BRANCH}: updated" in bot()
    (pull,) = bot.pulls
    assert pull.title == "Harden 2 Dockerfiles"
    assert "api/Dockerfile" in pull.body
    assert bot.repository.git("rev-parse", f"{BRANCH}^") == moved
    assert bot.repository.git("rev-list", "--count", f"main..{BRANCH}") == "1"


def test_what_conflicts_is_made_anew_on_the_base(bot: Bot) -> None:
    bot()
    bot.repository.commit({"Dockerfile": APT.format("less")})
    bot()
    assert bot.repository.read(BRANCH, "Dockerfile") == DONE.format("less")
    assert len(bot.pulls) == 1


def test_it_is_closed_when_nothing_is_left(any_bot: Bot) -> None:
    bot = any_bot
    bot()
    bot.repository.commit({"Dockerfile": DONE.format("tree")})
    assert f"{BRANCH}: closed" in bot()
    (pull,) = bot.pulls
    assert pull.state == "closed"
    assert pull.body.startswith("**Closed: nothing of this is left to change.**")
    assert bot.repository.branches == ["main"]
    # nobody said no: the same change is proposed again when it is needed again
    bot.repository.commit({"Dockerfile": APT.format("tree")})
    assert "opened" in bot()
    assert len(bot.pulls) == 2


def test_what_a_person_closed_is_not_opened_again(any_bot: Bot) -> None:
    bot = any_bot
    bot()
    bot.pulls[0].state = "closed"
    assert "not proposed again" in bot()
    bot.repository.commit({"README.md": "other\n"})
    assert "not proposed again" in bot()
    assert len(bot.pulls) == 1
    bot.repository.git("update-ref", "-d", f"refs/heads/{BRANCH}")
    assert "not proposed again" in bot()
    assert bot.repository.branches == ["main"]
    # another change is another matter, and does not bring the first one back
    bot.repository.commit({"api/Dockerfile": APT.format("jq")})
    assert "opened" in bot()
    assert bot.repository.git("diff", "--name-only", "main", BRANCH) == "api/Dockerfile"
    assert len(bot.pulls) == 2


def test_recreate_asks_again(bot: Bot) -> None:
    bot()
    bot.pulls[0].state = "closed"
    assert "opened" in bot("--recreate")
    assert len(bot.pulls) == 2


def test_what_was_merged_and_taken_back_is_not_proposed_again(bot: Bot) -> None:
    bot()
    bot.forge.merge(NAME, 1)
    assert "nothing" in bot()
    bot.repository.commit({"Dockerfile": APT.format("tree")}, message="Revert")
    assert "not proposed again: the same was merged" in bot()
    assert len(bot.pulls) == 1


@pytest.mark.parametrize("how", ["added", "amended", "underneath", "merged"])
def test_the_commits_of_a_person_are_never_overwritten(bot: Bot, how: str) -> None:
    bot()
    repository = bot.repository
    if how == "added":
        theirs = repository.commit({"notes": "mine\n"}, BRANCH)
    elif how in ("amended", "underneath"):  # with the bot's own message, trailer and names
        old = parent = repository.sha(BRANCH)
        message = repository.git("log", "-1", "--format=%B", old)
        if how == "amended":
            parent = f"{old}^"
            repository.commit({"notes": "mine\n"}, BRANCH)
        tree = repository.git("rev-parse", f"{BRANCH}^{{tree}}")
        names = {f"GIT_{role}_NAME": "Fixer Bot" for role in ("AUTHOR", "COMMITTER")}
        mails = {f"GIT_{role}_EMAIL": "bot@example.com" for role in ("AUTHOR", "COMMITTER")}
        theirs = repository.git(
            "commit-tree", tree, "-p", parent, text=message.encode(), **names, **mails
        )
        repository.git("update-ref", f"refs/heads/{BRANCH}", theirs)
    else:
        main = repository.commit({"x": "y\n"})
        tree = repository.git("rev-parse", f"{BRANCH}^{{tree}}")
        theirs = repository.git("commit-tree", tree, "-p", BRANCH, "-p", main, "-m", "Merge main")
        repository.git("update-ref", f"refs/heads/{BRANCH}", theirs)
    body = bot.pulls[0].body
    repository.commit({"Dockerfile": APT.format("less")})
    assert "left alone: it has commits of somebody else" in bot()
    assert repository.sha(BRANCH) == theirs
    assert bot.pulls[0].body == body
    # not even when nothing is left
    repository.commit({"Dockerfile": DONE.format("less")})
    assert "left alone: it has commits of somebody else" in bot()
    assert repository.sha(BRANCH) == theirs
    assert bot.pulls[0].state == "open"


@pytest.mark.parametrize("moment", ["/info/refs", "/git-receive-pack"])
def test_a_push_in_the_very_moment_is_not_overwritten(bot: Bot, moment: str) -> None:
    bot()
    bot.repository.commit({"Dockerfile": APT.format("less")})
    theirs: list[str] = []

    def push() -> None:
        theirs.append(bot.repository.commit({"notes": "x"}, BRANCH))

    bot.forge.before_push = (moment, push)
    assert "left alone: somebody else pushed" in bot()
    assert [bot.repository.sha(BRANCH)] == theirs


def test_a_title_that_a_person_wrote_is_kept(any_bot: Bot) -> None:
    bot = any_bot
    bot()
    bot.pulls[0].title = "Mine"
    bot.repository.commit({"api/Dockerfile": APT.format("jq")})
    bot()
    bot.repository.commit({"b/Dockerfile": APT.format("jq")})
    bot()
    assert bot.pulls[0].title == "Mine"
    assert "b/Dockerfile" in bot.pulls[0].body


def test_what_a_fork_calls_the_same_is_not_ours(bot: Bot) -> None:
    bot.forge.open_pull(NAME, BRANCH, "Foreign", "", head="eve/shop")
    assert "opened" in bot()
    assert [pull.state for pull in bot.pulls] == ["open", "open"]
    assert bot.pulls[0].title == "Foreign"


GROUPS = {
    "folder": {"fixer/api", "fixer/web"},
    "base-image": {"fixer/debian", "fixer/ubuntu"},
    "codeowners": {"fixer/acme-web-ops-example-com-", "fixer/ann-"},
    "transform": {"fixer/apt-lists", "fixer/no-install-recommends"},
}


@pytest.mark.parametrize("by", list(GROUPS))
def test_one_branch_for_each_group(forge: Forge, by: str) -> None:
    web = APT.format("jq").replace("debian:12", "ubuntu:24.04")
    owners = "* @bob\n/api/ @ann # hers\nweb @acme/web ops@example.com\n"
    files = {"api/Dockerfile": APT.format("tree"), "web/Dockerfile": web}
    forge.create(NAME, {**files, ".github/CODEOWNERS": owners})
    bot = Bot(forge)
    bot("--group-by", by, "--codeowners")
    branches = {re.sub(r"(?<=-)[0-9a-f]{6}$", "", pull.branch) for pull in bot.pulls}
    assert branches == GROUPS[by]
    for pull in bot.pulls:
        changed = bot.repository.git("diff", "--name-only", "main", pull.branch).split()
        if by == "transform":
            assert changed == sorted(files)
            text = bot.repository.read(pull.branch, "api/Dockerfile")
            assert ("rm -rf" in text) == (pull.branch == "fixer/apt-lists")
            assert "no_install_recommends" in pull.body or pull.branch == "fixer/apt-lists"
        else:
            assert len(changed) == 1
            is_api = changed == ["api/Dockerfile"]
            assert (pull.reviewers, pull.teams) == ((["ann"], []) if is_api else ([], ["web"]))
    # Grouped in another way, those are no longer wanted.
    bot()
    assert [pull.branch for pull in bot.pulls if pull.state == "open"] == [BRANCH]
    assert bot.repository.branches == [BRANCH, "main"]


def test_so_many_are_open_at_once(forge: Forge) -> None:
    forge.create(NAME, {f"{name}/Dockerfile": APT.format("jq") for name in "abcd"})
    bot = Bot(forge)
    told = bot("--group-by", "folder", "--max-open", "2")
    assert told.count("waits: 2 pull requests are open") == 2
    assert bot.repository.branches == ["fixer/a", "fixer/b", "main"]
    bot.forge.merge(NAME, 1)
    bot("--group-by", "folder", "--max-open", "2")
    assert [pull.branch for pull in bot.pulls] == ["fixer/a", "fixer/b", "fixer/c"]


def test_a_run_closes_only_what_it_asked_for(bot: Bot) -> None:
    bot()
    bot("--select", "absolute_workdir")
    assert bot.pulls[0].state == "open"
    bot("--path", "api")
    assert bot.pulls[0].state == "open"


def test_what_cannot_be_read_closes_nothing(bot: Bot) -> None:
    bot()
    bot.repository.commit({"Dockerfile": "FROM debian:12\nRUN <<EOF\n"})
    told = bot()
    assert "left alone: Dockerfile could not be looked at" in told
    assert bot.pulls[0].state == "open"


def test_a_dry_run_sends_nothing(bot: Bot) -> None:
    told = bot("--dry-run")
    assert "title: Harden Dockerfile" in told
    assert "### What changed, and why" in told
    assert "+RUN apt-get update && apt-get install -y --no-install-recommends tree" in told
    assert f"{BRANCH}: would be opened" in told
    assert bot.repository.branches == ["main"]
    assert {each.method for each in bot.forge.requests} == {"GET"}
    bot()
    bot.repository.commit({"Dockerfile": DONE.format("tree")})
    assert f"{BRANCH}: would be closed" in bot("--dry-run")
    assert bot.pulls[0].state == "open"


def test_a_dry_run_needs_no_token(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    assert "title: Harden Dockerfile" in bot("--dry-run")
    assert "no token for" in bot(exit_code=2)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"Retry-After": "3"}),
        (403, {"Retry-After": "3"}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 2)}),
    ],
)
def test_a_rate_limit_is_waited_for(bot: Bot, status: int, headers: dict[str, str]) -> None:
    bot.forge.faults.append(Fault("POST", "/pulls$", status, headers, {"message": "slow down"}, 2))
    assert "opened" in bot()
    assert len(bot.forge.asked("POST", "/pulls$")) == 3
    assert len(bot.pulls) == 1


def test_gitlab_says_429(forge: Forge) -> None:
    forge.create(NAME, FILES)
    bot = Bot(forge, "gitlab")
    forge.faults.append(Fault("GET", "/merge_requests$", 429, {"Retry-After": "1"}, {}, 2))
    assert "opened" in bot()


def test_a_long_rate_limit_ends_the_repository_and_a_later_run_goes_on(bot: Bot) -> None:
    bot.forge.faults.append(Fault("POST", "/pulls$", 403, {"Retry-After": "3600"}, {}, 1))
    assert "too many requests" in bot(exit_code=2)
    assert len(bot.forge.asked("POST", "/pulls$")) == 1
    assert bot.repository.branches == [BRANCH, "main"]
    assert "opened" in bot()
    assert len(bot.pulls) == 1


@pytest.mark.parametrize("carried_out", [True, False])
def test_the_network_is_cut_in_the_middle(any_bot: Bot, carried_out: bool) -> None:
    bot = any_bot
    where = "/merge_requests$" if bot.kind == "gitlab" else "/pulls$"
    bot.forge.faults.append(Fault("POST", where, carried_out=carried_out))
    assert "no answer from the forge" in bot(exit_code=2)
    # A request that may have been carried out is not sent twice in one run.
    assert len(bot.forge.asked("POST", where)) == 1
    assert ("unchanged" if carried_out else "opened") in bot()
    assert len(bot.pulls) == 1


def test_a_read_that_is_cut_is_tried_again(any_bot: Bot) -> None:
    bot = any_bot
    where = "/merge_requests$" if bot.kind == "gitlab" else "/pulls$"
    bot.forge.faults.append(Fault("GET", where, times=2))
    assert "opened" in bot()


def test_the_push_is_cut(bot: Bot) -> None:
    bot.forge.faults.append(Fault("POST", "git-receive-pack", times=9))
    assert "error" in bot(exit_code=2)
    assert bot.pulls == []
    bot.forge.faults.clear()
    assert "opened" in bot()


def test_a_reviewer_who_cannot_be_asked_costs_no_other(bot: Bot) -> None:
    told = bot("--reviewer", "ann,nobody")
    assert bot.pulls[0].reviewers == ["ann"]
    assert "could not be had: nobody" in told


def test_a_token_that_is_not_taken(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "wrong")
    told = bot(exit_code=2)
    assert "does not take the token" in told
    assert "wrong" not in told


def test_many_repositories_go_on_and_are_continued(forge: Forge, tmp_path: Path) -> None:
    names = ["acme/a", "acme/b", "acme/c"]
    for name in names:
        forge.create(name, FILES)
    bot = Bot(forge)
    listed = tmp_path / "repos"
    listed.write_text("# all\n" + "".join(f"{forge.address(name)}\n" for name in names))
    resume = tmp_path / "done"
    forge.faults.append(Fault("POST", "/acme/b/pulls", 500, times=1))
    arguments = ("--repos", str(listed), "--resume", str(resume))
    told = bot.run("pr", *arguments, exit_code=2).output
    assert "acme/b.git: error" in told
    assert [len(forge.pulls[name]) for name in names] == [1, 0, 1]
    assert resume.read_text().split() == [forge.address("acme/a"), forge.address("acme/c")]
    forge.requests.clear()
    bot.run("pr", *arguments)
    assert [len(forge.pulls[name]) for name in names] == [1, 1, 1]
    assert all("/acme/b/" in each.path for each in forge.requests)
    assert not resume.exists()


def test_labels_of_an_organisation_are_labels(forge: Forge) -> None:
    """In Gitea and Forgejo, a repository's list of labels does not have those of its owner."""
    forge.create(NAME, FILES)
    forge.create("ann/tools", FILES)
    forge.owned_labels = ["fleet"]
    labels = ("--label", "docker", "--label", "fleet")
    assert "could not be had" not in Bot(forge, "gitea")(*labels)
    assert forge.pulls[NAME][0].labels == ["docker", "fleet"]
    # a person has none, nor has who may not ask for them
    told = Bot(forge, "gitea")(*labels, name="ann/tools")
    assert "could not be had: fleet: no such label" in told
    forge.pulls[NAME][0].state = "closed"
    forge.faults.append(Fault("GET", "/orgs/acme/labels$", 403))
    assert "could not be had: fleet: no such label" in Bot(forge, "gitea")(*labels, "--recreate")
    assert forge.pulls[NAME][1].labels == ["docker"]


def test_what_the_forge_cannot_read_costs_nothing(forge: Forge) -> None:
    """Gitea and Forgejo give null in a list for a pull request that they fail to read."""
    forge.create(NAME, FILES)
    forge.unread.add(1)
    bot = Bot(forge, "gitea")
    for branch in ("a", "b"):
        bot.repository.git("branch", branch, "main")
        forge.open_pull(NAME, branch, "Somebody's", "").state = "closed"
    forge.pulls[NAME][1].state = "open"
    assert "opened" in bot()
    forge.unread.add(2)
    assert "unchanged" in bot()
    bot.pulls[2].state = "closed"
    assert "not proposed again" in bot()


@pytest.mark.parametrize("kind", ["github", "gitlab", "gitea"])
def test_an_organisation(forge: Forge, kind: str) -> None:
    for name in ("acme/a", "acme/b", "other/c"):
        forge.create(name, FILES)
    Bot(forge, kind).run("pr", "--org", "acme")
    assert [len(pulls) for pulls in forge.pulls.values()] == [1, 1, 0]
    if kind == "gitlab":
        (asked,) = forge.asked("GET", "/groups/acme/projects$")
        wanted = {"archived": "false", "include_subgroups": "true", "with_shared": "false"}
        assert wanted.items() <= asked.query.items()


def test_the_report_as_json(bot: Bot) -> None:
    (done,) = json.loads(bot("--format", "json"))["done"]
    assert done["action"] == "opened"
    assert done["branch"] == BRANCH
    assert done["url"].endswith("/acme/shop/pull/1")


def test_signed_off_by_somebody(bot: Bot) -> None:
    bot("--author", "Carl <carl@example.com>", "--signoff")
    said = bot.repository.git("log", "-1", "--format=%an %ce%n%B", BRANCH)
    assert said.startswith("Carl carl@example.com\nHarden Dockerfile\n")
    assert "\nSigned-off-by: Carl <carl@example.com>" in said
    assert "unchanged" in bot("--author", "Carl <carl@example.com>", "--signoff")


def test_signing_is_as_git_is_configured(bot: Bot, tmp_path: Path) -> None:
    program = tmp_path / "sign"
    program.write_text(
        "#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\n"
        "printf -- '-----BEGIN PGP SIGNATURE-----\\nx\\n-----END PGP SIGNATURE-----\\n'\n"
    )
    program.chmod(0o755)
    with (tmp_path / "home" / ".gitconfig").open("a") as stream:
        stream.write(f"[commit]\ngpgSign = true\n[gpg]\nprogram = {program}\n")
    bot()
    assert "gpgsig -----BEGIN" in bot.repository.git("cat-file", "commit", BRANCH)
    assert "updated" in bot("--no-sign", "--signoff")
    assert "gpgsig" not in bot.repository.git("cat-file", "commit", BRANCH)


def test_what_a_registry_did_not_tell_closes_nothing(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fixer.workspace import registries
    from tests.stub_registry import StubRegistry, digest

    tables = {"debian:12": {"digest": digest("a1")}}

    class Asked:
        registry = StubRegistry(tables)
        exact_tags = False

    monkeypatch.setattr(registries, "ask", lambda *_: Asked)
    monkeypatch.delenv("FIXER_OFFLINE")
    only = ("--select", "pin_digest")
    assert "opened" in bot(*only)
    assert "@sha256:a1" in bot.repository.read(BRANCH, "Dockerfile")
    tables["debian:12"] = {"reason": "docker.io cannot be reached"}
    assert "left alone: Dockerfile could not be looked at as a whole" in bot(*only)
    assert bot.pulls[0].state == "open"
    # That there is no such image is an answer.
    tables["debian:12"] = {"reason": "docker.io knows no such image or tag"}
    assert f"{BRANCH}: closed" in bot(*only)


def test_a_refresh_is_a_pull_request_of_its_own(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    from fixer.workspace import registries
    from tests.stub_registry import StubRegistry, digest

    class Asked:
        registry = StubRegistry({"debian:12": {"digest": digest("b2")}})
        exact_tags = False

    bot()
    old = f"FROM debian:12@{digest('a1')}\nRUN apt-get update && apt-get install -y jq\nUSER 1\n"
    bot.repository.commit({"Dockerfile": old})
    monkeypatch.setattr(registries, "ask", lambda *_: Asked)
    monkeypatch.delenv("FIXER_OFFLINE")
    assert "fixer-refresh/dockerfiles: opened" in bot("--refresh")
    text = bot.repository.read("fixer-refresh/dockerfiles", "Dockerfile")
    assert text == old.replace(digest("a1"), digest("b2"))
    assert [pull.state for pull in bot.pulls] == ["open", "open"]
    assert "unchanged" in bot("--refresh")
