"""What configures nginx is followed to where it is written, and what a user cannot do is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer import Result, fix_text
from fixer.context.process import needs
from fixer.dockerfile.document import Document

OFFICIAL = "FROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\n"
DEBIAN = (
    "FROM debian:bookworm-slim\n"
    "RUN apt-get install -y nginx && ln -sf /dev/stdout /var/log/nginx/access.log \\\n"
    " && ln -sf /dev/stderr /var/log/nginx/error.log\n"
    "{}COPY html /var/www/html\n"
    'CMD ["nginx", "-g", "daemon off;"]\n'
)
SITE = "FROM nginx:1.27\nCOPY site.conf /etc/nginx/conf.d/default.conf\n{}"


def fixed(folder: Path, text: str, files: dict[str, str]) -> Result:
    for name, content in {"html/index.html": "x", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    result = fix_text(text, context=folder, offline=True)
    assert result.problem is None
    return result


def user(result: Result) -> str:
    """The user's numbers where it was done, otherwise the reasons that are against it."""
    if b"\nUSER 10001:10001\n" in result.after:
        document = Document(result.after)
        document.context = result.context
        assert not [need for need in needs(document.stages[-1]) if need.by]
        return "10001:10001"
    said = [s.reason for s in result.skips if s.transform == "nonroot_user"]
    return said[0].partition("against it: ")[2]


@pytest.mark.parametrize(
    ("conf", "told"),
    [
        ("events {}\nhttp {\ngzip on;\n}\n", ["1i pid /tmp/nginx.pid;", "s,^http {,&"]),
        (
            "pid /run/nginx.pid; # x\nevents {}\n  http {\ngzip on;\n}\n",
            ["s,/run/nginx.pid,", "s,^  http {"],
        ),
        (
            "pid\t/run/a/n.pid;\nevents {}\nhttp\t{\ngzip on;\n}\n",
            ["s,/run/a/n.pid,", "s,^http.{,&"],
        ),
        ("pid /tmp/a;\nevents {}\nhttp {\nproxy_temp_path /tmp/p;\n}\n", ["scgi_temp_path"]),
        ("events {}\nstream {\nserver { listen 53; proxy_pass dns:53; }\n}\n", ["1i pid"]),
        ("events {}\nhttp {\nscgi_temp_path /var/x/s 1 2;\n}\n", [r"path *\)/var/x/,\1/tmp/,"]),
        ("events {}\nhttp {\naccess_log /var/log/nginx/a.log;\n}\n", ["stdout /var/log/nginx/a"]),
        ("events {}\nhttp {\nerror_log /var/log/nginx/error1.log;\n}\n", ["ln -sf /dev/stderr"]),
    ],
)
def test_the_change_fits_the_configuration(tmp_path: Path, conf: str, told: list[str]) -> None:
    result = fixed(tmp_path, OFFICIAL, {"nginx.conf": conf})
    assert user(result) == "10001:10001"
    for words in told:
        assert words in result.after.decode()
    assert ("proxy_temp_path" in result.after.decode()) == (
        "http" in conf and "proxy_temp" not in conf
    )


@pytest.mark.parametrize(
    ("conf", "told"),
    [
        ("events {}\nhttp\n{\ngzip on;\n}\n", "http { stands in no line of its own"),
        ("pid /a; user pid/a;\nevents {}\nhttp {\n}\n", "cannot be told apart"),
        ("user root;\nevents {}\nhttp {\n}\n", "nginx.conf has nginx serve as root"),
        ("include /srv/x.conf;\nevents {}\nhttp {\n}\n", "/srv/x.conf is not in sight"),
        ("events {}\nhttp {\naccess_log /srv/a.log;\n}\n", "it logs to /srv/a.log"),
        ("events {}\nhttp {\naccess_log logs/a.log;\n}\n", "it logs to logs/a.log"),
        ('events {}\nhttp {\nproxy_temp_path "/srv/it\'s/x";\n}\n', "sets proxy_temp_path"),
        ("events {}\nhttp {\nproxy_temp_path temp;\n}\n", "sets proxy_temp_path temp"),
        ("events {}\nhttp {\nproxy_store /srv/x;\n}\n", "nginx.conf sets proxy_store"),
        ("events {}\nhttp {\nserver { listen unix:/run/a; }\n}\n", "names a socket"),
        ("events {}\nhttp {\nserver { set_by_lua $a 'x'; }\n}\n", "sets set_by_lua"),
        ("events {}\nstream {\nserver { proxy_bind $a transparent; }\n}\n", "binds addresses"),
        ("events {}\nhttp {\nproxy_cache_path /srv/c;\n}\n", "proxy_cache_path /srv/c"),
        (f"events {{}}\nhttp {{\n}}\n{'#' * 200_000}", "too long to be read"),
    ],
)
def test_what_a_user_cannot_do(tmp_path: Path, conf: str, told: str) -> None:
    assert told in user(fixed(tmp_path, OFFICIAL, {"nginx.conf": conf}))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", ""),
        ("COPY site /etc/nginx/sites-available/shop\n", ""),  # is not included
        ("COPY site /etc/nginx/sites-available/default\n", "/srv/a.log"),
        (
            "COPY site /etc/nginx/sites-available/default\n"
            "RUN rm /etc/nginx/sites-enabled/default\n",
            "",
        ),
        ("COPY site /etc/nginx/sites-enabled/shop\n", "/srv/a.log"),
        ("COPY sites /etc/nginx/sites-enabled\n", "/srv/a.log"),
        ("COPY sit[e] /etc/nginx/conf.d/a.conf\n", "/srv/a.log"),
        ("COPY rootfs /\n", "/srv/a.log"),
        ("COPY rootfs/etc/nginx/ /etc/nginx/\n", "/srv/a.log"),
        (
            "COPY site /etc/nginx/sites-available/shop\n"
            "RUN ln -s ../sites-available/shop /etc/nginx/sites-enabled/shop\n",
            "/srv/a.log",
        ),
        ("WORKDIR /a\nCOPY site .\nRUN cp site /etc/nginx/conf.d/a.conf\n", "/srv/a.log"),
        ("RUN echo 'access_log /srv/a.log;' > /etc/nginx/conf.d/a.conf\n", "/srv/a.log"),
        ("RUN echo 'user root;' >> /etc/nginx/nginx.conf\n", "serve as root"),
        ("RUN echo 'worker_processes 1;' >> /etc/nginx/nginx.conf\n", ""),
        ("RUN rm /etc/nginx/nginx.conf\n", "nginx.conf is taken away"),
        ("RUN cp /etc/nginx/nginx.conf /etc/nginx/nginx.conf.old\n", ""),
        ("RUN mv /etc/nginx/nginx.conf /etc/nginx/nginx.conf.old\n", "nginx.conf is taken away"),
        ("COPY more /a/conf.d\nRUN cp -r /a/conf.d /etc/nginx/\n", "/a/conf.d is not in sight"),
        (
            "COPY --from=a /s /etc/nginx/conf.d/s.conf\nRUN echo '#' >> /etc/nginx/conf.d/s.conf\n",
            "",
        ),
        ("RUN curl -o /etc/nginx/conf.d/a.conf https://example.com/a\n", "curl may change"),
        ("RUN cd /etc/nginx && rm conf.d/a.conf\n", "RUN works in /etc/nginx"),
        ("RUN envsubst < /a > /etc/nginx/conf.d/a.conf\n", "what envsubst writes"),
        ("RUN sed -i 's/keepalive_timeout 65/keepalive_timeout 5/' /etc/nginx/nginx.conf\n", ""),
        ("RUN sed -i 's/www-data/root/;s/user/x/' /etc/nginx/nginx.conf\n", "sed changes"),
        ("RUN mkdir -p /etc/nginx/ssl && chown root /etc/nginx/conf.d\n", ""),
        ("COPY --from=other /x/ /etc/nginx/conf.d/\n", ""),  # told, as it is not in sight
        ("COPY --from=other /x/ /etc/\n", "COPY may bring its configuration"),
        ("VOLUME /etc/nginx/conf.d\n", "configured from outside"),
        ("RUN add-apt-repository ppa:nginx/stable\n", "/var/lib/nginx"),
    ],
)
def test_where_it_is_configured(tmp_path: Path, more: str, told: str) -> None:
    site = "access_log /srv/a.log;\n"
    places = ("site", "sites/shop", "rootfs/etc/nginx/sites-enabled/shop")
    said = user(fixed(tmp_path, DEBIAN.format(more), dict.fromkeys(places, site)))
    assert (told in said) if told else (said == "10001:10001")


@pytest.mark.parametrize(
    ("more", "mode", "told"),
    [
        ("COPY key.pem /etc/nginx/key.pem\n", 0o644, ""),
        ("COPY key.pem /etc/nginx/key.pem\n", 0o600, ""),  # it is the user's then
        ("COPY keys /etc/nginx/\n", 0o644, ""),
        ("COPY keys /etc/nginx/\n", 0o600, "readable by root alone"),
        ("COPY key.pem /etc/nginx/key.pem\nRUN chmod 600 /etc/nginx/key.pem\n", 0o644, "root"),
        ("RUN openssl req -keyout /etc/nginx/key.pem -out /etc/nginx/a.crt\n", 0, ""),
        ("RUN openssl req -keyout /etc/nginx/other.pem -out /etc/nginx/a.crt\n", 0, "root alone"),
        ("", 0, "readable by root alone"),
    ],
)
def test_keys(tmp_path: Path, more: str, mode: int, told: str) -> None:
    site = "server {\n listen 8443 ssl;\n ssl_certificate_key key.pem;\n}\n"
    for name in ("key.pem", "keys/key.pem"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("key")
        (tmp_path / name).chmod(mode)
    said = user(fixed(tmp_path, SITE.format(more), {"site.conf": site}))
    assert (told in said) if told else (said == "10001:10001")


def test_a_key_that_the_build_makes_is_given(tmp_path: Path) -> None:
    site = "ssl_certificate_key /etc/ssl/private/a.key;\n"
    more = "RUN openssl genrsa -out /etc/ssl/private/a.key 2048\n"
    result = fixed(tmp_path, SITE.format(more), {"site.conf": site})
    assert b"chown 10001:10001 /etc/ssl/private /etc/ssl/private/a.key" in result.after


@pytest.mark.parametrize(
    ("cmd", "done"),
    [
        ('["nginx", "-g", "daemon off;"]', True),
        ('["nginx", "-g", "daemon off; pid /tmp/x.pid;"]', True),
        ('["nginx", "-g", "daemon off; pid /run/x.pid;"]', False),
        ('["nginx", "-g", "user root;"]', False),
        ('["nginx", "-c", "/etc/nginx/other.conf"]', False),
        ('["nginx", "-p", "/srv"]', False),
        ("exec nginx -g 'daemon off;'", True),
        ("other & nginx -g 'daemon off;'", False),
        ('["sh", "-c", "nginx -g \'daemon off;\'"]', True),
        ('["sh", "-c", "other & nginx -g \'daemon off;\'"]', False),
    ],
)
def test_how_it_is_started(tmp_path: Path, cmd: str, done: bool) -> None:
    text = f"FROM nginx:1.27\nCOPY html /usr/share/nginx/html\nCMD {cmd}\n"
    assert (user(fixed(tmp_path, text, {})) == "10001:10001") is done
