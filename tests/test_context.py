"""What a container starts and needs, read from Dockerfile, image and build context."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fixer import fix_text
from fixer.config import Wanted
from fixer.context.commands import unwrap
from fixer.context.elevation import doubt
from fixer.context.evidence import in_sight
from fixer.context.files import LARGEST, Context, Ignored
from fixer.context.image import image_of
from fixer.context.need import writes
from fixer.context.process import Kind, Need, movable, needs, process
from fixer.context.root import build_context
from fixer.dockerfile.document import Document
from fixer.dockerfile.service import Service, Volume
from fixer.workspace.plan import plan
from fixer.workspace.run import fix_file

DEBIAN = "FROM debian:bookworm-slim\n"
PYTHON = "FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n"
PLAIN = (PYTHON + 'CMD ["python", "app.py"]\n').encode()
NODE = "FROM node:20-slim\nWORKDIR /app\nCOPY . .\n"


def stage(text: str, context: Path | None = None, files: dict[str, str] | None = None):
    if context is not None:
        for name, content in (files or {}).items():
            path = context / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
    document = Document(text.encode())
    document.context = context
    return document.stages[-1]


def kinds(found: list[Need]) -> set[Kind]:
    return {need.kind for need in found}


def paths(found: list[Need]) -> set[str | None]:
    return {need.path for need in found if need.kind is Kind.WRITES}


def reasons(found: list[Need]) -> str:
    return "\n".join(need.reason for need in found)


# Commands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "argv"),
    [
        ("tini -- node app.js", "node app.js"),
        ("tini -g -p SIGTERM -- node app.js", "node app.js"),
        ("/usr/bin/dumb-init -r 15:2 -- python app.py", "python app.py"),
        ("dumb-init python app.py", "python app.py"),
        ("docker-init -- x", "x"),
        ("catatonit -- x", "x"),
        ("env -u A B=1 C=2 python app.py", "python app.py"),
        ("exec nice -n 5 x y", "x y"),
        ("timeout -k 5 10 x -v", "x -v"),
        ("wait-for-it.sh db:5432 -t 30 -- x", "x"),
        ("poetry run gunicorn a:b", "gunicorn a:b"),
        ("bundle exec rails server", "rails server"),
        ("bundle install", "bundle install"),
        ("conda run -n env python x.py", "python x.py"),
        ("pm2-runtime app.js", "app.js"),
        ("pm2-runtime start -i max app.js", "app.js"),
        ("pm2 start npm --no-daemon", "npm --no-daemon"),
        ("pm2 logs", "pm2 logs"),
        ("poetry install", "poetry install"),
        ("tini", "tini"),
        ("python app.py", "python app.py"),
    ],
)
def test_what_only_runs_another_program_is_seen_through(words: str, argv: str) -> None:
    assert " ".join(unwrap(words.split()).argv) == argv


@pytest.mark.parametrize(
    ("words", "user", "argv"),
    [
        ("gosu app x -v", "app", "x -v"),
        ("su-exec app:app x", "app", "x"),
        ("setpriv --reuid=1000 --regid 1000 --init-groups x", "1000", "x"),
        ("chpst -u app:app x", "app", "x"),
        ("s6-setuidgid app x", "app", "x"),
        ("sudo -E -u app x y", "app", "x y"),
        ("sudo -uapp x", "app", "x"),
        ("runuser -u app -- x y", "app", "x y"),
        ("tini -- gosu 1000 x", "1000", "x"),
    ],
)
def test_whom_a_command_runs_as(words: str, user: str, argv: str) -> None:
    found = unwrap(words.split())
    assert (found.as_user, " ".join(found.argv)) == (user, argv)


def test_su_with_a_script() -> None:
    found = unwrap(["su", "-", "app", "-s", "/bin/sh", "-c", "x y"])
    assert (found.as_user, found.script) == ("app", "x y")
    found = unwrap(["su", "-c", "x y", "app"])
    assert (found.as_user, found.script) == ("app", "x y")


def test_sudo_alone_is_root() -> None:
    found = unwrap(["sudo", "-E", "A=1", "python", "app.py"])
    assert (found.sudo, found.as_user, found.argv) == (True, None, ("python", "app.py"))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["sh", "-c", "a b"], "a b"),
        (["/bin/bash", "-lc", "a b"], "a b"),
        (["bash", "-o", "pipefail", "-c", "a"], "a"),
        (["busybox", "sh", "-c", "a"], "a"),
        (["sh", "a", "-c"], None),
        (["bash"], None),
    ],
)
def test_the_text_of_a_shell(words: list[str], text: str | None) -> None:
    assert unwrap(words).script == text


# Process -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "argv"),
    [
        ('CMD ["python", "app.py"]', ("python", "app.py")),
        ("CMD python app.py", ("python", "app.py")),
        ('ENTRYPOINT ["python"]\nCMD ["app.py"]', ("python", "app.py")),
        ('CMD ["app.py"]\nENTRYPOINT ["python"]', ("python", "app.py")),
        ('ENTRYPOINT ["tini", "--"]\nCMD python app.py', ("python", "app.py")),
        ('ENTRYPOINT python app.py\nCMD ["x"]', ("python", "app.py")),
        ('CMD ["sh", "-c", "cd /app && exec python app.py"]', ("python", "app.py")),
        ('CMD ["a"]\nCMD ["b"]', ("b",)),
        ('CMD ["sudo", "-E", "python", "app.py"]', ("python", "app.py")),
    ],
)
def test_entrypoint_and_cmd_are_put_together(text: str, argv: tuple[str, ...]) -> None:
    found = process(stage(DEBIAN + text))
    assert found is not None
    assert found.argv == argv


def test_an_entrypoint_takes_away_the_cmd_of_its_parent() -> None:
    text = 'FROM debian AS a\nCMD ["x"]\nFROM a\nENTRYPOINT ["y"]\n'
    found = process(stage(text))
    assert found is not None
    assert found.argv == ("y",)
    assert found.cmd is None


def test_a_cmd_follows_the_entrypoint_of_its_parent() -> None:
    text = 'FROM debian AS a\nENTRYPOINT ["y"]\nFROM a\nCMD ["x"]\n'
    found = process(stage(text))
    assert found is not None
    assert found.argv == ("y", "x")


def test_sudo_and_users_are_told() -> None:
    found = process(stage(DEBIAN + 'CMD ["sudo", "python", "x.py"]'))
    assert found is not None
    assert (found.sudo, found.as_user) == (True, None)
    found = process(stage(DEBIAN + 'CMD ["gosu", "app", "python", "x.py"]'))
    assert found is not None
    assert (found.sudo, found.as_user) == (False, "app")


def test_no_command() -> None:
    assert process(stage(DEBIAN)) is None


# Needs by the command alone ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'CMD ["python", "app.py"]',
        'CMD ["/usr/local/bin/server", "--port", "80"]',
        'ENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]',
        "CMD java $JAVA_OPTS -jar app.jar",
        "CMD echo starting && exec gunicorn app:app",
        'CMD ["sh", "-c", "ip addr show; exec ./server"]',
        'CMD ["sh", "-c", "echo hi > /tmp/x; exec ./server >/dev/stdout"]',
        'CMD ["$JAVA_HOME/bin/java", "-jar", "x.jar"]',
        'CMD ["./server"]\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1',
        'CMD ["./server"]\nHEALTHCHECK NONE',
        'CMD ["./server"]\nVOLUME /etc/server /usr/share/server/config',
        'CMD ["busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]',
        'CMD ["httpd", "-f", "-v", "-p", "80", "-h", "/www"]',
        'CMD ["busybox-extras", "httpd", "-f"]',
        'CMD ["sh", "-c", "mkdir -p ~/x && touch $HOME/y && echo > $HOME/z; exec ./server"]',
        'CMD ["sh", "-c", "chown app /data || true; exec ./server"]',
    ],
)
def test_nothing_is_known_against_it(text: str) -> None:
    assert needs(stage(DEBIAN + "WORKDIR /app\n" + text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('CMD ["/usr/sbin/sshd", "-D"]', Kind.ROOT),
        ("CMD cron -f", Kind.ROOT),
        ("CMD service nginx start && tail -f /dev/null", Kind.ROOT),
        ("CMD apt-get update && ./server", Kind.ROOT),
        ("CMD chown -R app /data && ./server", Kind.ROOT),
        ("CMD ip link set eth0 up && ./server", Kind.ROOT),
        ("CMD sysctl -w net.core.somaxconn=1024; ./server", Kind.ROOT),
        ("CMD echo x > /etc/app.conf && ./server", Kind.ROOT),
        ('CMD ["/root/server"]', Kind.ROOT),
        ("CMD ~/.local/bin/x", Kind.ROOT),
        ('CMD ["x", "/var/run/docker.sock"]', Kind.ROOT),
        ('CMD ["./server"]\nHEALTHCHECK CMD iptables -A x', Kind.ROOT),
        ('CMD ["/root/server"]\nWORKDIR /root/app', Kind.ROOT),
        ('CMD ["rsync", "--daemon"]', Kind.DROPS),
        ('CMD ["$TOOLS/bin/crond"]', Kind.ROOT),
        ('CMD ["server"]\nENV PATH=/root/.local/bin:$PATH', Kind.ROOT),
        ('CMD ["x"]\nVOLUME /var/run/docker.sock', Kind.ROOT),
        ('CMD ["x"]\nRUN pipx install flask && pip install --user flask', Kind.ROOT),
        ('CMD ["poetry", "run", "x"]', Kind.ROOT),
        ('CMD ["gosu", "app", "x"]', Kind.DROPS),
        ('CMD ["su", "app", "-c", "x"]', Kind.DROPS),
        ('CMD ["/sbin/init"]', Kind.DROPS),
        ('ENTRYPOINT ["/init"]', Kind.DROPS),
        ('CMD ["supervisord", "-n"]', Kind.DROPS),
        ('CMD ["apache2-foreground"]', Kind.DROPS),
        ('CMD ["httpd", "-D", "FOREGROUND"]', Kind.DROPS),
        ('CMD ["httpd", "-f", "/x.conf", "-DFOREGROUND"]', Kind.DROPS),
        ('CMD ["busybox", "httpd", "-f", "-u", "www"]', Kind.DROPS),
        ("CMD install -o app -d /data && ./server", Kind.ROOT),
        ("CMD install --owner=app x /data/x && ./server", Kind.ROOT),
        ('CMD ["gunicorn", "-u", "www-data", "app:app"]', Kind.DROPS),
        ('CMD ["bash"]', Kind.BASE),
        ("CMD /bin/bash", Kind.BASE),
        ('CMD ["python3"]', Kind.BASE),
        ('CMD ["sleep", "infinity"]', Kind.BASE),
        ("CMD tail -f /dev/null", Kind.BASE),
        ("ENTRYPOINT []", Kind.BASE),
        ('CMD ["x"]\nONBUILD COPY . .', Kind.BASE),
        ("", Kind.BASE),
        ('ENTRYPOINT ["/docker-entrypoint.sh"]', Kind.UNKNOWN),
        ('CMD ["sh", "run.sh"]', Kind.UNKNOWN),
        ('CMD ["./start"]', Kind.UNKNOWN),
        ('CMD ["sh", "-c", "exec $CMD"]', Kind.UNKNOWN),
        ("CMD if then", Kind.UNKNOWN),
        ('CMD ["haproxy", "-f", "/x.cfg"]', Kind.UNKNOWN),
        ('SHELL ["powershell", "-c"]\nCMD x', Kind.UNKNOWN),
        ('CMD ["x"]\nARG D\nVOLUME $D', Kind.UNKNOWN),
        ('CMD ["x"]\nVOLUME /root/data', Kind.ROOT),
    ],
)
def test_what_speaks_against_a_user_of_its_own(text: str, kind: Kind) -> None:
    assert kinds(needs(stage(DEBIAN + text))) == {kind}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("CMD npm install && node app.js", "/app"),
        ('CMD ["mvn", "spring-boot:run"]', "/app"),
        ('CMD ["uv", "run", "app.py"]', "/app"),
        ('CMD ["node", "server.js"]\nVOLUME /data', "/data"),
        ('CMD ["x"]\nVOLUME ["/a/b"]', "/a/b"),
        ('CMD ["x", "--data-dir", "/data"]', "/data"),
        ('CMD ["gunicorn", "--pid", "/run/app/x.pid", "a:b"]', "/run/app"),
        ("CMD mkdir -p /data/x && ./server", "/data/x"),
        ("CMD install -d -m 755 /data/x && ./server", "/data/x"),
        ("CMD install -m 0644 conf /data/x && ./server", "/data"),
        ("CMD cp -t /data/x a b && ./server", "/data/x"),
        ("CMD ./server >> logs/out.log", "/app/logs"),
        ("CMD cd /srv/x && ./server > out.log", "/srv/x"),
        ('CMD ["celery", "beat"]', "/app"),
        ('CMD ["redis-server"]', "/app"),
        ('CMD ["next", "start"]', "/app/.next"),
    ],
)
def test_what_it_writes(text: str, path: str) -> None:
    found = needs(stage(DEBIAN + "WORKDIR /app\nCOPY . .\n" + text))
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {path}


def test_a_reason_names_the_place() -> None:
    (need,) = needs(stage(DEBIAN + 'CMD ["gosu", "app", "x"]'))
    assert need == Need(Kind.DROPS, "CMD runs gosu", None, 2)


def test_a_reason_names_a_path_once(tmp_path: Path) -> None:
    (need,) = needs(stage(DEBIAN + "CMD echo x > /etc/app.conf && ./server"))
    assert need.reason == "CMD writes /etc/app.conf"
    found = of_script(tmp_path, '#!/bin/sh\necho > /etc/app.conf\ntouch /etc/x\nexec "$@"\n')
    assert [need.reason for need in found] == [
        "run.sh writes /etc/app.conf (line 2)",
        "run.sh runs touch (line 3), which writes to /etc/x",
    ]


def test_a_check_is_no_reason_for_folders() -> None:
    text = 'CMD ["./server"]\nHEALTHCHECK CMD ./check.sh > /data/log'
    assert needs(stage(DEBIAN + text)) == []


def test_python_installed_for_a_user_who_is_not_root() -> None:
    text = 'USER app\nRUN pip install --user flask\nCMD ["x"]'
    assert needs(stage(DEBIAN + text)) == []


def test_an_environment_inside_of_the_project() -> None:
    text = 'ENV POETRY_VIRTUALENVS_CREATE=false\nCMD ["poetry", "run", "x"]'
    assert needs(stage(DEBIAN + text)) == []
    for told in ("virtualenvs.in-project true", "virtualenvs.create false --local"):
        text = f'RUN poetry config {told}\nCMD ["poetry", "run", "x"]'
        assert needs(stage(DEBIAN + text)) == []


def test_what_poetry_is_told_as_root_is_lost() -> None:
    create = stage(
        DEBIAN + 'RUN poetry config virtualenvs.create false\nCMD ["poetry", "run", "x"]'
    )
    assert needs(create) == []
    assert [each.line for each in movable(create)] == ["ENV POETRY_VIRTUALENVS_CREATE=false"]
    for told in (
        "RUN poetry config virtualenvs.in-project false",
        "RUN poetry config virtualenvs.create false\nRUN poetry config virtualenvs.create --unset",
        "RUN POETRY_CACHE_DIR=/x poetry config virtualenvs.create false",
        "RUN poetry install && chmod -R a+rX /root/.cache/pypoetry",
        "USER app\nRUN poetry config virtualenvs.create false\nUSER root",
    ):
        found = stage(f'{DEBIAN}{told}\nCMD ["poetry", "run", "x"]')
        assert Kind.ROOT in kinds(needs(found)), told
        assert movable(found) == [], told


# Bases -------------------------------------------------------------------------------------------


def test_a_service_that_drops_privileges_by_itself() -> None:
    assert kinds(needs(stage("FROM postgres:16\n"))) == {Kind.DROPS}
    assert kinds(needs(stage('FROM redis:7\nCMD ["redis-server", "/x"]\n'))) >= {Kind.DROPS}
    assert needs(stage('FROM postgres:16\nENTRYPOINT ["/app/server"]\n')) == []


def test_a_base_that_nothing_is_known_of() -> None:
    assert kinds(needs(stage("FROM example.com/what/ever\n"))) == {Kind.UNKNOWN}
    assert needs(stage('FROM example.com/what/ever\nCMD ["./server"]\n')) == []


def test_windows_is_not_judged() -> None:
    text = 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD ["x"]\n'
    assert kinds(needs(stage(text))) == {Kind.UNKNOWN}


def test_a_place_to_work_in() -> None:
    text = 'FROM mcr.microsoft.com/devcontainers/base:bookworm\nCMD ["x"]\n'
    assert kinds(needs(stage(text))) == {Kind.BASE}


def test_nginx_of_the_official_image() -> None:
    for text in ("FROM nginx:1.27\n", 'FROM nginx:1.27\nCMD ["nginx", "-g", "daemon off;"]\n'):
        found = needs(stage(text))
        assert kinds(found) == {Kind.WRITES}
        assert {(need.path, need.is_file) for need in found} == {
            ("/var/cache/nginx", False),
            ("/run/nginx.pid", True),
        }


def test_nginx_of_a_distribution() -> None:
    found = needs(stage(DEBIAN + 'CMD ["nginx", "-g", "daemon off;"]\n'))
    assert paths(found) == {"/var/lib/nginx", "/var/log/nginx", "/run/nginx.pid"}
    found = needs(stage('FROM alpine:3.23\nCMD ["nginx", "-g", "daemon off;"]\n'))
    assert paths(found) == {"/var/lib/nginx", "/var/log/nginx", "/run/nginx"}


def test_nginx_by_its_configuration(tmp_path: Path) -> None:
    conf = "pid /tmp/nginx.pid; # x\nhttp { access_log /data/logs/a.log;\n" + "".join(
        f"{name}_temp_path /tmp/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    found = needs(
        stage("FROM nginx\nCOPY n.conf /etc/nginx/nginx.conf\n", tmp_path, {"n.conf": conf + "}"})
    )
    assert paths(found) == {"/data/logs"}
    assert "nginx.conf sets access_log /data/logs/a.log (line 2)" in reasons(found)


def test_nginx_fills_in_templates() -> None:
    found = needs(stage("FROM nginx\nCOPY x.template /etc/nginx/templates/\n"))
    assert "/etc/nginx/conf.d" in paths(found)


# Paths -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "file", "expected"),
    [
        ("/tmp/x", True, None),
        ("/dev/stdout", True, None),
        ("/proc/self/fd/1", True, None),
        ("/data/x.db", True, (Kind.WRITES, "/data", False)),
        ("/data", False, (Kind.WRITES, "/data", False)),
        ("/var/log/x.log", True, (Kind.WRITES, "/var/log/x.log", True)),
        ("/run/x.pid", True, (Kind.WRITES, "/run/x.pid", True)),
        ("/usr/src/app/x", False, (Kind.WRITES, "/usr/src/app/x", False)),
        ("/usr/local/tomcat/logs", False, (Kind.WRITES, "/usr/local/tomcat/logs", False)),
        ("/usr/local/bin/x", True, (Kind.ROOT, "/usr/local/bin/x", False)),
        ("/etc/x", True, (Kind.ROOT, "/etc/x", False)),
        ("/", False, (Kind.ROOT, "/", False)),
        ("/x", True, (Kind.ROOT, "/x", False)),
        ("/var/lib", False, (Kind.ROOT, "/var/lib", False)),
        ("/data/../etc/x", True, (Kind.ROOT, "/etc/x", False)),
    ],
)
def test_what_can_be_given_over(
    path: str, file: bool, expected: tuple[Kind, str, bool] | None
) -> None:
    need = writes(path, "x", None, file=file)
    assert (need and (need.kind, need.path, need.is_file)) == expected


def test_a_socket_needs_its_folder() -> None:
    need = writes("/run/x.sock", "x", None, file=True, socket=True)
    assert need is not None
    assert need.kind is Kind.ROOT
    need = writes("/run/app/x.sock", "x", None, file=True, socket=True)
    assert need is not None
    assert need.path == "/run/app"


# Scripts -----------------------------------------------------------------------------------------

SCRIPT = 'FROM debian:bookworm-slim\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n'


def of_script(tmp_path: Path, text: str, cmd: str = 'CMD ["./server"]\n') -> list[Need]:
    return needs(stage(SCRIPT + "WORKDIR /app\n" + cmd, tmp_path, {"run.sh": text}))


def test_a_script_without_needs(tmp_path: Path) -> None:
    text = '#!/bin/sh\nset -e\nexport A=1\nif [ -n "$B" ]; then echo b; fi\nexec "$@"\n'
    assert of_script(tmp_path, text) == []


def test_a_script_that_drops_privileges(tmp_path: Path) -> None:
    text = """#!/bin/bash
set -e
if [ "$(id -u)" = '0' ]; then
  chown -R app /data
  exec gosu app "$0" "$@"
fi
exec "$@"
"""
    (need,) = of_script(tmp_path, text)
    assert need == Need(Kind.DROPS, "run.sh runs gosu (line 5)", None, 3)


def test_what_only_root_runs_is_nothing_to_others(tmp_path: Path) -> None:
    text = '#!/bin/sh\nif [ "$(id -u)" = 0 ]; then\n  chown x /data\nfi\nexec "$@"\n'
    assert of_script(tmp_path, text) == []
    text = '#!/bin/sh\n[ "$(id -u)" = 0 ] && chown x /data\nexec "$@"\n'
    assert of_script(tmp_path, text) == []
    text = '#!/bin/sh\nuid="$(id -u)"\nif [ "$uid" = 0 ]; then\n chown x /d\nfi\nexec "$@"\n'
    assert of_script(tmp_path, text) == []
    text = '#!/bin/sh\nif [ "$A" = 0 ]; then\n  chown x /data\nfi\nexec "$@"\n'
    assert kinds(of_script(tmp_path, text)) == {Kind.ROOT}


def test_the_branch_of_the_others_counts(tmp_path: Path) -> None:
    text = '#!/bin/sh\nif [ "$(id -u)" = 0 ]; then\n :\nelse\n  mount /x\nfi\nexec "$@"\n'
    assert kinds(of_script(tmp_path, text)) == {Kind.ROOT}


def test_a_script_that_insists_on_root(tmp_path: Path) -> None:
    text = '#!/bin/bash\nif [[ $EUID -ne 0 ]]; then\n  echo no >&2\n  exit 1\nfi\nexec "$@"\n'
    (need,) = of_script(tmp_path, text)
    assert need.kind is Kind.ROOT
    assert "(line 4)" in need.reason
    for line in (
        'if ! [ "$(id -u)" = 0 ]; then exit 1; fi',
        "if (( EUID != 0 )); then exit 1; fi",
        "[[ $EUID -eq 0 ]] || exit 1",
        'test "$(id -u)" -eq 0 || { echo no; exit 1; }',
        '[ "$(whoami)" != root ] && exit 1',
        'me=$(id -u)\nif [ "$me" != 0 ]; then exit 1; fi',
    ):
        (need,) = of_script(tmp_path, f'#!/bin/bash\n{line}\nexec "$@"\n')
        assert need.kind is Kind.ROOT
    text = '#!/bin/bash\nif [ "$(id -u)" = 0 ]; then\n  echo no >&2\n  exit 1\nfi\nexec "$@"\n'
    assert of_script(tmp_path, text) == []


def test_a_script_goes_on_with_cmd(tmp_path: Path) -> None:
    found = of_script(tmp_path, '#!/bin/sh\nexec "$@"\n', 'CMD ["/usr/sbin/sshd", "-D"]\n')
    assert kinds(found) == {Kind.ROOT}
    found = of_script(tmp_path, '#!/bin/sh\nexec tini -- gosu app "$@"\n')
    assert kinds(found) == {Kind.DROPS}
    found = of_script(tmp_path, '#!/bin/sh\nset -- su-exec app "$@"\nexec "$@"\n')
    assert kinds(found) == {Kind.DROPS}


def test_what_a_script_writes(tmp_path: Path) -> None:
    text = """#!/bin/sh
DIR=/data/state
mkdir -p "$DIR"
echo x > "$DIR/config"
envsubst < a > /app/env.js
cd /srv/www && touch ready
mkdir -p "$SOMEWHERE" || true
exec "$@"
"""
    found = of_script(tmp_path, text)
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {"/data/state", "/app", "/srv/www"}


def test_a_heredoc_in_a_script(tmp_path: Path) -> None:
    text = '#!/bin/sh\ncat > /etc/app.conf <<EOF\nx\nEOF\nexec "$@"\n'
    found = of_script(tmp_path, text)
    assert kinds(found) == {Kind.ROOT}
    assert "(line 2)" in found[0].reason


def test_a_path_that_is_not_plain(tmp_path: Path) -> None:
    found = of_script(tmp_path, '#!/bin/sh\nmkdir -p "$WHERE"\nexec "$@"\n')
    assert kinds(found) == {Kind.UNKNOWN}
    found = of_script(tmp_path, '#!/bin/sh\nmkdir -p "${WHERE:-/data}"\nexec "$@"\n')
    assert paths(found) == {"/data"}
    found = of_script(tmp_path, '#!/bin/sh\nWHERE=/data\nmkdir -p "$WHERE"\nexec "$@"\n')
    assert paths(found) == {"/data"}


def test_scripts_within_scripts(tmp_path: Path) -> None:
    text = SCRIPT + "COPY other.sh lib.sh /\n"
    files = {"run.sh": "#!/bin/sh\n. /lib.sh\n/other.sh\n", "other.sh": "#!/bin/sh\nmount /x\n"}
    found = needs(stage(text, tmp_path, {**files, "lib.sh": "chown x /y\n"}))
    assert {need.reason.split()[0] for need in found} == {"other.sh", "lib.sh"}


def test_scripts_that_start_each_other_come_to_an_end(tmp_path: Path) -> None:
    text = SCRIPT + "COPY other.sh /\n"
    files = {"run.sh": "#!/bin/sh\n/other.sh\n", "other.sh": "#!/bin/sh\n/run.sh\n"}
    assert needs(stage(text, tmp_path, files)) == []


def test_a_script_is_found_on_the_path(tmp_path: Path) -> None:
    text = DEBIAN + 'COPY run.sh /usr/local/bin/\nENTRYPOINT ["run.sh"]\n'
    assert kinds(needs(stage(text, tmp_path, {"run.sh": "#!/bin/sh\nmount /x\n"}))) == {Kind.ROOT}
    text = DEBIAN + 'COPY run.sh /opt/x/\nENV PATH="/opt/x:$PATH"\nENTRYPOINT ["run.sh"]\n'
    assert kinds(needs(stage(text, tmp_path))) == {Kind.ROOT}


def test_a_script_in_another_language_is_not_read_as_a_shells(tmp_path: Path) -> None:
    assert of_script(tmp_path, "#!/usr/bin/perl\nmount /x\n") == []


def test_a_compiled_program_is_no_script(tmp_path: Path) -> None:
    text = DEBIAN + 'COPY start /start\nCMD ["/start"]\n'
    assert needs(stage(text, tmp_path, {"start": "\x7fELF\0\0mount /x\n"})) == []


def test_a_script_that_cannot_be_read(tmp_path: Path) -> None:
    found = of_script(tmp_path, "#!/bin/sh\nif then (\n")
    assert kinds(found) == {Kind.UNKNOWN}
    found = of_script(tmp_path, "#!/bin/sh\n" + "echo x\n" * 20000)
    assert kinds(found) == {Kind.UNKNOWN}
    found = of_script(tmp_path, "#!/bin/sh\n" + "(" * 5000 + "x" + ")" * 5000)
    assert kinds(found) == {Kind.UNKNOWN}


# The image ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("COPY a.sh /x.sh", "/x.sh"),
        ("COPY a.sh /bin/", "/bin/a.sh"),
        ("COPY a.sh b.sh /bin/", "/bin/a.sh"),
        ('COPY ["a.sh", "b.sh", "/bin/"]', "/bin/a.sh"),
        ("COPY . /app", "/app/a.sh"),
        ("WORKDIR /srv\nCOPY . .", "/srv/a.sh"),
        ("WORKDIR /srv\nCOPY a.sh ./bin/", "/srv/bin/a.sh"),
        ("WORKDIR /srv\nCOPY a.sh .", "/srv/a.sh"),
        ("COPY *.sh /app/", "/app/a.sh"),
        ("COPY d /app", "/app/c.sh"),
        ("COPY d /app/", "/app/c.sh"),
        ("COPY d/* /app/", "/app/c.sh"),
        ("COPY /d/c.sh /app/", "/app/c.sh"),
        ("ADD a.sh /x.sh", "/x.sh"),
        ("COPY --chmod=755 a.sh /x.sh", "/x.sh"),
        ("ARG N=a\nCOPY $N.sh /x.sh", "/x.sh"),
        ("COPY --parents d/c.sh /app/", "/app/d/c.sh"),
        ("COPY a.sh /y.sh\nRUN ln -s /y.sh /x.sh", "/x.sh"),
        ("COPY a.sh /y.sh\nRUN cp /y.sh /x.sh && chmod +x /x.sh", "/x.sh"),
        ("COPY a.sh /y.sh\nRUN mv /y.sh /usr/bin/", "/usr/bin/y.sh"),
    ],
)
def test_which_file_of_the_context_stands_there(tmp_path: Path, text: str, path: str) -> None:
    files = {"a.sh": "A", "b.sh": "B", "d/c.sh": "A"}
    assert image_of(stage(DEBIAN + text + "\n", tmp_path, files)).read(path) == b"A"


@pytest.mark.parametrize(
    ("text", "path", "content"),
    [
        ("COPY <<EOF /x.sh\none\nEOF", "/x.sh", b"one\n"),
        ("COPY <<a.sh <<b.sh /d/\none\na.sh\ntwo\nb.sh", "/d/b.sh", b"two\n"),
        ("RUN cat <<EOF > /x.sh\none\nEOF", "/x.sh", b"one\n"),
        ("RUN <<EOF\ncat > /x.sh <<IN\none\nIN\nEOF", "/x.sh", b"one\n"),
        ("RUN echo one > /x.sh", "/x.sh", b"one\n"),
        ("RUN echo one > /x.sh && echo two >> /x.sh", "/x.sh", b"one\ntwo\n"),
        ("RUN printf 'one\\n%s' two > /x.sh", "/x.sh", b"one\ntwo\n"),
        ("RUN cd /d && echo one > x.sh", "/d/x.sh", b"one\n"),
        ("WORKDIR /d\nRUN echo one > x.sh", "/d/x.sh", b"one\n"),
    ],
)
def test_files_that_the_dockerfile_writes(text: str, path: str, content: bytes) -> None:
    assert image_of(stage(DEBIAN + text + "\n")).read(path) == content


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("RUN curl -o /x.sh https://example.com/x.sh", "/x.sh"),
        ("RUN wget -O /x.sh https://example.com/x.sh", "/x.sh"),
        ("RUN make > /x.sh", "/x.sh"),
        ("COPY --from=example.com/image /x.sh /x.sh", "/x.sh"),
        ("ADD https://example.com/x.sh /x.sh", "/x.sh"),
        ("ADD https://example.com/x.sh /bin/", "/bin/x.sh"),
        ("ADD x.tar.gz /app", "/app/x.sh"),
        ("COPY x.sh /x.sh", "/x.sh"),
    ],
)
def test_what_comes_from_somewhere_not_in_sight(text: str, path: str) -> None:
    image = image_of(stage(DEBIAN + text + "\n"))
    assert image.read(path) is None
    assert image.hidden(path)


def test_what_no_instruction_makes(tmp_path: Path) -> None:
    image = image_of(stage(DEBIAN + "COPY a.sh /d/\n", tmp_path, {"a.sh": "A"}))
    for path in ("/a.sh", "/d", "/d/b.sh", "/d/a.sh/x"):
        assert image.read(path) is None
        assert not image.hidden(path)


def test_the_last_instruction_counts(tmp_path: Path) -> None:
    text = DEBIAN + "COPY a.sh /x.sh\nCOPY b.sh /x.sh\n"
    assert image_of(stage(text, tmp_path, {"a.sh": "A", "b.sh": "B"})).read("/x.sh") == b"B"


def test_copies_from_stages_are_followed(tmp_path: Path) -> None:
    text = (
        "FROM debian AS one\nWORKDIR /src\nCOPY . .\n"
        "FROM debian AS two\nCOPY --from=one /src/d /d\n"
        "FROM debian\nCOPY --from=two /d/ /app/\nCOPY --from=0 /src/a.sh /bin/\n"
    )
    image = image_of(stage(text, tmp_path, {"a.sh": "A", "d/c.sh": "C"}))
    assert image.read("/app/c.sh") == b"C"
    assert image.read("/bin/a.sh") == b"A"
    assert image.read("/app/a.sh") is None


def test_a_parent_stage_is_part_of_it(tmp_path: Path) -> None:
    text = "FROM debian AS one\nCOPY a.sh /x.sh\nFROM one\nRUN true\n"
    assert image_of(stage(text, tmp_path, {"a.sh": "A"})).read("/x.sh") == b"A"


def test_a_circle_of_links(tmp_path: Path) -> None:
    text = DEBIAN + "RUN ln -s /a.sh /b.sh && ln -s /b.sh /a.sh\n"
    assert image_of(stage(text, tmp_path)).read("/a.sh") is None


# The context on disk -----------------------------------------------------------------------------


def test_reading_a_context(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d/x").write_bytes(b"X")
    context = Context(tmp_path)
    for path in ("d/x", "/d/x", "./d/./x", "d/../d/x"):
        assert context.read(path) == b"X"
    assert context.is_file("d/x")
    assert context.is_folder("d")
    assert context.is_folder("")
    assert not context.is_file("d")
    assert context.read("d") is None
    assert context.read("none") is None
    assert context.exists("d")
    assert not context.exists("none")


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"S")
    (root / "link").symlink_to(outside / "secret")
    (root / "up").symlink_to("../outside/secret")
    (root / "folder").symlink_to(outside)
    (root / "absolute").symlink_to("/etc/passwd")
    (root / "loop").symlink_to("loop")
    (root / "rootlike").mkdir()
    (tmp_path / "root-beside").mkdir()
    (tmp_path / "root-beside/x").write_bytes(b"S")
    context = Context(root)
    for path in (
        *("link", "up", "folder/secret", "absolute", "loop", "loop/x", "../outside/secret"),
        *("rootlike/../../outside/secret", "/../outside/secret", "../root-beside/x", "a\0b"),
        "x" * 5000,
    ):
        assert context.read(path) is None, path
        assert not context.is_file(path)
        assert not context.is_folder(path)
    assert not any("secret" in path for path in context.listing())


def test_links_inside_are_followed(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"X")
    (tmp_path / "d").mkdir()
    (tmp_path / "d/link").symlink_to("../x")
    assert Context(tmp_path).read("d/link") == b"X"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    context = Context(tmp_path)
    started = time.monotonic()
    assert context.read("fifo") is None
    assert not context.is_file("fifo")
    assert time.monotonic() - started < 10


def test_large_files_are_refused(tmp_path: Path) -> None:
    with open(tmp_path / "huge", "wb") as file:
        file.truncate(10 * LARGEST)
    (tmp_path / "most").write_bytes(b"x" * LARGEST)
    assert Context(tmp_path).read("huge") is None
    assert len(Context(tmp_path).read("most") or b"") == LARGEST


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    context = Context(tmp_path / "none")
    assert context.read("x") is None
    assert list(context.listing()) == []
    assert needs(stage(SCRIPT, tmp_path / "none"))


def test_a_listing_is_bounded(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(40):
        folder = folder / "d"
        folder.mkdir()
    for number in range(6000):
        (tmp_path / f"f{number}").touch()
    (tmp_path / "back").symlink_to(".")
    assert len(list(Context(tmp_path).listing())) <= 5000


@pytest.mark.parametrize(
    ("patterns", "path", "covered"),
    [
        ("x", "x", True),
        ("x", "x/y", True),
        ("x", "d/x", False),
        ("/x", "x", True),
        ("x/", "x/y", True),
        ("*", "x/y", True),
        ("*.sh", "a.sh", True),
        ("*.sh", "d/a.sh", False),
        ("**/*.sh", "d/e/a.sh", True),
        ("**/*.sh", "a.sh", True),
        ("d/**", "d/e/a.sh", True),
        ("d/**/a.sh", "d/a.sh", True),
        ("**", "x", True),
        ("*\n!x", "x", False),
        ("*\n!x", "x/y", False),
        ("*\n!x\nx/y", "x/y", True),
        ("d\n!d/x", "d/x", False),
        ("# x\n\nx", "x", True),
        ("#x", "#x", False),
        ("a?c", "abc", True),
        ("a[bd]c", "abc", True),
        ("a[^bd]c", "abc", False),
        ("a\\*c", "a*c", True),
        ("a\\*c", "abc", False),
        ("a.c", "abc", False),
        ("../x", "x", False),
        ("[z-a]", "b", False),
        ("x\r", "x", True),
    ],
)
def test_dockerignore(patterns: str, path: str, covered: bool) -> None:
    assert Ignored(patterns.encode()).covers(path.split("/")) is covered


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    started = time.monotonic()
    assert not Ignored(b"*a" * 60 + b"b").covers(["a" * 250])
    assert not Ignored(b"**/a/" * 60 + b"b").covers(["a"] * 200)
    assert time.monotonic() - started < 10


def test_what_dockerignore_excludes_is_not_there(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text("*\n!keep\n")
    (tmp_path / "keep").mkdir()
    (tmp_path / "keep/x").write_bytes(b"X")
    (tmp_path / "gone").write_bytes(b"G")
    (tmp_path / "keep/link").symlink_to("../gone")
    context = Context(tmp_path)
    assert context.read("keep/x") == b"X"
    assert context.read("gone") is None
    assert context.read("keep/link") is None
    assert list(context.listing()) == ["keep", "keep/link", "keep/x"]


def test_a_dockerfiles_own_ignore_file_goes_before(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text("a\n")
    (tmp_path / "b.Dockerfile.dockerignore").write_text("b\n")
    (tmp_path / "a").write_bytes(b"A")
    (tmp_path / "b").write_bytes(b"B")
    context = Context(tmp_path, tmp_path / "b.Dockerfile")
    assert context.read("a") == b"A"
    assert context.read("b") is None


def test_an_action_of_github(tmp_path: Path) -> None:
    files = {"action.yml": "name: x\nruns:\n  using: 'docker'\n  image: Dockerfile\n"}
    found = needs(stage(DEBIAN + 'ENTRYPOINT ["/x"]\n', tmp_path, files))
    assert kinds(found) == {Kind.ROOT}
    files = {"action.yml": "name: x\nruns:\n  using: node20\n"}
    assert needs(stage(DEBIAN + 'ENTRYPOINT ["/x"]\n', tmp_path, files)) == []


def test_an_action_whose_metadata_is_ignored(tmp_path: Path) -> None:
    files = {
        "action.yml": "name: x\nruns:\n  using: docker\n  image: Dockerfile\n",
        ".dockerignore": "*\n!x.sh\n",
    }
    assert kinds(needs(stage(DEBIAN + 'ENTRYPOINT ["/x"]\n', tmp_path, files))) == {Kind.ROOT}


@pytest.mark.parametrize(("image", "is_its"), [("box/Dockerfile", True), ("Dockerfile", False)])
def test_an_action_whose_metadata_is_above(tmp_path: Path, image: str, is_its: bool) -> None:
    text = f"name: x\nruns:\n  using: docker\n  image: '{image}'\n"
    (tmp_path / "action.yml").write_text(text)
    box = tmp_path / "box"
    box.mkdir()
    source = (DEBIAN + 'ENTRYPOINT ["/x"]\n').encode()
    document = Document(source)
    document.path, document.context = str(box / "Dockerfile"), str(box)
    assert kinds(needs(document.stages[-1])) == ({Kind.ROOT} if is_its else set())


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ("*/5 * * * * echo x >> /var/log/jobs.log", {Kind.WRITES}),
        ("0 */5 * * * * * apt-get update", {Kind.ROOT}),
        ("@daily cd /app && python -m jobs", set()),
        ("0 3 * * MON-FRI chown app /data", {Kind.ROOT}),
        ("# 0 3 * * * apt-get update", set()),
        ("PATH=/usr/bin:/bin", set()),
    ],
)
def test_the_jobs_of_supercronic(tmp_path: Path, job: str, expected: set[Kind]) -> None:
    text = DEBIAN + 'WORKDIR /app\nCOPY . .\nCMD ["supercronic", "-debug", "jobs.cron"]\n'
    found = needs(stage(text, tmp_path, {"jobs.cron": f"SHELL=/bin/sh\n\n{job}\n"}))
    assert kinds(found) == expected
    assert all("(line 3)" in need.reason for need in found)


# Python ------------------------------------------------------------------------------------------


def of_python(tmp_path: Path, text: str, cmd: str = '["python", "app.py"]') -> list[Need]:
    return needs(stage(PYTHON + f"CMD {cmd}\n", tmp_path, {"app.py": text}))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("open('/data/x', 'w')", "/data"),
        ("open('/data/x', mode='ab')", "/data"),
        ("with open('out/x.csv', 'a') as f: pass", "/app/out"),
        ("P = '/data'\nopen(P + '/x', 'w')", "/data"),
        ("import os\nos.makedirs('/data/up', exist_ok=True)", "/data/up"),
        ("B = os.path.dirname(__file__)\nopen(os.path.join(B, 'v/x'), 'w')", "/app/v"),
        ("from pathlib import Path\nP = Path(__file__).parent / 'd'\nP.mkdir()", "/app/d"),
        ("from pathlib import Path\n(Path('/data') / 'x').write_text('y')", "/data"),
        ("import sqlite3\nsqlite3.connect('/data/x.db')", "/data"),
        ("URI = 'sqlite:////data/x.db'", "/data"),
        ("URI = 'sqlite:///x.db'", "/app"),
        ("import logging\nlogging.basicConfig(filename='/logs/x')", "/logs"),
        ("from logging.handlers import RotatingFileHandler as R\nimport logging\n"
         "logging.handlers.RotatingFileHandler('/logs/x')", "/logs"),
        ("import os\nopen(os.environ.get('F', '/data/f'), 'w')", "/data"),
        ("def f(name):\n    open(f'/data/{name}', 'w')", "/data"),
        ("import shutil\nshutil.copytree('static', '/srv/static')", "/srv/static"),
        ("from shutil import copytree as c\nc('static', '/srv/static')", "/srv/static"),
        ("from os import makedirs\nmakedirs('/data/x')", "/data/x"),
        ("B = '/data/'\nU = 'sqlite:///' + B + 'x.db'", "/data"),
        ("B = '/data'\nU = f'sqlite:///{B}/x.db'", "/data"),
        ("class C:\n    FILE = '/data/x'\ndef f():\n    open(C.FILE, 'w')", "/data"),
        ("class C:\n    def __init__(self):\n        self.file = '/data/x'\n"
         "    def save(self):\n        open(self.file, 'w')", "/data"),
        ("def f():\n    open(NAME, 'w')\nNAME = '/data/x'\nf()", "/data"),
        ("import os\nopen(os.getenv('F') or '/data/x', 'w')", "/data"),
        ("F = '/x/f'\nF = '/data/f'\nopen(F, 'w')", "/data"),
        ("import argparse\np = argparse.ArgumentParser()\n"
         "p.add_argument('--out-file', default='/data/x')\na = p.parse_args()\n"
         "open(a.out_file, 'w')\n",
         "/data"),
        ("import zipfile\nzipfile.ZipFile('x.zip').extractall('/data/x')", "/data/x"),
        ("import os\nos.open('/data/x', os.O_WRONLY | os.O_CREAT)", "/data"),
        ("for name in ('/data/a', '/data/b'):\n    open(name, 'w')", "/data"),
        ("with open('x' + name, 'w') as f:\n    pass", "/app"),
        ("open('/data/%s' % name, 'w')", "/data"),
        ("open('/data/{}'.format(name), 'w')", "/data"),
        ("from pathlib import Path\nopen(Path(__file__).parents[1] / 'd/x', 'w')", "/d"),
        ("open('x' + name, 'w')", "/app"),
        ("app.config['UPLOAD_FOLDER'] = '/up'", "/up"),
        ("import pandas as p\np.DataFrame().to_csv('/data/x.csv')", "/data"),
        ("import shutil\nshutil.copy('a', '/data/b')", "/data"),
        ("from urllib.request import urlretrieve\nurlretrieve(url, '/data/x')", "/data"),
        ("import duckdb\nduckdb.connect('/data/x.db')", "/data"),
        ("import duckdb\nduckdb.connect(database='/data/x.db')", "/data"),
        ("from telethon import TelegramClient as T\nT('/data/bot', 1, 'x')", "/data"),
        ("import chromadb\nchromadb.PersistentClient(path='/data')", "/data"),
        ("from joblib import Memory\nMemory(location='/data')", "/data"),
        ("from git import Repo\nimport git\ngit.Repo.clone_from(url, '/data')", "/data"),
        ("import git\ngit.Repo.clone_from(url, to_path='/data')", "/data"),
        ("from qdrant_client import QdrantClient\nQdrantClient(path='/data')", "/data"),
        ("import zipfile\nzipfile.ZipFile('/data/x.zip', 'w')", "/data"),
        ("import tarfile\ntarfile.open('/data/x.tar', mode='w:gz')", "/data"),
        ("Chroma(persist_directory='/data')", "/data"),
        ("import yt_dlp\nyt_dlp.YoutubeDL({'outtmpl': '/data/%(uploader)s/%(id)s.mp4'})", "/data"),
        ("app.config['SESSION_FILE_DIR'] = '/data'", "/data"),
    ],
)  # fmt: skip
def test_what_a_module_writes(tmp_path: Path, text: str, path: str) -> None:
    found = of_python(tmp_path, text)
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {path}


@pytest.mark.parametrize(
    ("option", "command", "path"),
    [
        ("'--db'", "--db /data/x", "/data"),
        ("'--db', default='y'", "--db=/data/x", "/data"),
        ("'-d', '--db', default='y'", "-d /data/x", "/data"),
        ("'-d', '--database', dest='db'", "--database /data/x", "/data"),
        ("'-d', '--db', default='/data/x'", "--other /z", "/data"),
        ("'--db', default='/data/x'", "--db $DB", None),
        ("'--db', default='/data/x'", "--db --other", None),
    ],
)
def test_what_the_command_line_gives_an_option(
    tmp_path: Path, option: str, command: str, path: str | None
) -> None:
    text = f"p.add_argument({option})\na = p.parse_args()\nopen(a.db, 'w')\n"
    words = ", ".join(f'"{word}"' for word in ["python", "app.py", *command.split()])
    found = of_python(tmp_path, text, f"[{words}]")
    assert {need.path for need in found if need.kind is Kind.WRITES} == ({path} if path else set())
    assert any(need.kind is Kind.UNKNOWN for need in found) == (path is None)


@pytest.mark.parametrize(
    "text",
    [
        "print('x')",
        "open('/data/x')",
        "import duckdb\nduckdb.connect()\nduckdb.connect(':memory:')",
        "import lancedb\nlancedb.connect('s3://bucket/x')",
        "import zipfile\nzipfile.ZipFile('/data/x.zip')\nzipfile.ZipFile('/data/x.zip', 'r')",
        "import tarfile\ntarfile.open('/data/x.tar.xz', 'r:xz')",
        "import io, soundfile\nsoundfile.write(io.BytesIO(), data, 1)",
        "import chromadb\nchromadb.PersistentClient(path=where)",
        "import socket\nsocket.create_server().bind(('0.0.0.0', 80))",
        "import icmplib\nicmplib.ping('x', privileged=False)",
        "open('/data/x', 'rb')",
        "import tempfile\ntempfile.mkdtemp()",
        "import tempfile\nopen(tempfile.mkdtemp() + '/x', 'w')",
        "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    open(f'{d}/x', 'w')",
        "import tempfile\nfd, path = tempfile.mkstemp()\nopen(path, 'w')",
        "import tempfile\nwith tempfile.NamedTemporaryFile() as f:\n    open(f.name, 'w')",
        "import io\nb = io.BytesIO()\ndf.to_csv(b)\nplt.savefig(b)",
        "with open('/data/x') as f:\n    df.to_json(f)",
        "import os\nos.open('/data/x', os.O_RDONLY)\nos.remove(name)",
        "import sys\nlogger.add(sys.stderr)",
        "from pathlib import Path\n(Path.home() / 'x').write_text('')",
        "import subprocess\nsubprocess.run(['install', '--help'])",
        "import json\njson.load(open('missing.json'))['x']",
        "model.save()\nform.save(commit=False)\nx.replace('a', 'b')",
        "open('/tmp/x', 'w')",
        "import sqlite3\nsqlite3.connect(':memory:')",
        "# open('/data/x', 'w')",
        "'''open('/data/x', 'w')'''",
        "import os\nos.path.join('/data', 'x')",
        "import subprocess\nsubprocess.run(['ls', '/etc'])",
        "app.run(host='0.0.0.0', port=80)",
        "import os\nif os.geteuid() == 0: print('root')",
    ],
)
def test_a_module_without_needs(tmp_path: Path, text: str) -> None:
    assert of_python(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("import os\nos.setuid(1000)", Kind.DROPS),
        ("import os\nos.chown('/x', 1, 1)", Kind.ROOT),
        ("import os\nos.chroot('/x')", Kind.ROOT),
        ("open('/etc/shadow')", Kind.ROOT),
        ("open('/dev/mem', 'rb')", Kind.ROOT),
        ("import docker\ndocker.from_env()", Kind.ROOT),
        ("import subprocess\nsubprocess.run(['iptables', '-A', 'x'])", Kind.ROOT),
        ("import os\nos.system('mount /dev/x /y')", Kind.ROOT),
        ("import os, sys\nif os.geteuid() != 0: sys.exit(1)", Kind.ROOT),
        ("import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW)", Kind.ROOT),
        ("open('/etc/x', 'w')", Kind.ROOT),
        (
            "import subprocess\nsubprocess.run(['install', '-d', '-o', 'www-data', '/x/y'])",
            Kind.ROOT,
        ),
        ("from subprocess import check_call\ncheck_call(['chown', 'x', '/y'])", Kind.ROOT),
        ("import subprocess\nc = ['mount', '/x']\nsubprocess.Popen(c)", Kind.ROOT),
        ("import os\nos.execvp('gosu', ['gosu', 'app', 'x'])", Kind.DROPS),
        ("import os\nos.execlp('gosu', 'gosu', 'app', 'x')", Kind.DROPS),
        ("import subprocess\nsubprocess.run('useradd x', shell=True)", Kind.ROOT),
        ("import shlex, subprocess\nsubprocess.run(shlex.split('mount /x'))", Kind.ROOT),
        ("import subprocess\nsubprocess.run(['mkdir', '-p', '/data/x'])", Kind.WRITES),
        ("import subprocess\nsubprocess.run(['mkdir', '-p', name])", Kind.UNKNOWN),
        ("def f(name):\n    open(name, 'w')", Kind.UNKNOWN),
        ("import sys\nopen(sys.argv[1], 'w')", Kind.UNKNOWN),
        ("name = 'x'\ndef f(name):\n    open(name, 'w')", Kind.UNKNOWN),
        ("F = 'x'\nF = input()\nopen(F, 'w')", Kind.UNKNOWN),
        ("import os\nos.makedirs(os.path.dirname(target))", Kind.UNKNOWN),
        ("import sqlite3\nsqlite3.connect(target)", Kind.UNKNOWN),
        ("import logging\nlogging.FileHandler(target)", Kind.UNKNOWN),
        ("def f(path):\n    path.write_text('x')", Kind.UNKNOWN),
        ("def f(path):\n    path.mkdir(parents=True)", Kind.UNKNOWN),
        ("def f(path):\n    with path.open('w'):\n        pass", Kind.UNKNOWN),
        ("def f(path):\n    df.to_csv(path)", Kind.UNKNOWN),
        ("U = f'sqlite:///{name}'", Kind.UNKNOWN),
        ("import logging.config\nlogging.config.fileConfig('missing.ini')", Kind.UNKNOWN),
        ("import logging.config\nlogging.config.dictConfig(load())", Kind.UNKNOWN),
        ("print 'python 2'", Kind.UNKNOWN),
        ("#" * 200_000, Kind.UNKNOWN),
    ],
)
def test_what_a_module_needs(tmp_path: Path, text: str, kind: Kind) -> None:
    assert kinds(of_python(tmp_path, text)) == {kind}


@pytest.mark.parametrize(
    "cmd",
    [
        '["gunicorn", "pkg.web:app"]',
        '["gunicorn", "-w", "2", "--bind", "0.0.0.0:80", "pkg.web:app"]',
        '["uvicorn", "pkg.web:app", "--port", "80"]',
        '["python", "-m", "pkg.web"]',
        '["python", "-m", "uvicorn", "pkg.web:app"]',
        '["python", "main.py"]',
        "python -u main.py",
        '["flask", "--app", "pkg.web", "run"]',
        '["celery", "-A", "pkg.web", "worker"]',
        '["streamlit", "run", "main.py"]',
        '["./main.py"]',
    ],
)
def test_the_module_that_is_started_is_found(tmp_path: Path, cmd: str) -> None:
    files = {
        "main.py": "#!/usr/bin/env python3\nfrom pkg import web\n",
        "pkg/__init__.py": "",
        "pkg/web.py": "from .store import save\n",
        "pkg/store.py": "def save():\n    open('/data/x', 'w')\n",
    }
    found = needs(stage(PYTHON + f"CMD {cmd}\n", tmp_path, files))
    assert paths(found) == {"/data"}
    assert "store.py writes /data/x (line 2)" in reasons(found)


def test_django(tmp_path: Path) -> None:
    files = {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site1.settings')",
        "site1/__init__.py": "",
        "site1/settings.py": (
            "from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\n"
            "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3',\n"
            "  'NAME': BASE_DIR / 'db.sqlite3'}}\n"
            "MEDIA_ROOT = BASE_DIR / 'media'\nSTATIC_ROOT = '/static'\n"
        ),
    }
    cmd = 'CMD ["python", "manage.py", "runserver"]\n'
    assert paths(needs(stage(PYTHON + cmd, tmp_path, files))) == {"/app", "/app/media"}
    cmd = "CMD python manage.py collectstatic --noinput && gunicorn site1.wsgi\n"
    assert "/static" in paths(needs(stage(PYTHON + cmd, tmp_path, files)))


def test_gunicorns_own_file(tmp_path: Path) -> None:
    files = {
        "gunicorn.conf.py": "bind = '0.0.0.0:80'\nuser = 'www-data'\npidfile = '/data/x.pid'\n"
    }
    found = needs(stage(PYTHON + 'CMD ["gunicorn", "a:b"]\n', tmp_path, files))
    assert kinds(found) == {Kind.DROPS, Kind.WRITES}
    assert "gunicorn.conf.py says user = www-data (line 2)" in reasons(found)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000 + ")" * 20_000,
        "x = open\nx" + "()" * 20_000,
        "open\n" + "-" * 20_000 + "1",
        "open\n1" + "+1" * 20_000,
        "open\n" + "not " * 20_000 + "1",
        "open\n" + "if x:\n pass\n" + "elif x:\n pass\n" * 3_000,
        "open\n" + "[" * 5_000 + "]" * 5_000,
        "open\n" + "lambda:" * 5_000 + "1",
        "open\n" + "f'{" * 500 + "1" + "}'" * 500,
        "\0open",
        "# coding: nowhere\nopen",
    ],
)
def test_hostile_modules_come_to_an_end(tmp_path: Path, text: str) -> None:
    """In a process of its own, for what a parser must not do is end it."""
    (tmp_path / "app.py").write_bytes(text.encode())
    code = (
        "import sys; from pathlib import Path\n"
        "from fixer.dockerfile.document import Document\n"
        "from fixer.context.process import needs\n"
        f"d = Document({PLAIN!r})\n"
        "d.context = Path(sys.argv[1])\n"
        "print(*{n.kind.value for n in needs(d.stages[0])})\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=30
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "unknown"


def test_every_value_that_a_name_may_have_counts(tmp_path: Path) -> None:
    text = "F = '/a/f'\nif x:\n    F = '/b/f'\nopen(F, 'w')\nopen('/c/f' if x else '/d/f', 'w')"
    assert paths(of_python(tmp_path, text)) == {"/a", "/b", "/c", "/d"}
    text = "F = '/a/f'\nif x:\n    F = y\nopen(F, 'w')"
    assert kinds(of_python(tmp_path, text)) == {Kind.WRITES, Kind.UNKNOWN}
    many = "".join(f"if x:\n    F = '/{n}/f'\n" for n in range(9))
    assert Kind.UNKNOWN in kinds(of_python(tmp_path, f"F = ''\n{many}open(F, 'w')"))


def test_a_path_that_is_not_known_is_told_with_its_place(tmp_path: Path) -> None:
    (need,) = of_python(tmp_path, "import sys\n\nopen(sys.argv[1], 'w')")
    assert need.reason == "app.py writes to a path that is not known (line 3)"


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("s.ini", "[store]\nfile = /data/x\n",
         "c = configparser.ConfigParser()\nc.read('s.ini')\nopen(c.get('store', 'file'), 'w')"),
        ("s.cfg", "[store]\nfile: /data/x\n",
         "c = configparser.ConfigParser()\nc.read('s.cfg')\nopen(c['store']['file'], 'w')"),
        ("s.json", '{"store": {"file": "/data/x"}}',
         "with open('s.json') as f:\n    c = json.load(f)\nopen(c['store']['file'], 'w')"),
        ("s.yaml", "store:\n  file: /data/x\n",
         "c = yaml.safe_load(open('s.yaml'))\nopen(c['store'].get('file', 'y'), 'w')"),
        ("s.toml", "[store]\nfile = '/data/x'\n",
         "c = tomllib.loads(Path('s.toml').read_text())\nopen(c['store']['file'], 'w')"),
        ("s.py", "FILE = '/data/x'\n", "from s import FILE\nopen(FILE, 'w')"),
        ("s.py", "FILE = '/data/x'\n", "import s as t\nopen(t.FILE, 'w')"),
    ],
)  # fmt: skip
def test_a_path_that_a_file_of_settings_says(
    tmp_path: Path, name: str, content: str, text: str
) -> None:
    files = {name: content, "app.py": text}
    found = needs(stage(PYTHON + 'CMD ["python", "app.py"]\n', tmp_path, files))
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {"/data"}
    (tmp_path / name).write_text("# empty")
    found = needs(stage(PYTHON + 'CMD ["python", "app.py"]\n', tmp_path))
    assert kinds(found) == {Kind.UNKNOWN}


def test_a_file_of_settings_that_cannot_be_read(tmp_path: Path) -> None:
    hostile = "a: &a [x, x]\n" + "".join(
        f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, *{'a' if not n else f'b{n - 1}'}]\n"
        for n in range(40)
    )
    for name, content in (
        ("s.json", "[" * 20_000),
        ("s.yaml", "[" * 3_000),
        ("s.yaml", hostile),
        ("s.yaml", "!!python/object:os.system x: ["),
        ("s.toml", "x = " + "[" * 9_000),
        ("s.ini", "no section"),
        ("s.json", " " * 200_000),
    ):
        text = f"c = load(open('{name}'))\nopen(c['file'], 'w')"
        started = time.monotonic()
        files = {name: content, "app.py": text}
        found = needs(stage(PYTHON + 'CMD ["python", "app.py"]\n', tmp_path, files))
        assert kinds(found) == {Kind.UNKNOWN}
        assert time.monotonic() - started < 120


LOG_INI = """[loggers]
keys=root
[handlers]
keys=file
[handler_file]
class=handlers.RotatingFileHandler
args=(%s, 'a')
[handler_out]
class=StreamHandler
args=(sys.stdout,)
"""


def test_logging_by_a_file(tmp_path: Path) -> None:
    text = "import logging.config\nlogging.config.fileConfig('l.ini')"
    cmd = 'CMD ["python", "app.py"]\n'
    files = {"app.py": text, "l.ini": LOG_INI % "'/var/log/x.log'"}
    (need,) = needs(stage(PYTHON + cmd, tmp_path, files))
    assert need == Need(Kind.WRITES, "l.ini logs to /var/log/x.log", "/var/log/x.log", 4, True)
    files["l.ini"] = LOG_INI % "os.environ['LOG']"
    found = needs(stage(PYTHON + cmd, tmp_path, files))
    assert [need.reason for need in found] == [
        "app.py sets up logging by a file that cannot be read (line 2)"
    ]


def test_logging_by_a_dict(tmp_path: Path) -> None:
    handlers = '{"handlers": {"f": {"class": "logging.FileHandler", "filename": "/logs/x"}}}'
    files = {
        "l.json": handlers,
        "app.py": "import json, logging.config\n"
        "logging.config.dictConfig(json.load(open('l.json')))",
    }
    cmd = 'CMD ["python", "app.py"]\n'
    assert paths(needs(stage(PYTHON + cmd, tmp_path, files))) == {"/logs"}
    text = f"from logging.config import dictConfig\nL = {handlers}\ndictConfig(L)"
    found = of_python(tmp_path, text)
    assert (kinds(found), paths(found)) == ({Kind.WRITES}, {"/logs"})
    text = "L = {'handlers': {'f': {'class': 'logging.FileHandler', 'filename': x}}}"
    assert kinds(of_python(tmp_path, text)) == {Kind.UNKNOWN}


def test_a_server_that_is_told_how_to_log(tmp_path: Path) -> None:
    cmd = 'CMD ["uvicorn", "app:app", "--log-config", "l.ini"]\n'
    files = {"app.py": "app = 1", "l.ini": LOG_INI % "'/logs/x.log'"}
    assert paths(needs(stage(PYTHON + cmd, tmp_path, files))) == {"/logs"}
    (tmp_path / "l.ini").unlink()
    assert kinds(needs(stage(PYTHON + cmd, tmp_path))) == {Kind.UNKNOWN}


# Other languages ---------------------------------------------------------------------------------


def of_other(tmp_path: Path, text: str, name: str = "keep.pl", program: str = "perl") -> list[Need]:
    cmd = f'CMD ["{program}", "{name}"]\n'
    return needs(stage(DEBIAN + "WORKDIR /app\nCOPY . .\n" + cmd, tmp_path, {name: text}))


@pytest.mark.parametrize(
    ("program", "name", "text"),
    [
        ("perl", "keep.pl", "#!/usr/bin/perl\n\nmy $dir = '/var/lib/keep';\n"),
        ("ruby", "keep.rb", "require 'json'\n\nFileUtils.mkdir_p('/var/lib/keep')\n"),
        ("php", "keep.php", '<?php\n\nfile_put_contents("/var/lib/keep", 1);\n'),
        ("lua5.4", "keep.lua", "-- x\n\nlocal f = io.open('/var/lib/keep', 'w')\n"),
        ("Rscript", "keep.R", "library(x)\n\nwrite.csv(d, '/var/lib/keep')\n"),
    ],
)
def test_a_language_that_is_not_read(tmp_path: Path, program: str, name: str, text: str) -> None:
    (need,) = of_other(tmp_path, text, name, program)
    told = f"{name} names /var/lib/keep, which it may write to (line 3)"
    assert need == Need(Kind.UNKNOWN, told, None, 4)


@pytest.mark.parametrize(
    "text",
    [
        "#!/usr/bin/perl\n# '/var/lib/x'\nuse lib '/opt/x/lib';\nprint 'x';\n",
        "system('/usr/bin/sort', 'x'); open(F, '/etc/hosts');",
        "get '/data/users' do\n",
        "$app->get('/home/index', 'x');",
        "open(F, '>/app/x'); $x = '/app/data/x'; $y = '/tmp/x'; $z = 'a/b';",
        "$u = 'https://example.com/var/lib/x'; $r = '/a|b/';",
        "$f = '/app/conf/../keep.pl';",
        "$log = __DIR__ . '/var/log/x'; $path .= '/data/x';",
        "path = root + '/var/log/x'",
    ],
)
def test_what_is_no_sign_of_writing(tmp_path: Path, text: str) -> None:
    assert of_other(tmp_path, text) == []


@pytest.mark.parametrize(
    "line",
    [
        "VOLUME /data\n",
        "RUN mkdir -p /data/store\n",
        "RUN mkdir -p /data && touch /data/store && chown www-data /data\n",
        "ENV DATA_DIR=/data\n",
    ],
)
def test_a_place_that_is_the_users_all_the_same(tmp_path: Path, line: str) -> None:
    text = f'{DEBIAN}WORKDIR /app\nCOPY . .\n{line}CMD ["ruby", "x.rb"]\n'
    found = needs(stage(text, tmp_path, {"x.rb": "File.write('/data/store', 'x')\n"}))
    assert kinds(found) <= {Kind.WRITES}


@pytest.mark.parametrize(
    "line",
    [
        "VOLUME /database\n",
        "RUN mkdir -p /data && curl -o /data/store https://x.example/store\n",
        "RUN mkdir -p /data && cd /data && ./seed\n",
        "WORKDIR /data\nRUN mkdir -p /data && ./seed\nWORKDIR /app\n",
    ],
)
def test_a_place_in_which_a_build_leaves_what_is_roots(tmp_path: Path, line: str) -> None:
    text = f'{DEBIAN}WORKDIR /app\nCOPY . .\n{line}CMD ["ruby", "x.rb"]\n'
    found = needs(stage(text, tmp_path, {"x.rb": "File.write('/data/store', 'x')\n"}))
    assert "x.rb names /data/store, which it may write to (line 1)" in reasons(found)


def test_other_files_of_a_program(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/store.rb").write_text("STORE = '/data/store'\n")
    found = of_other(tmp_path, "require_relative 'lib/store'\n", "main.rb", "ruby")
    assert reasons(found) == "store.rb names /data/store, which it may write to (line 1)"


@pytest.mark.parametrize(
    ("cmd", "name"),
    [
        ('["bundle", "exec", "puma", "-p", "3000"]', "config.ru"),
        ('["rackup", "other.ru"]', "other.ru"),
        ('["rake", "work"]', "Rakefile"),
        ('["./bin/rails", "server"]', "config/application.rb"),
        ('["php", "-S", "0.0.0.0:80", "-t", "public"]', "public/index.php"),
        ('["php", "-S", "0.0.0.0:80"]', "index.php"),
        ('["plackup", "-p", "80"]', "app.psgi"),
    ],
)
def test_what_servers_of_other_languages_load(tmp_path: Path, cmd: str, name: str) -> None:
    text = f"{DEBIAN}WORKDIR /app\nCOPY . .\nCMD {cmd}\n"
    found = needs(stage(text, tmp_path, {name: "open('/var/lib/keep')\n"}))
    assert f"{Path(name).name} names /var/lib/keep, which it may write to" in reasons(found)


def test_what_a_rackup_file_loads(tmp_path: Path) -> None:
    files = {"config.ru": "require_relative 'lib/app'\n", "lib/app.rb": "DIR = '/var/lib/keep'\n"}
    text = DEBIAN + 'WORKDIR /app\nCOPY . .\nCMD ["rackup"]\n'
    assert "app.rb names /var/lib/keep" in reasons(needs(stage(text, tmp_path, files)))


def test_a_program_by_what_its_first_line_names(tmp_path: Path) -> None:
    found = of_script(tmp_path, "#!/usr/bin/env perl\nopen(F, '>/var/lib/x/y');\n")
    assert reasons(found) == "run.sh names /var/lib/x/y, which it may write to (line 2)"
    found = of_script(tmp_path, "#!/usr/bin/env python3\nopen('/data/x', 'w')\n")
    assert paths(found) == {"/data"}
    found = of_script(tmp_path, "#!/usr/bin/env node\nfs.writeFileSync('/data/x', '')\n")
    assert paths(found) == {"/data"}


def test_hostile_files_of_other_languages(tmp_path: Path) -> None:
    started = time.monotonic()
    of_other(tmp_path, "'" * 120_000)
    of_other(tmp_path, "'" + "/var/" * 20_000)
    of_other(tmp_path, "require './x'; " * 8_000)
    assert kinds(of_other(tmp_path, "x" * 500_000)) == {Kind.UNKNOWN}
    assert len(of_other(tmp_path, "".join(f"'/data/{n}'\n" for n in range(9_000)))) < 10
    assert time.monotonic() - started < 60


# Node --------------------------------------------------------------------------------------------


def of_node(tmp_path: Path, text: str, cmd: str = '["node", "server.js"]') -> list[Need]:
    return needs(stage(NODE + f"CMD {cmd}\n", tmp_path, {"server.js": text}))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("fs.writeFileSync('/data/x', 'y')", "/data"),
        ("const s = require('sharp'); s('x').resize(1).toFile('/data/x.png')", "/data"),
        (
            "const u = require('baileys').useMultiFileAuthState\n"
            "const { useMultiFileAuthState: f } = require('baileys')\n"
            "useMultiFileAuthState('/data')",
            "/data",
        ),
        ("const g = require('simple-git'); g().clone(url, '/data')", "/data"),
        ("const { Level } = require('level'); new Level('/data')", "/data"),
        ("const f = require('formidable'); f({ uploadDir: '/data' })", "/data"),
        ("const l = require('log4js'); l.configure({ a: { filename: '/data/x' } })", "/data"),
        ("const p = require('puppeteer'); p.launch({ userDataDir: '/data' })", "/data"),
        (
            "const S = require('session-file-store')(x); new S({ ttl: 9, path: '/data/s' })",
            "/data/s",
        ),
        (
            "const rfs = require('rotating-file-stream'); rfs.createStream('a', { path: '/l' })",
            "/l",
        ),
        ("const b = require('bunyan'); b.createLogger({ s: [{ path: '/data/x.log' }] })", "/data"),
        ("const { JsonDB, Config } = require('node-json-db'); new Config('/data/x')", "/data"),
        ("import Loki from 'lokijs'; new Loki('/data/x.json')", "/data"),
        ("require('mkdirp').sync('/data/x')", "/data/x"),
        ("const u = require('express-fileupload'); f.mv('/data/' + name)", "/data"),
        ("const Keyv = require('keyv'); new Keyv('sqlite:///data/x')", "/data"),
        (
            "const { createClient: c } = require('@libsql/client'); c({ url: 'file:/data/x' })",
            "/data",
        ),
        ("fs.createWriteStream('logs/a.log')", "/app/logs"),
        ("await fs.promises.mkdir(`/data/up`)", "/data/up"),
        ("fs.mkdirSync(path.join(__dirname, 'uploads'))", "/app/uploads"),
        ("const u = multer({ dest: 'uploads/' })", "/app/uploads"),
        ("const dir = '/var/spool/x'; fs.mkdirSync(dir, {recursive: true})", "/var/spool/x"),
        ("const f = require('node:fs'); f.writeFileSync('/data/x', '')", "/data"),
        ("const { writeFile: w } = require('fs/promises'); w('/data/x', '')", "/data"),
        ("const D = '/data'\nfs.appendFileSync(`${D}/log`, 'x')", "/data"),
        ("fs.appendFileSync(`/data/${request.id}/log`, 'x')", "/data"),
        ("import { mkdir } from 'node:fs/promises';\nawait mkdir('/data/x')", "/data/x"),
        ("import * as files from 'fs'\nfiles.writeFileSync('/data/x', 'y')", "/data"),
        ("import fs from 'fs-extra'\nfs.outputJson('/data/x', {})", "/data"),
        ("const d = process.env.DIR || '/data'; fs.mkdirSync(path.join(d, 'x'))", "/data/x"),
        ("const d = process.env.DIR ?? '/data'; fs.writeFileSync(d + '/x', '')", "/data"),
        ("const c = { dir: '/data/c' }; fs.mkdirSync(c.dir)", "/data/c"),
        ("fs.mkdirSync(path.resolve(process.cwd(), 'x'))", "/app/x"),
        (
            "const d = path.dirname(fileURLToPath(import.meta.url))\n"
            "fs.mkdirSync(path.join(d, 'x'))",
            "/app/x",
        ),
        ("fs.mkdirSync(new URL('./x', import.meta.url))", "/app/x"),
        ("fs.copyFileSync('a', '/data/b')", "/data"),
        ("require('fs').writeFileSync('/data/x', '')", "/data"),
        ("await require('node:fs').promises.mkdir('/data/x')", "/data/x"),
        ("await require('fs/promises').mkdir('/data/x')", "/data/x"),
        ("require('child_process').execSync('mkdir -p /data/x')", "/data/x"),
        ("fs.mkdirSync(path.join(path.dirname(require.main.filename), 'x'))", "/app/x"),
        ("fs.mkdirSync(path.join(require.main.path, 'x'))", "/app/x"),
        ("fs.mkdirSync(require('path').join(__dirname, 'x'))", "/app/x"),
        ("exports.d = '/data'\nfs.mkdirSync(path.join(require('./c').d, 'x'))", "/data/x"),
        ("fs.openSync('/data/b', 'a')", "/data"),
        ("const D = require('better-sqlite3'); new D.Database('/data/x.db')", "/data"),
        ("const sqlite3 = require('sqlite3'); new sqlite3.Database('/data/x.db')", "/data"),
        ("const w = require('winston'); new w.transports.File({ filename: '/logs/a' })", "/logs"),
        ("const { execSync } = require('child_process'); execSync('mkdir -p /data/x')", "/data/x"),
        ("const dir: string = '/data/t'; fs.mkdirSync(dir)", "/data/t"),
        ("class A { constructor() { this.dir = '/data/m'; fs.mkdirSync(this.dir) } }", "/data/m"),
    ],
)
def test_what_a_node_program_writes(tmp_path: Path, text: str, path: str) -> None:
    found = of_node(tmp_path, text)
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {path}


@pytest.mark.parametrize(
    "text",
    [
        "fs.readFileSync('/data/x')",
        "// fs.writeFileSync('/data/x')",
        "fs.writeFileSync('/tmp/x', 'y')",
        "fs.writeFileSync(path.join(process.env.HOME, 'x'), 'y')",
        "fs.writeFileSync(require('path').join(require('os').tmpdir(), 'x'), 'y')",
        "fs.mkdirSync((process.env.HOME || '/root') + '/.x')",
        "/* fs.writeFileSync('/data/x') */",
        "fs.writeFileSync(path.join(os.tmpdir(), name), 'y')",
        "fs.mkdirSync(`${os.tmpdir()}/x`)",
        "fs.unlinkSync(request.file.path)",
        "const a = \"fs.writeFileSync('/data/x')\"",
        "const r = /'fs.writeFileSync(\"/g; fs.readFileSync('/data/x')",
        "const p = require('puppeteer'); page.goto('file:///usr/share/x.html')",
        "repository.clone(url, '/usr/x'); file.mv('/usr/x'); row.toFile('/usr/x')",
        "const fs = require('fs'); app.listen(3000); server.listen(path)",
        "store.mkdir(name); cache.writeFile(key, value)",
        "fs.openSync('/data/b', 'r')",
        "require('child_process').execSync('ls /etc')",
        "app.listen(80)",
        "const P = require('pouchdb'); new P('http://db:5984/x')",
        "const S = require('session-file-store')(s); app.use(s({ cookie: { path: '/' } }))",
    ],
)
def test_a_node_program_without_needs(tmp_path: Path, text: str) -> None:
    assert of_node(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "import icmplib\nicmplib.ping('x')",
        "from pythonping import ping\nping('x')",
        "import spacy\nspacy.cli.download('en_core_web_sm')",
        "import os\nos.system('python -m spacy download en_core_web_sm')",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', 'x'])",
        "import subprocess\nsubprocess.run(['playwright', 'install-deps'])",
        "s.bind('/run/x.sock')",
    ],
)
def test_what_a_module_needs_root_for(tmp_path: Path, text: str) -> None:
    assert Kind.ROOT in kinds(of_python(tmp_path, text))


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("mlflow server --backend-store-uri sqlite:////data/x.db", "/data"),
        ("mlflow server --default-artifact-root=/data/x", "/data/x"),
        ("jupyter notebook --notebook-dir=/data", "/data"),
        ("celery -A x beat -s /data/schedule", "/data"),
        ("scrapy crawl x -o /data/x.json", "/data"),
        ("curl -fsSLo /data/x https://example.org && true", "/data"),
        ("wget -O /data/x https://example.org && true", "/data"),
        ("git clone --depth 1 https://example.org/x /data && true", "/data"),
        ("curl -o /dev/null https://example.org && true", None),
        ("git clone https://example.org/x && true", None),
    ],
)
def test_what_a_command_line_says_is_written(
    tmp_path: Path, command: str, path: str | None
) -> None:
    found = needs(stage(PYTHON + f"CMD {command}\n", tmp_path, {"x": ""}))
    written = {need.path for need in found if need.kind is Kind.WRITES} - {"/app"}
    assert written == ({path} if path else set())
    assert Kind.ROOT not in kinds(found)


PUT = "def put(path, data):\n    open(path, 'w')\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PUT + "put('/data/x', 1)", {"/data"}),
        (PUT + "put(data=1, path='/data/x')", {"/data"}),
        (PUT + "F = '/data/x'\ndef f():\n    put(F, 1)\nput('/up/x', 1)", {"/data", "/up"}),
        (PUT + "def f():\n    at = os.path.join('/data', name)\n    put(at, 1)", {"/data"}),
        (PUT + "class C:\n    def f(self):\n        put('/data/x', 1)", {"/data"}),
        (PUT.replace("):", "):\n    path = Path(path) / 'y'", 1) + "put('/d/x', 1)", {"/d/x"}),
        ("def put(path='/data/x'):\n    open(path, 'w')\nput()\nput('/up/x')", {"/data", "/up"}),
        (PUT + "".join(f"put('/data/{n}', 1)\n" for n in range(9)), {"/data"}),
        (PUT, None),
        (PUT + "put('/data/x', 1)\nput(request.path, 1)", None),
        (PUT + "put('/data/x', 1)\nlist(map(put, names))", None),
        (PUT + "put('/data/x', 1)\nput(*words)", None),
        (PUT + "put('/data/x', 1)\nput(**words)", None),
        ("@app.command\n" + PUT + "put('/data/x', 1)", None),
        (PUT + PUT + "put('/data/x', 1)", None),
        (PUT + "p = '/data/x'\ndef f(p):\n    put(p, 1)", None),
        (PUT + "p = '/a/x'\ndef f(p):\n    def g():\n        put(p, 1)\n    g()", None),
        (PUT + "p = '/data/x'\ndef f():\n    for p in names:\n        put(p, 1)", None),
        (PUT + "p = '/data/x'\nput(p, 1)\np = name()\nput(p, 1)", None),
    ],
)
def test_what_a_function_of_python_is_given_is_written(
    tmp_path: Path, text: str, expected: set[str] | None
) -> None:
    found = of_python(tmp_path, "import os\nfrom pathlib import Path\n" + text)
    assert any(need.kind is Kind.UNKNOWN for need in found) == (expected is None)
    if expected is not None:
        assert paths(found) == expected


def test_a_function_that_another_module_may_call_is_given_what_nobody_knows(
    tmp_path: Path,
) -> None:
    files = {"app.py": "import store\nstore.put(name, 1)", "store.py": PUT + "put('/data/x', 1)"}
    found = needs(stage(PYTHON + 'CMD ["python", "app.py"]\n', tmp_path, files))
    assert Kind.UNKNOWN in kinds(found)
    files = {
        "app.py": PUT + "import more\nput('/data/x', 1)",
        "more.py": "import app\napp.put(x, 1)",
    }
    found = needs(stage(PYTHON + 'CMD ["python", "app.py"]\n', tmp_path, files))
    assert Kind.UNKNOWN in kinds(found)


SAVE = "function save(file, data) { fs.writeFileSync(file, data) }\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SAVE + "save('/data/x', '')", {"/data"}),
        (SAVE + "const F = '/data/x'\nsave(F, '')\nsave('/up/y', '')", {"/data", "/up"}),
        ("const save = async (file) => fs.promises.writeFile(file, '')\nsave('/a/x')", {"/a"}),
        ("const save = (d, file) => { fs.writeFileSync(file, d) }\nsave('', '/a/x')", {"/a"}),
        (
            "function save(file) { const t = file + '.tmp'; fs.writeFileSync(t, '');"
            " fs.renameSync(t, file) }\nsave('/data/x')",
            {"/data"},
        ),
        (SAVE + "function all(dir) { save(path.join(dir, 'x'), '') }\nall('/data')", {"/data"}),
        (SAVE + "".join(f"save('/d{n}/x', '')\n" for n in range(6)), {f"/d{n}" for n in range(6)}),
        (SAVE, set()),
        ("const f = 'x'; function save(f) { fs.writeFileSync(f, '') }", set()),
        (SAVE + "const at = (x) => path.join('/a', x)\nsave(at('x'), '')", {"/a"}),
        (SAVE + "function at(x) { return `${x}/b/y` }\nsave(at('/a'), ''); at(c)", {"/a/b"}),
        (
            SAVE + "const at = x => x\nconst up = x => path.dirname(x)\nsave(up(at('/a/b/c')))",
            {"/a"},
        ),
        (SAVE + "const at = (...x) => path.join('/a', ...x)\nsave(at('b', 'c'), '')", {"/a"}),
        (SAVE + "const at = x => at(x)\nsave(at('b'), '')", None),
        (SAVE + "const at = x => { if (x) return '/a/x'; return y }\nsave(at('b'), '')", None),
        (SAVE + "const at = x => x\nsave(at(), '')", None),
        (SAVE + "save('/data/x', ''); save(req.body.file, '')", None),
        (SAVE + "save('/data/x', ''); names.forEach(save)", None),
        (SAVE + "save('/data/x', ''); module.exports = { save }", None),
        ("export " + SAVE + "save('/data/x', '')", None),
        ("export const save = (file) => fs.writeFileSync(file, '')\nsave('/a/x')", None),
        ("export default async " + SAVE + "save('/data/x', '')", None),
        (SAVE.replace("{ ", "{ file = other(file); ") + "save('/data/x', '')", None),
        (SAVE.replace("{ ", "{ const { file } = other(); ") + "save('/data/x', '')", None),
        (SAVE.replace("{ fs", "{ data.map(file => fs").replace(" }", ") }") + "save('/a/x')", None),
        (SAVE + "save(...words)", None),
        (SAVE + "console.log(`${save(name, 1)}`); save('/data/x', '')", None),
        ("handle('x', function save(file) { fs.writeFileSync(file, '') })\nsave('/a/x')", None),
    ],
)
def test_what_a_function_is_given_is_written(
    tmp_path: Path, text: str, expected: set[str] | None
) -> None:
    found = of_node(tmp_path, text)
    assert any(need.kind is Kind.UNKNOWN for need in found) == (expected is None)
    if expected is not None:
        assert paths(found) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("fs.writeFileSync(name, 'y')", Kind.UNKNOWN),
        ("fs.mkdirSync(process.env.DIR)", Kind.UNKNOWN),
        ("list.forEach(file => fs.writeFileSync(file, ''))", Kind.UNKNOWN),
        ("fs.mkdirSync(choose('/data') + 'x')", Kind.UNKNOWN),
        ("let f = 'x'; f = input(); fs.writeFileSync(f, '')", Kind.UNKNOWN),
        ("fs.chownSync('/data', 1, 1)", Kind.ROOT),
        ("process.setuid('app')", Kind.DROPS),
        ("const { spawn } = require('child_process'); spawn('iptables', ['-A', 'x'])", Kind.ROOT),
        ("const Docker = require('dockerode')", Kind.ROOT),
        ("fs.writeFileSync('/etc/x', 'y')", Kind.ROOT),
        ("//" + "x" * 600_000, Kind.UNKNOWN),
    ],
)
def test_what_a_node_program_needs(tmp_path: Path, text: str, kind: Kind) -> None:
    assert Kind(kind) in kinds(of_node(tmp_path, text))


@pytest.mark.parametrize(
    ("cmd", "files"),
    [
        ('["pm2-runtime", "server.js"]', {}),
        ('["npx", "pm2-runtime", "start", "server.js", "-i", "2"]', {}),
        ('["pm2", "start", "server.js", "--no-daemon"]', {}),
        ('["nodemon", "server.js"]', {}),
        ('["./server.js"]', {}),
        (
            '["pm2-runtime", "start", "ecosystem.config.js", "--env", "production"]',
            {"ecosystem.config.js": "module.exports = { apps: [{ script: 'server.js' }] }"},
        ),
        (
            '["pm2-runtime", "process.json"]',
            {
                "process.json": '{"apps": [{"script": "npm", "args": "run x"}]}',
                "package.json": '{"scripts": {"x": "node server.js"}}',
            },
        ),
        (
            '["npm", "start"]',
            {"package.json": '{"scripts": {"start": "concurrently \\"sass\\" \\"node server\\""}}'},
        ),
        (
            '["npx", "run-p", "watch", "x"]',
            {"package.json": '{"scripts": {"watch": "sass", "x": "node server.js"}}'},
        ),
    ],
)
def test_what_is_run_through_another_program(
    tmp_path: Path, cmd: str, files: dict[str, str]
) -> None:
    files = {"server.js": "#!/usr/bin/env node\nfs.mkdirSync('/data/x')", **files}
    found = needs(stage(NODE + f"CMD {cmd}\n", tmp_path, files))
    assert kinds(found) == {Kind.WRITES}
    assert "/data/x" in paths(found)


@pytest.mark.parametrize(
    ("before", "call"),
    [
        ("const { at } = require('./c')", "at('x', 'y')"),
        ("import { at as place } from './c'", "place('x', 'y')"),
        ("const files = require('./c')", "files.at('x', 'y')"),
        ("", "require('./c').at('x', 'y')"),
    ],
)
def test_a_path_that_a_function_of_another_file_makes(
    tmp_path: Path, before: str, call: str
) -> None:
    files = {
        "server.js": f"{before}\nfs.writeFileSync({call}, ''); require('./c')",
        "c.js": "exports.at = at\nfunction at(a, b) { return '/data' + '/' + a + b }",
    }
    found = needs(stage(NODE + 'CMD ["node", "server.js"]\n', tmp_path, files))
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {"/data"}


def test_a_path_that_another_file_names(tmp_path: Path) -> None:
    for exported, imported in (
        ("export const dir = process.env.CACHE || '/var/cache/x'", "import { dir } from './c.mjs'"),
        ("export const other = '/var/cache/x'", "import { other as dir } from './c.mjs'"),
        ("module.exports = { dir: '/var/cache/x' }", "const { dir } = require('./c.mjs')"),
        ("exports.dir = '/var/cache/x'", "const { dir } = require('./c.mjs')"),
    ):
        files = {
            "server.mjs": f"import {{ mkdir }} from 'node:fs/promises'\n{imported}\nmkdir(dir)",
            "c.mjs": exported,
        }
        found = needs(stage(NODE + 'CMD ["node", "server.mjs"]\n', tmp_path, files))
        assert kinds(found) == {Kind.WRITES}
        assert paths(found) == {"/var/cache/x"}
    files = {
        "server.js": "const c = require('./c.json'); fs.mkdirSync(c.paths.dir)",
        "c.json": '{"paths": {"dir": "/data/j"}}',
    }
    assert paths(needs(stage(NODE + 'CMD ["node", "server.js"]\n', tmp_path, files))) == {"/data/j"}


def test_hostile_javascript_comes_to_an_end(tmp_path: Path) -> None:
    started = time.monotonic()
    for text in (
        "'" * 200_000,
        "'\\" * 60_000,
        "/*" * 60_000,
        "`${" * 40_000,
        "fs.mkdirSync(" * 9_000,
        "fs.mkdirSync(" + "(" * 50_000,
        "fs.mkdirSync(" + "a + " * 30_000 + "a)",
        "const a = a + a; fs.mkdirSync(a)",
        "".join(f"const a{n} = a{n + 1} + a{n + 1};" for n in range(300)) + "fs.mkdirSync(a0)",
        "".join(f"const a{n} = `${{a{n + 1}}}${{a{n + 1}}}`;" for n in range(300))
        + "fs.mkdirSync(a0)",
        "=>" * 60_000,
        "{" * 60_000,
        "import " * 30_000,
        "fs.writeFileSync(x" + ".x" * 60_000 + ")",
        "/[" * 50_000,
        "const {" * 20_000,
        "".join(f"const a{n} = a{n + 1}{f' + a{n + 1}' * 60};" for n in range(40))
        + "fs.mkdirSync(a0)",
    ):
        of_node(tmp_path, "fs;" + text)
    assert time.monotonic() - started < 120


@pytest.mark.parametrize(
    ("script", "kind", "path"),
    [
        ("node server.js", Kind.WRITES, "/data"),
        ("npm run inner", Kind.WRITES, "/data"),
        ("next dev", Kind.WRITES, "/app/.next"),
        ("npx react-scripts start", Kind.WRITES, "/app/node_modules/.cache"),
        ("pnpm exec nest start", Kind.WRITES, "/app/dist"),
        ("tsc --outDir out", Kind.WRITES, "/app/out"),
        ("npm start -w other", Kind.WRITES, "/app"),
        ("sudo iptables -A x && node other.js", Kind.ROOT, None),
    ],
)
def test_npm_start_is_followed(tmp_path: Path, script: str, kind: Kind, path: str | None) -> None:
    files = {
        "package.json": f'{{"scripts": {{"start": "{script}", "inner": "node server"}}}}',
        "server.js": "require('./lib/a')",
        "lib/a.js": "fs.appendFileSync('/data/x', '')",
    }
    for cmd in ('["npm", "start"]', '["yarn", "start"]', "npm run start"):
        found = needs(stage(NODE + f"CMD {cmd}\n", tmp_path, files))
        assert kinds(found) == {kind}
        assert not path or path in paths(found)


@pytest.mark.parametrize(
    ("files", "dockerfile"),
    [
        ({"src/main.ts": "x", "src/store.ts": "y"}, NODE + 'CMD ["node", "dist/main.js"]\n'),
        ({"src/main.js": "x", "src/store.js": "y"}, NODE + 'CMD ["node", "build/src/main"]\n'),
        ({"main.ts": "x", "store.ts": "y"}, NODE + 'CMD ["node", "dist/main.js"]\n'),
        (
            {"server/src/main.ts": "x", "server/src/store.ts": "y"},
            "FROM node:20 AS build\nWORKDIR /b\nCOPY . .\nRUN npm run build\n"
            "FROM node:20-slim\nWORKDIR /app\n"
            'COPY --from=build /b/server/dist server\nCMD ["node", "server/main.js"]\n',
        ),
    ],
)
def test_what_is_compiled_is_read_as_it_was(
    tmp_path: Path, files: dict[str, str], dockerfile: str
) -> None:
    texts = {
        "x": "import { root } from './store'\nfs.mkdirSync(root)\nfs.mkdirSync(`${__dirname}/up`)",
        "y": "export const root: string = '/data/x'",
    }
    found = needs(stage(dockerfile, tmp_path, {name: texts[key] for name, key in files.items()}))
    assert kinds(found) == {Kind.WRITES}
    started = dockerfile.rpartition('"node", "')[2].rpartition("/")[0]
    assert paths(found) == {"/data/x", f"/app/{started}/up"}


@pytest.mark.parametrize(
    "text",
    [
        "const { fork } = require('child_process'); fork('./job.js')",
        "require('child_process').fork(path.join(__dirname, 'job.js'))",
        "import { Worker as W } from 'worker_threads'\nnew W(new URL('./job.js', import.meta.url))",
        "const { Worker: Thread } = require('worker_threads'); new Thread(`${__dirname}/job.js`)",
    ],
)
def test_what_a_process_of_its_own_writes(tmp_path: Path, text: str) -> None:
    files = {"server.js": text, "job.js": "fs.mkdirSync('/data/x')"}
    found = needs(stage(NODE + 'CMD ["node", "server.js"]\n', tmp_path, files))
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {"/data/x"}


def test_what_is_compiled_out_of_sight(tmp_path: Path) -> None:
    files = {"other/main.ts": "fs.mkdirSync('/data')"}
    assert needs(stage(NODE + 'CMD ["node", "dist/main.js"]\n', tmp_path, files)) == []


def test_a_package_json_that_cannot_be_read(tmp_path: Path) -> None:
    for text in ("{", "[1]", '{"scripts": 1}', "[" * 100_000, '{"scripts": {"start": ["x"]}}'):
        files = {"package.json": text}
        assert needs(stage(NODE + 'CMD ["npm", "start"]\n', tmp_path, files)) == []


def test_scripts_of_a_package_that_run_each_other(tmp_path: Path) -> None:
    files = {"package.json": '{"scripts": {"start": "npm run a", "a": "npm start"}}'}
    assert needs(stage(NODE + 'CMD ["npm", "start"]\n', tmp_path, files)) == []


# Configuration files -----------------------------------------------------------------------------

SUPERVISOR = (
    DEBIAN + 'WORKDIR /app\nCOPY s.conf /s.conf\nCMD ["supervisord", "-n", "-c", "/s.conf"]\n'
)


def test_supervisor_that_starts_programs_as_others(tmp_path: Path) -> None:
    conf = "[supervisord]\nnodaemon=true\n[program:web]\ncommand=/web\nuser=app\n"
    found = needs(stage(SUPERVISOR, tmp_path, {"s.conf": conf}))
    assert Kind.DROPS in kinds(found)
    assert "s.conf runs web as app" in reasons(found)


def test_supervisor_that_needs_no_root(tmp_path: Path) -> None:
    conf = (
        "[supervisord]\nlogfile=/dev/null\npidfile=/tmp/s.pid\n"
        "[program:web]\ncommand=/web --x\nstdout_logfile=/dev/stdout\n"
    )
    assert needs(stage(SUPERVISOR, tmp_path, {"s.conf": conf})) == []
    conf += "[program:ssh]\ncommand=/usr/sbin/sshd -D\n"
    assert kinds(needs(stage(SUPERVISOR, tmp_path, {"s.conf": conf}))) == {Kind.ROOT}


def test_supervisor_that_cannot_be_judged(tmp_path: Path) -> None:
    found = needs(stage(SUPERVISOR, tmp_path, {"s.conf": "x\n[["}))
    assert kinds(found) == {Kind.UNKNOWN}
    conf = "[supervisord]\nlogfile=/dev/null\npidfile=/tmp/s.pid\n[include]\nfiles=/x/*.conf\n"
    assert kinds(needs(stage(SUPERVISOR, tmp_path, {"s.conf": conf}))) == {Kind.UNKNOWN}


def test_uwsgis_file(tmp_path: Path) -> None:
    text = PYTHON + 'CMD ["uwsgi", "--ini", "u.ini"]\n'
    conf = "[uwsgi]\nmodule=a:b\nuid = www-data\nsocket = /run/app/u.sock\n"
    found = needs(stage(text, tmp_path, {"u.ini": conf}))
    assert kinds(found) == {Kind.DROPS, Kind.WRITES}
    assert paths(found) == {"/run/app"}
    assert needs(stage(text, tmp_path, {"u.ini": "[uwsgi]\nhttp = :8080\n"})) == []


def test_rediss_file(tmp_path: Path) -> None:
    text = DEBIAN + 'COPY r.conf /r.conf\nCMD ["redis-server", "/r.conf"]\n'
    found = needs(stage(text, tmp_path, {"r.conf": "port 1\ndir /data\nlogfile /logs/r.log\n"}))
    assert paths(found) == {"/data", "/logs"}


def test_haproxys_file(tmp_path: Path) -> None:
    text = DEBIAN + 'COPY h.cfg /h.cfg\nCMD ["haproxy", "-f", "/h.cfg"]\n'
    found = needs(stage(text, tmp_path, {"h.cfg": "global\n  chroot /var/lib/haproxy\n"}))
    assert kinds(found) == {Kind.ROOT}
    assert needs(stage(text, tmp_path, {"h.cfg": "defaults\n  mode http\n"})) == []


# Frameworks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('CMD ["rails", "server"]', {"/app/tmp", "/app/log", "/app/storage"}),
        ("CMD bin/rails db:prepare && bin/rails s", {"/app/tmp", "/app/log", "/app/storage"}),
        ('ENV RAILS_ENV=production\nCMD ["puma"]', {"/app/tmp", "/app/log", "/app/storage"}),
        ('CMD ["puma"]', set()),
        ('CMD ["php", "artisan", "serve"]', {"/app/storage", "/app/bootstrap/cache"}),
        ('CMD ["php8.3", "artisan", "queue:work"]', {"/app/storage", "/app/bootstrap/cache"}),
        ('CMD ["php", "bin/console", "messenger:consume"]', {"/app/var"}),
        ('CMD ["php", "server.php"]', set()),
        ('COPY .next/standalone ./\nCMD ["node", "server.js"]', {"/app/.next/cache"}),
        ('CMD ["node", "server.js"]', set()),
        ('CMD ["strapi", "start"]', {"/app/.tmp", "/app/public/uploads"}),
        ('CMD ["strapi", "develop"]', {"/app"}),
    ],
)
def test_where_frameworks_keep_their_state(text: str, expected: set[str]) -> None:
    found = needs(stage(DEBIAN + "WORKDIR /app\nCOPY . .\n" + text))
    assert kinds(found) <= {Kind.WRITES}
    assert paths(found) == expected


@pytest.mark.parametrize(
    ("text", "mounted"),
    [
        ('CMD ["npm", "run", "dev"]', True),
        ('CMD ["php", "artisan", "serve"]', True),
        ('RUN npm install -g hexo\nCMD ["hexo", "server"]', True),
        ('RUN mkdir -p /app && cd /tmp && touch /tmp/x\nCMD ["mvn", "verify"]', True),
        ('COPY package.json /app/\nCMD ["npm", "start"]', False),
        ('RUN git clone https://example.org/shop .\nCMD ["npm", "start"]', False),
        ('RUN git clone https://example.org/shop /app\nCMD ["npm", "start"]', False),
        ('RUN echo "{}" > package.json\nCMD ["npm", "start"]', False),
        ('VOLUME /app\nCMD ["npm", "start"]', False),
        ('CMD ["redis-server"]', False),
    ],
)
def test_a_project_that_is_mounted(text: str, mounted: bool) -> None:
    found = needs(stage(DEBIAN + "WORKDIR /app\n" + text))
    assert any("nothing is put into /app" in need.reason for need in found) is mounted


def test_a_folder_that_another_stage_or_a_run_fills(tmp_path: Path) -> None:
    text = (
        "FROM debian AS one\nRUN make\nFROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n"
        "COPY --from=one /out ./out\nRUN mkdir made\n"
        'CMD ["python", "app.py"]\n'
    )
    files = {"app.py": "open('out/x', 'w')\nopen('made/x', 'w')\n"}
    found = needs(stage(text, tmp_path, files))
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {"/app/out", "/app/made"}


# Root's home -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "RUN gcloud auth activate-service-account x",
        "RUN gcloud config set project x",
        "RUN az extension add --name x",
        "RUN aws configure set region x",
        "RUN helm repo add x https://example.com",
        "RUN helm plugin install x",
        "RUN kubectl config set-cluster x",
        "RUN kubectl krew install x",
        "RUN ansible-galaxy collection install x",
        "RUN npx cypress install",
        "RUN deno cache main.ts",
        "RUN ollama pull x",
        "RUN python -c \"from transformers import pipeline; pipeline('x')\"",
        "RUN python -c \"from x import A; A.from_pretrained('y')\"",
        "RUN python3 <<EOF\nimport whisper\nwhisper.load_model('x')\nEOF",
        "ENV GOROOT=/root/go\nENV PATH=$GOROOT/bin:$PATH",
    ],
)
def test_what_the_build_leaves_in_roots_home(text: str) -> None:
    assert kinds(needs(stage(DEBIAN + text + '\nCMD ["x"]\n'))) == {Kind.ROOT}
    if text.startswith("RUN "):
        assert needs(stage(DEBIAN + "USER app\n" + text + '\nCMD ["x"]\n')) == []
        assert needs(stage(DEBIAN + "ENV HOME=/home/app\n" + text + '\nCMD ["x"]\n')) == []


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("RUN npx playwright install --with-deps", "PLAYWRIGHT_BROWSERS_PATH"),
        ("RUN patchright install chromium", "PLAYWRIGHT_BROWSERS_PATH"),
        ("RUN npx puppeteer browsers install chrome", "PUPPETEER_CACHE_DIR"),
    ],
)
def test_browsers_that_a_variable_puts_where_all_find_them(text: str, variable: str) -> None:
    def of(source: str) -> tuple[list[str], set[Kind]]:
        found = stage(DEBIAN + source + '\nCMD ["x"]\n')
        return [each.line for each in movable(found)], kinds(needs(found))

    (line,), against = of(text)[0], of(text)[1]
    assert line.startswith(f"ENV {variable}=/usr/local/share/")
    assert against == set()
    assert of("USER app\n" + text) == ([], set())
    assert of(f"ENV {variable}=/opt/browsers\n" + text) == ([], set())
    assert of(f"ENV {variable}=/root/browsers\n" + text) == ([], {Kind.ROOT})
    assert of(text + "\nRUN ls ~/.cache/ms-playwright ~/.cache/puppeteer") == ([], {Kind.ROOT})


@pytest.mark.parametrize(
    ("text", "expected", "against"),
    [
        ("", "RUN mkdir -p /usr/local/share/nltk_data", set()),
        ("ENV NLTK_DATA=/opt/nltk_data", "RUN mkdir -p /opt/nltk_data", set()),
        ("ENV NLTK_DATA=/opt/words\nRUN mkdir /opt/words", None, set()),
        ("ENV NLTK_DATA=/root/words", None, {Kind.ROOT}),
        ("RUN mkdir -p /usr/local/share/nltk_data", None, set()),
        ("RUN ln -s /root/nltk_data /nltk_data", None, {Kind.ROOT}),
        ("USER app", None, set()),
    ],
)
@pytest.mark.parametrize(
    "fetch",
    [
        "RUN python -m nltk.downloader punkt",
        "RUN python -m textblob.download_corpora",
        "RUN python3 -c \"import nltk; nltk.download('punkt')\"",
    ],
)
def test_what_nltk_fetches(fetch: str, text: str, expected: str | None, against: set[Kind]) -> None:
    found = stage(f'{DEBIAN}{text}\n{fetch}\nCMD ["x"]\n')
    assert [each.line for each in movable(found)] == ([expected] if expected else [])
    assert {need.kind for need in needs(found) if need.kind is Kind.ROOT} == against


@pytest.mark.parametrize(
    "text",
    [
        "RUN gcloud config set core/disable_usage_reporting true",
        "RUN gcloud components install x",
        "ENV CLOUDSDK_CONFIG=/opt/gcloud\nRUN gcloud config set project x",
        "ENV KUBECONFIG=/k\nRUN kubectl config set-cluster x",
        "RUN ansible-galaxy collection install x -p /usr/share/ansible/collections",
        "RUN npx @puppeteer/browsers install chrome",
        "RUN python -c \"A.from_pretrained('y', cache_dir='/models')\"",
        "RUN python -c \"import nltk; nltk.download('x', download_dir='/usr/share/nltk_data')\"",
        "RUN aws --version",
        "ENV TORCH_HOME=/usr/share/torch\nRUN python -c \"Detoxify('original')\"",
    ],
)
def test_what_is_put_elsewhere(text: str) -> None:
    assert needs(stage(DEBIAN + text + '\nCMD ["x"]\n')) == []


def test_a_cache_that_the_build_fills_is_written() -> None:
    text = 'ENV HF_HOME=/opt/hub\nRUN python -c "A.from_pretrained(\'y\')"\nCMD ["x"]\n'
    found = needs(stage(DEBIAN + text))
    assert {(need.kind, need.path) for need in found} == {(Kind.WRITES, "/opt/hub")}


@pytest.mark.parametrize(
    ("variable", "path"),
    [
        ("DATA_DIR=/data", "/data"),
        ("DATA_DIR=/data\nENV MEDIA_DIR=/data/media", "/data"),
        ("TOKEN_PATH=/data/token.json", "/data"),
        ("LOG_FILE=/var/log/shop.log", "/var/log/shop.log"),
        ("DATABASE_URL=sqlite:////state/shop.db", "/state"),
        ("TORCH_HOME=/weights", "/weights"),
        ("DATA_DIR=/app/data", None),
        ("DATA_DIR=/tmp/data", None),
        ("DATA_DIR=data", None),
        ("APP_HOME=/srv/shop", None),
        ("DATA_NAME=/data", None),
        ("SSL_CERT_DIR=/etc/ssl/data", None),
        ("PIP_CACHE_DIR=/cache/pip", None),
        ("PATH=/data/bin", None),
        ("DATA_DIR=/data\nRUN mkdir -p $DATA_DIR", None),
        ("DATA_DIR=/data\nRUN tar -C /data -xf x.tar", None),
        ("DATA_DIR=/data\nCOPY data /data", None),
    ],
)
def test_folders_that_variables_name(variable: str, path: str | None) -> None:
    found = needs(stage(f'{DEBIAN}WORKDIR /app\nENV {variable}\nCMD ["x"]\n'))
    assert [need.path for need in found if need.kind is Kind.WRITES][:1] == ([path] if path else [])


@pytest.mark.parametrize(
    "run",
    [
        "pip install flask RPi.GPIO==0.7.1",
        "pip3 install 'adafruit-circuitpython-dht'",
        "uv pip install spidev",
    ],
)
def test_packages_for_devices(run: str) -> None:
    found = needs(stage(f'{DEBIAN}RUN {run}\nCMD ["x"]\n'))
    assert [need.kind for need in found] == [Kind.ROOT]
    assert needs(stage(f'{DEBIAN}RUN pip install scapy flask\nCMD ["x"]\n')) == []


@pytest.mark.parametrize(
    "text", ["import RPi.GPIO as GPIO", "from gpiozero import LED", "from scapy.all import sniff"]
)
def test_modules_for_devices(tmp_path: Path, text: str) -> None:
    source = DEBIAN + "WORKDIR /app\nCOPY . .\nCMD python app.py\n"
    found = needs(stage(source, tmp_path, {"app.py": text}))
    assert [need.kind for need in found] == [Kind.ROOT]


@pytest.mark.parametrize("words", ["beat", "worker -B", "worker --beat", "--quiet beat -s x.db"])
def test_celery_keeps_its_schedule_where_it_works(words: str) -> None:
    found = needs(stage(f"{DEBIAN}WORKDIR /app\nCMD celery -A shop.tasks {words}\n"))
    assert [(need.kind, need.path) for need in found] == [(Kind.WRITES, "/app")]


UV = "FROM {}\nCOPY --from=ghcr.io/astral-sh/uv /uv /bin/\nWORKDIR /app\n"


@pytest.mark.parametrize(
    ("base", "text"),
    [
        ("debian:bookworm", "RUN uv sync"),
        ("nvidia/cuda:12.4.1-runtime-ubuntu22.04", "RUN uv venv /opt/venv"),
        ("python:3.12", "RUN uv python install 3.12"),
        ("python:3.12", "RUN uv sync --python 3.13"),
        ("python:3.12", "ENV UV_PYTHON=3.13\nRUN uv sync"),
        ("ghcr.io/astral-sh/uv:bookworm-slim", "RUN uv sync"),
        ("ghcr.io/astral-sh/uv:python3.12-alpine", "RUN uv sync -p 3.13"),
        ("ubuntu:22.04", "RUN apt-get install -y python3\nRUN uv venv --python 3.12"),
    ],
)
def test_uv_fetches_a_python(base: str, text: str) -> None:
    found = stage(f'{UV.format(base)}{text}\nCMD ["x"]\n')
    (there,) = movable(found)
    assert "fetches a Python into root's home folder" in there.reason
    assert not needs(found)


@pytest.mark.parametrize(
    ("base", "text"),
    [
        ("python:3.12", "RUN uv sync"),
        ("python:3.12", "RUN uv sync --python /usr/local/bin/python"),
        ("python:3", "RUN uv sync --python 3.13"),
        ("example.com/own", "RUN uv sync"),
        ("debian:bookworm", "RUN uv sync --no-managed-python"),
        ("debian:bookworm", "ENV UV_PYTHON_DOWNLOADS=never\nRUN uv sync"),
        ("debian:bookworm", "ENV UV_PYTHON_PREFERENCE=only-system\nRUN uv sync"),
        ("debian:bookworm", "RUN UV_PYTHON_INSTALL_DIR=/opt/python uv sync"),
        ("debian:bookworm", "RUN uv python install -i /opt/python"),
        ("debian:bookworm", "RUN uv python list"),
        ("debian:bookworm", "RUN uv pip install --system flask"),
        ("debian:bookworm", "USER 1000\nRUN uv sync"),
        ("ubuntu:22.04", "RUN apt-get install -y python3\nRUN uv venv --python 3.10"),
        ("ubuntu:22.04", "RUN apt-get install -y python3.12\nRUN uv venv --python 3.12"),
        ("alpine:3.23", "RUN apk add python3\nRUN uv venv --python 3.12"),
    ],
)
def test_uv_fetches_none(base: str, text: str) -> None:
    found = stage(f'{UV.format(base)}{text}\nCMD ["x"]\n')
    assert needs(found) == movable(found) == []


@pytest.mark.parametrize(
    ("run", "used", "unused"),
    [
        ("curl https://sh.rustup.rs -sSf | sh -s -- -y", '["cargo", "run"]', '["/app/server"]'),
        ("curl https://pyenv.run | bash", '["python", "x.py"]', '["./x"]'),
        ("curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.39.0/install.sh | bash",
         "npm start", "java -jar x.jar"),
        ('curl -s "https://get.sdkman.io" | bash', '["java", "-jar", "x"]', '["./x"]'),
        ("git clone https://github.com/rbenv/rbenv.git ~/.rbenv", '["bundle", "exec", "x"]',
         '["./x"]'),
    ],
)  # fmt: skip
def test_tools_that_are_installed_into_roots_home(run: str, used: str, unused: str) -> None:
    found = needs(stage(DEBIAN + f"WORKDIR /app\nRUN {run}\nCMD {used}\n"))
    assert "into root's home folder" in reasons(found)
    assert needs(stage(DEBIAN + f"WORKDIR /app\nRUN {run}\nCMD {unused}\n")) == []


def test_tools_that_are_installed_elsewhere() -> None:
    run = "RUN curl https://sh.rustup.rs -sSf | sh -s -- -y\nWORKDIR /app\nCOPY . .\n"
    text = DEBIAN + "ENV CARGO_HOME=/opt/cargo\n" + run + 'CMD ["cargo", "run"]\n'
    assert kinds(needs(stage(text))) == {Kind.WRITES}


def test_a_file_that_the_build_runs_downloads(tmp_path: Path) -> None:
    text = PYTHON + 'RUN python get.py\nCMD ["./x"]\n'
    found = needs(stage(text, tmp_path, {"get.py": "M.from_pretrained('x')\n"}))
    assert "RUN python calls from_pretrained" in reasons(found)
    assert needs(stage(text, tmp_path, {"get.py": "print('x')\n"})) == []


# Compose -----------------------------------------------------------------------------------------


def of_service(text: str, **values: object) -> list[Need]:
    found = stage(text)
    service = Service("compose.yaml", 3, "web", None, None)._replace(**values)
    found.document.services = (service,)
    return needs(found)


SERVED = DEBIAN + 'WORKDIR /app\nCOPY x /app/x\nCMD ["./x"]\n'


def test_a_command_of_compose() -> None:
    (need,) = of_service(SERVED, command="gosu app ./x")
    assert need == Need(Kind.DROPS, "compose.yaml: web runs gosu", service="web")
    assert kinds(of_service(SERVED, command=["sh", "-c", "chown app /x && ./x"])) == {Kind.ROOT}
    assert kinds(of_service(SERVED, entrypoint=["/usr/sbin/sshd", "-D"])) == {Kind.ROOT}
    text = DEBIAN + 'ENTRYPOINT ["tini", "--"]\nCMD ["./x"]\n'
    assert kinds(of_service(text, command="cron -f")) == {Kind.ROOT}
    assert of_service(SERVED, command="./x --verbose") == []
    assert of_service(SERVED, command=[]) == []
    assert of_service(SERVED, command="echo 'x") == []


def test_a_command_that_the_entrypoint_passes_on(tmp_path: Path) -> None:
    text = DEBIAN + 'COPY --chmod=755 run.sh /run.sh\nENTRYPOINT ["/run.sh"]\nCMD ["./x"]\n'
    found = stage(text, tmp_path, {"run.sh": '#!/bin/sh\nexec "$@"\n'})
    service = Service("compose.yaml", 3, "web", None, None)
    found.document.services = (service, service._replace(name="jobs", command="cron -f"))
    (need,) = needs(found)
    assert (need.kind, need.service) == (Kind.ROOT, "jobs")


@pytest.mark.parametrize(
    ("said", "works"),
    [
        ('{"build": {"dockerfile": "../Dockerfile"}}', True),
        ('{"dockerFile": "../Dockerfile"}', True),
        ('{"build": {"dockerfile": "../Dockerfile", "target": "dev"}}', False),
        ('{"build": {"dockerfile": "Dockerfile"}}', False),
        ('{\n  // "dockerFile": "../Dockerfile"\n}', False),
        ('{"dockerComposeFile": "../compose.yaml", "service": "web"}', True),
        ('{"dockerComposeFile": ["../a.yaml", "../compose.yaml"], "service": "web"}', True),
        ('{"dockerComposeFile": "../compose.yaml", "service": "other"}', False),
        ('{"dockerComposeFile": "../compose.dev.yaml", "service": "web"}', False),
    ],
)
def test_an_image_that_people_work_in(said: str, works: bool, tmp_path: Path) -> None:
    text = SERVED.replace("WORKDIR", "RUN apt-get install -y sudo\nWORKDIR")
    found = stage(text, tmp_path, {".devcontainer/devcontainer.json": said, "x": ""})
    found.document.path = str(tmp_path / "Dockerfile")
    found.document.services = (Service("compose.yaml", 3, "web", None, None),)
    assert (kinds(needs(found)) == {Kind.BASE}) == works
    assert (doubt(found) is not None) == works


def test_a_user_of_compose_is_its_own_matter() -> None:
    assert of_service(SERVED, command="cron -f", user="0") == []


def test_a_service_of_another_stage() -> None:
    assert of_service(SERVED, command="cron -f", target="other") == []
    assert kinds(of_service(SERVED, command="cron -f", target="0")) == {Kind.ROOT}


def test_a_command_that_the_image_itself_lacks() -> None:
    assert of_service(DEBIAN + "WORKDIR /app\n", command=["./x"]) == []
    assert kinds(of_service(DEBIAN, command=[])) == {Kind.BASE}


def test_mounts_of_compose() -> None:
    found = of_service(SERVED, volumes=(Volume("/store", "volume", "s"),))
    assert (kinds(found), paths(found)) == ({Kind.WRITES}, {"/store"})
    found = of_service(SERVED, volumes=(Volume("/data", "bind", "./data"),))
    assert kinds(found) == {Kind.UNKNOWN}
    assert "compose.yaml mounts ./data at /data for web" in reasons(found)
    assert kinds(of_service(SERVED, volumes=(Volume("/tmp/out", "bind", "./out"),))) == {
        Kind.UNKNOWN
    }
    for volume in (
        Volume("/data", "bind", "./data", True),
        Volume("/app", "bind", "."),
        Volume("/etc/app", "bind", "./etc"),
        Volume("/data/x.json", "bind", "./x.json"),
        Volume("/tmp/x", "tmpfs"),
        Volume("/store", "volume", "s", True),
        Volume("${PLACE}", "volume", "s"),
    ):
        assert of_service(SERVED, volumes=(volume,)) == []
    text = SERVED + "VOLUME /app/files\n"
    found = of_service(text, volumes=(Volume("/app", "bind", "."),))
    assert Kind.UNKNOWN in kinds(found)


def test_a_mount_that_another_user_is_at_a_loss_with() -> None:
    key = Volume("/app/key.pem", "bind", "./key.pem", True, "only its owner may read what is there")
    (need,) = of_service(SERVED, volumes=(key,))
    assert need.is_mount
    assert need.reason == (
        "compose.yaml mounts ./key.pem at /app/key.pem for web, and only its owner may read what"
        " is there"
    )


@pytest.mark.parametrize(
    ("command", "name", "text"),
    [
        ('["python", "app.py"]', "app.py", "import os\nopen(os.environ.get('AT', 'data'), 'w')\n"),
        (
            '["node", "app.js"]',
            "app.js",
            "require('fs').writeFileSync(process.env.AT || 'data', 'x');\n",
        ),
        ('["sh", "run.sh"]', "run.sh", "echo > ${AT:-data}\n"),
    ],
)
def test_a_service_whose_variables_have_the_program_write_elsewhere(
    command: str, name: str, text: str, tmp_path: Path
) -> None:
    text_of_image = f"{DEBIAN}WORKDIR /app\nCOPY . .\nCMD {command}\n"
    found = stage(text_of_image, tmp_path, {name: text})
    service = Service("compose.yaml", 3, "web", None, None, environment={"AT": "/store/x"})
    other = service._replace(name="other", environment={"AT": "10"})
    found.document.services = (service, other)
    written = {(need.path, need.service) for need in needs(found)}
    assert written == {("/app", ""), ("/store", "web")}
    folder = Volume("/store", "bind", "./store")
    found = stage(text_of_image, tmp_path, {name: text})
    found.document.services = (service._replace(volumes=(folder,)),)
    assert "compose.yaml mounts ./store at /store for web" in reasons(needs(found))


def test_what_is_written_to_a_tmpfs_of_roots() -> None:
    """The engine gives it to root, with the mode that the folder has in the image."""
    text = SERVED + 'CMD ["sh", "-c", "echo > /app/cache/x"]\n'
    cache = Volume("/app/cache", "tmpfs", against="that is root's")
    found = of_service(text, volumes=(cache,))
    assert "compose.yaml mounts a tmpfs at /app/cache for web, and that is root's" in reasons(found)
    assert Kind.UNKNOWN in kinds(of_service(text, volumes=(cache,), user="1000"))
    other = cache._replace(path="/app/other")
    assert kinds(of_service(text, volumes=(other,))) == {Kind.WRITES}
    assert kinds(of_service(text, volumes=(cache._replace(against=""),))) == {Kind.WRITES}


def test_a_service_that_works_in_another_folder(tmp_path: Path) -> None:
    text = DEBIAN + 'WORKDIR /app\nCOPY . .\nCMD ["sh", "/app/run.sh"]\n'
    found = stage(text, tmp_path, {"run.sh": "echo > out/x\n"})
    found.document.services = (Service("compose.yaml", 3, "web", None, None, workdir="/elsewhere"),)
    assert paths(needs(found)) == {"/app/out", "/elsewhere/out"}


def test_what_is_mounted_into_roots_home_is_looked_for_there() -> None:
    for volume in (
        Volume("/root/.aws", "bind", "~/.aws", True),
        Volume("/root/.app", "bind", "./state"),
        Volume("/root/.cache/models", "volume", "models"),
    ):
        assert kinds(of_service(SERVED, volumes=(volume,))) == {Kind.ROOT}
        assert of_service(SERVED, volumes=(volume,), user="1000") == []
    text = SERVED.replace("WORKDIR", "ENV HOME=/app\nWORKDIR")
    assert of_service(text, volumes=(Volume("/root/.aws", "bind", "~/.aws", True),)) == []
    assert of_service(SERVED, volumes=(Volume("/root/.cache", "tmpfs"),)) == []


def test_a_project_of_djangos_that_is_mounted_is_worked_on_there() -> None:
    command = "python manage.py runserver 0.0.0.0:8000"
    found = of_service(SERVED, command=command, volumes=(Volume("/app", "bind", "."),))
    assert kinds(found) == {Kind.UNKNOWN}
    assert "compose.yaml mounts . at /app for web" in reasons(found)
    for volume in (Volume("/app", "bind", ".", True), Volume("/app/static", "bind", "./static")):
        assert of_service(SERVED, command=command, volumes=(volume,)) == []


def test_what_is_sent_without_being_the_applications_shows_nothing(tmp_path: Path) -> None:
    text = DEBIAN + 'WORKDIR /app\nCOPY . .\nCMD ["./start.sh"]\n'
    assert not in_sight(stage(text, tmp_path, {".git/HEAD": "", "Dockerfile": text}))
    assert not in_sight(stage(text, tmp_path, {".dockerignore": ".git\n"}))
    assert in_sight(stage(text, tmp_path, {"start.sh": "#!/bin/sh\n"}))


# Cost --------------------------------------------------------------------------------------------


def test_a_plain_command_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom fixer.dockerfile.document import Document\n"
        "from fixer.context.process import needs\n"
        f"needs(Document({PLAIN!r}).stages[0])\n"
        "print(*{'libcst', 'tree_sitter', 'configparser'} & set(sys.modules))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == ""


def test_values_that_double_and_scripts_that_multiply(tmp_path: Path) -> None:
    started = time.monotonic()
    text = "#!/bin/sh\nA=xxxxxxxx\n" + 'A="$A$A"\n' * 60 + 'mkdir "$A"\n'
    assert kinds(of_script(tmp_path, text)) == {Kind.UNKNOWN}
    of_python(tmp_path, "A = 'xxxxxxxx'\n" + "A = A + A\n" * 60 + "open(A, 'w')\n")
    many = "npm run a; " * 500
    files = {"package.json": f'{{"scripts": {{"start": "{many}", "a": "npm start; {many}"}}}}'}
    needs(stage(NODE + 'CMD ["npm", "start"]\n', tmp_path, files))
    of_script(tmp_path, "#!/bin/sh\n" + "[ $EUID = 0 ] && x\n" * 3000)
    text = "#!/bin/sh\n" + "".join(f"echo > /d{n}/x\n" for n in range(2000))
    assert len(of_script(tmp_path, text)) < 200
    assert time.monotonic() - started < 60


def test_it_is_worked_out_once() -> None:
    found = stage(DEBIAN + 'CMD ["x"]\n')
    assert needs(found) is needs(found)
    assert process(found) is process(found)


# Which folder it is ------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository of two parts, whose Dockerfiles are for a build from the root."""
    root = (tmp_path / "repository").resolve()
    for name in (".git/HEAD", "go.mod", "services/shop/main.go", "services/pay/main.go"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x\n")
    return root


def test_what_is_missing_beside_a_dockerfile_is_looked_for_above(tree: Path) -> None:
    folder = tree / "services" / "shop"

    def found(text: str, top: Path = tree) -> str:
        document = Document(b"FROM scratch\n" + text.encode())
        return os.path.relpath(build_context(document, str(folder), str(top)), tree)

    own = "services/shop"
    assert found("COPY go.mod .") == "."
    assert found('COPY ["go.mod", "services/shop", "/app/"]') == "."
    assert found("COPY shop/main.go pay /app/") == "services"
    assert found("COPY go.mod .", top=folder) == own
    assert found("COPY go.mod .", top=tree / "services") == own
    # some of it is nowhere, or nothing of it says where it is
    assert found("COPY go.mod go.sum ./") == own
    assert found("COPY . .\nCOPY *.mod $FILE ./\nADD https://a.example/b /") == own
    assert found("FROM a AS b\nFROM c\nCOPY --from=b go.mod .") == own
    assert found("COPY <<EOF /x\ngo.mod\nEOF") == own
    assert found("COPY main.go .") == own
    assert found("COPY ../../../../etc/passwd .") == own
    # all is copied, and the file says where in it its own folder is
    whole = "WORKDIR /src\nCOPY . ."
    assert found(f"{whole}\nRUN go build ./services/shop") == "."
    assert found(f"{whole}\nFROM a\nCOPY --from=0 /src/services/shop/x /x") == "."
    assert found("COPY . .\nRUN cp -a services/shop/dist /dist") == "."
    assert found("COPY main.go .\nRUN go build ./services/shop") == own
    assert found(f"{whole}\nRUN go build ./services/shopping ./microservices/shop") == own
    assert found("WORKDIR /go/services/shop\nCOPY . .\nRUN ls /go/services/shop") == own
    assert found(f"COPY main.go .\n{whole}\nRUN go build ./services/shop") == own


def test_the_context_above_is_used_within_the_tree_that_was_named(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'FROM debian:12\nCOPY go.mod services/shop/start.sh /\nCMD ["/start.sh"]\n'
    (tree / "services/shop/Dockerfile").write_text(text)
    (tree / "services/shop/start.sh").write_text('#!/bin/sh\nexec gosu app "$@"\n')
    monkeypatch.chdir(tree)

    def reason(names: list[str]) -> tuple[str, str]:
        (job,) = plan(names, Wanted()).jobs
        outcome = fix_file(job, "check")
        said = next((s.reason for s in outcome.skips if s.transform == "nonroot_user"), "")
        return said.rpartition("against it: ")[2], outcome.context

    assert reason(["."]) == ("start.sh runs gosu (line 2)", str(tree))
    assert reason(["services/shop/Dockerfile"]) == ("start.sh runs gosu (line 2)", str(tree))
    (tree / ".git/HEAD").unlink()
    (tree / ".git").rmdir()
    assert reason(["."]) == ("start.sh runs gosu (line 2)", str(tree))
    assert reason(["services/shop"]) == ("", "")
    (tree / "compose.yaml").write_text("services: {a: {build: services/shop}}\n")
    assert reason(["."]) == ("", "")


def test_the_dockerfile_s_own_ignore_file_goes_before_that_of_the_context(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'FROM debian:12\nCOPY . /app\nWORKDIR /app\nCMD ["./start.sh"]\n'
    (tree / "Dockerfile").write_text(text)
    (tree / "start.sh").write_text('#!/bin/sh\nexec gosu app "$@"\n')
    monkeypatch.chdir(tree)

    def reason() -> str:
        (job,) = plan(["Dockerfile"], Wanted()).jobs
        skips = fix_file(job, "check").skips
        (said,) = [skip.reason for skip in skips if skip.transform == "nonroot_user"]
        return said.rpartition("against it: ")[2]

    seen, unseen = "start.sh runs gosu (line 2)", "CMD starts start.sh, which is not in sight"
    assert reason() == seen
    (tree / "Dockerfile.dockerignore").write_text("*.sh\n")
    assert reason() == unseen
    (tree / "Dockerfile.dockerignore").write_text("*.txt\n")
    (tree / ".dockerignore").write_text("*.sh\n")
    assert reason() == seen
    (tree / "Dockerfile.dockerignore").unlink()
    assert reason() == unseen


@pytest.mark.parametrize(
    ("fetched", "tool"),
    [
        ("wget -qO /usr/local/bin/gosu https://example.com/1.17/gosu-amd64", "gosu"),
        ("curl -fsSL https://nginx.org/keys/nginx_signing.key -o /tmp/key", "nginx"),
        ("apk add --no-cache su-exec", "su-exec"),
    ],
)
def test_a_tool_for_root_is_told_once_and_by_its_name(fetched: str, tool: str) -> None:
    text = f'FROM alpine:3.20\nRUN {fetched}\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n'
    (said,) = [s.reason for s in fix_text(text).skips if s.transform == "nonroot_user"]
    reason = said.partition("against it: ")[2].removesuffix(" (--unsafe applies it)")
    assert reason == (
        f"ENTRYPOINT starts run.sh, which is not in sight, and it has {tool} at hand (line 2)"
    )


# In root's home, and on bases that are not known -------------------------------------------------


def test_what_an_application_in_roots_home_writes_is_given_over(tmp_path: Path) -> None:
    text = "FROM python:3.12-slim\nWORKDIR /root\nCOPY . .\n"
    files = {"app.py": "open('state/x', 'w').write('1')\nopen('/root/log', 'a')\n"}
    found = needs(stage(text + 'CMD ["python", "/root/app.py"]\n', tmp_path, files))
    assert kinds(found) == {Kind.WRITES}
    assert paths(found) == {"/root/state", "/root"}
    # outside of its folder root's home stays closed
    (need,) = needs(stage("FROM debian:12\nWORKDIR /root/a\nCMD tee /root/b\n"))
    assert need.kind is Kind.ROOT


def test_what_a_script_out_of_sight_is_given_is_judged_as_its_command() -> None:
    text = DEBIAN + 'ENTRYPOINT ["/entrypoint.sh"]\n'
    assert kinds(needs(stage(text + 'CMD ["mysqld"]\n'))) == {Kind.UNKNOWN, Kind.DROPS}
    caddy = 'FROM caddy:2\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["caddy", "run"]\n'
    assert paths(needs(stage(caddy))) == {"/data/caddy", "/config/caddy"}
    for command in ('["serve", "--all"]', '["--flag"]'):
        assert kinds(needs(stage(text + f"CMD {command}\n"))) == {Kind.UNKNOWN}
    for command in ('["bash"]', '["bash", "-l"]', "bash", '["sleep", "infinity"]', '["node"]'):
        assert kinds(needs(stage(text + f"CMD {command}\n"))) == {Kind.UNKNOWN, Kind.BASE}
    other = DEBIAN + 'ENTRYPOINT ["/run.sh"]\nCMD ["node"]\n'
    assert kinds(needs(stage(other))) == {Kind.UNKNOWN}


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("RUN apt-get update && apt-get install -y x", True),
        ("RUN apk add --no-cache x", True),
        ("RUN useradd app", True),
        ("RUN echo a; yum -y install x", True),
        ("RUN apt-get --version", None),
        ("RUN apt-get install -y x || true", None),
        ("RUN if true; then apt-get install -y x; fi", None),
        ("RUN sudo apt-get install -y x", None),
        ("RUN sudo apt-get update\nRUN apt-get install -y x", True),
        ("RUN useradd --root /mnt app", None),
        ("USER app\nRUN apt-get install -y x\nUSER app", False),
        ('SHELL ["bash", "-c"]\nRUN apt-get install -y x', None),
        ("ONBUILD RUN apt-get install -y x", None),
        ("RUN pip install x", None),
    ],
)
def test_what_only_root_can_do_shows_whom_the_base_runs_as(text: str, root: bool | None) -> None:
    for base in ("registry.example.com/a/b:1", "$BASE"):
        made = stage(f"ARG BASE\nFROM {base}\n{text}\n")
        assert made.runs_as_root() is root
        assert made.facts.proven is bool(root)
