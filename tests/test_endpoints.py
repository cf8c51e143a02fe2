"""What shows an endpoint: code, configuration, command lines, Compose; and what forbids asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer.context.endpoints import Endpoint, Unclear, endpoint
from fixer.dockerfile.document import Document
from fixer.dockerfile.service import Service, Volume
from fixer.dockerfile.stages import Stage
from fixer.edit import Safety
from fixer.engine import Options, fix

PYTHON = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n"
NODE = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n"


def stage_of(text: str, folder: Path, files: dict[str, str]) -> Stage:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    document = Document(text.encode())
    document.context = str(folder)
    return document.stages[-1]


def shown(text: str, folder: Path, files: dict[str, str]) -> str:
    """`port path`, a reason behind `!`, or nothing."""
    found = endpoint(stage_of(text, folder, files))
    if isinstance(found, Unclear):
        return f"! {found.reason}"
    if isinstance(found, Endpoint):
        doubt = "" if found.sure else "?"
        return " ".join(filter(None, (str(found.address.port), found.path, doubt)))
    return ""


FLASK = "from flask import Flask\napp = Flask(__name__)\n"
HEALTHZ = "@app.get('/healthz')\ndef healthz():\n    return 'ok'\n"
ROOT = "@app.get('/')\ndef root():\n    return {body}\n"
RUN = "app.run(port={port})\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (FLASK + HEALTHZ + RUN.format(port=8000), "8000 /healthz"),
        ("import gradio as gr\ngr.Blocks().launch()\n", "$GRADIO_SERVER_PORT or 7860"),
        (
            "import gradio as gr\nd = gr.Interface(f)\n"
            "d.queue().launch(server_name='0.0.0.0', server_port=8080)\n",
            "8080",
        ),
        ("import gradio\ndemo.launch(server_port=ports[0])\n", "! which port python listens on"),
        ("import gradio\np.chromium.launch()\n", ""),
        ("b = p.chromium.launch()\n", ""),
        (FLASK + HEALTHZ + "app.run()\n", "5000 /healthz"),
        (FLASK + ROOT.format(body="'hello'") + "app.run()\n", "5000 /"),
        (FLASK + ROOT.format(body="orders()") + "app.run()\n", "5000"),
        (FLASK + ROOT.format(body="('gone', 410)") + "app.run()\n", "5000"),
        (FLASK + "@login\n" + HEALTHZ + "app.run()\n", "5000"),
        (FLASK + HEALTHZ.replace("()", "(name)") + "app.run()\n", "5000"),
        (FLASK + HEALTHZ.replace("'ok'", "request.args['a']") + "app.run()\n", "5000"),
        (FLASK + HEALTHZ + "@app.before_request\ndef b(): ...\napp.run()\n", "5000"),
        (FLASK + HEALTHZ + "Talisman(app)\napp.run()\n", "5000"),
        (FLASK + HEALTHZ + "app.run(ssl_context='adhoc')\n", "5000"),
        (FLASK + "if x:\n    @app.get('/health')\n    def h(): return 1\napp.run()\n", "5000"),
        (FLASK + RUN.format(port="int(os.environ.get('PORT', 8080))"), "$PORT or 8080"),
        (FLASK + RUN.format(port="int(os.environ.get('PORT') or 8080)"), "$PORT or 8080"),
        (FLASK + RUN.format(port="os.environ['PORT']"), "$PORT"),
        (FLASK + "P = 7000\n" + RUN.format(port="P"), "7000"),
        (FLASK + "P = 7000\nP += 1\n" + RUN.format(port="P"), "! which port python listens on"),
        (FLASK + RUN.format(port="settings.port"), "! which port python listens on"),
        (FLASK + "if a:\n    app.run(port=1234)\nelse:\n    app.run()\n", "! which port"),
        (FLASK + "app.run(host='10.0.0.7')\n", "! which port python listens on"),
        (FLASK + "app.run(**options)\n", "! which port python listens on"),
        ("import uvicorn\nuvicorn.run('main:app', host='::', port=9000)\n", "9000"),
        ("from aiohttp import web\nweb.run_app(app)\n", "8080"),
        ("import tornado.web\napp.listen(8888)\n", "8888"),
        ("from http.server import *\nHTTPServer(('', 8001), H).serve_forever()\n", "8001"),
        ("print('a job')\n", ""),
        ("x = (\n", "! which port python listens on"),
    ],
)
def test_python(code: str, expected: str, tmp_path: Path) -> None:
    text = PYTHON + 'CMD ["python", "main.py"]\n'
    said = shown(text, tmp_path, {"main.py": code})
    assert said.startswith(expected) if expected.startswith("!") else said == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("app.listen(3000)", "3000"),
        ("app.listen(process.env.PORT || 3000)", "$PORT or 3000"),
        ("app.listen(Number(process.env.PORT) || 3000, () => {})", "$PORT or 3000"),
        ("app.listen(parseInt(process.env.PORT || '3000', 10))", "$PORT or 3000"),
        ("const port = process.env['PORT'] ?? 3000\napp.listen(port)", "$PORT or 3000"),
        ("const { PORT = 3000 } = process.env\napp.listen(PORT)", "$PORT or 3000"),
        ("app.set('port', process.env.PORT || 3000)\napp.listen(app.get('port'))", "$PORT or 3000"),
        ("fastify.listen({ port: 3000, host: '0.0.0.0' })", "3000"),
        ("fastify.listen({ host: '10.1.2.3', port: 3000 })", "! which port node listens on"),
        ("app.listen(process.env.PORT || config.port)", "! which port node listens on"),
        ("app.listen(port(1))", "! which port node listens on"),
        ("a.listen(80); b.listen(81)", "! which port node listens on"),
        ("server.listen({ path: '/run/app.sock' })", ""),
        (
            "const app = express()\napp.get('/', (req, res) => res.send('hello'))\napp.listen(80)",
            "80 /",
        ),
        (
            "const app = express()\napp.get('/', (req, res) => db.find(res.send))\napp.listen(80)",
            "80",
        ),
        (
            "const app = express()\napp.use(guard)\n"
            "app.get('/health', (req, res) => res.send('hello'))\napp.listen(80)",
            "80",
        ),
        (
            "const app = express()\napp.use(cors())\n"
            "app.get('/health', (req, res) => res.send('hello'))\napp.listen(80)",
            "80 /health",
        ),
        (
            "const app = express()\napp.get('/health', guard, (req, res) => res.send('hello'))\n"
            "app.listen(80)",
            "80",
        ),
        (
            "const https = require('https')\nconst app = express()\n"
            "app.get('/health', (req, res) => res.send('hello'))\n"
            "https.createServer(o, app).listen(443)",
            "443",
        ),
        ("console.log('a job')", ""),
    ],
)
def test_node(code: str, expected: str, tmp_path: Path) -> None:
    said = shown(NODE + 'CMD ["node", "index.js"]\n', tmp_path, {"index.js": code})
    assert said.startswith(expected) if expected.startswith("!") else said == expected


@pytest.mark.parametrize(
    ("text", "files", "expected"),
    [
        (
            PYTHON + "CMD gunicorn -b :8000 wsgi:app\n",
            {"wsgi.py": "from shop import app\n", "shop/__init__.py": FLASK + HEALTHZ},
            "8000 /healthz",
        ),
        (
            PYTHON + "CMD gunicorn wsgi:app\n",
            {"wsgi.py": "", "gunicorn.conf.py": "bind = '0.0.0.0:9000'\n"},
            "9000",
        ),
        (
            PYTHON + "CMD gunicorn -c conf.py wsgi:app\n",
            {"conf.py": "bind = f'0.0.0.0:{port}'\n"},
            "! which port conf.py binds",
        ),
        (
            PYTHON + 'ENTRYPOINT ["/app/start.sh"]\nCMD ["uvicorn", "m:app", "--port", "8001"]\n',
            {"start.sh": '#!/bin/sh\nset -e\nexec "$@"\n'},
            "8001",
        ),
        (
            PYTHON + 'ENTRYPOINT ["/app/start.sh"]\n',
            {"start.sh": "#!/bin/sh\nif [ $W ]; then ./work; else gunicorn -b :80 a:b; fi\n"},
            "",
        ),
        (
            PYTHON + 'ENTRYPOINT ["/app/start.sh"]\n',
            {"start.sh": "#!/bin/sh\nPORT=${PORT:-8123}\nexec gunicorn -b :$PORT a:b\n"},
            "$PORT or 8123",
        ),
        (PYTHON + "ENV PORT=8002\nCMD uvicorn m:app --port $PORT\n", {}, "$PORT or 8002"),
        (PYTHON + "ENV PORT=8002\nCMD uvicorn m:app --port 8002\n", {}, "8002"),
        (PYTHON + "CMD uvicorn m:app\n", {}, "$UVICORN_PORT or 8000 ?"),
        (PYTHON + "EXPOSE 8000\nCMD uvicorn m:app\n", {}, "$UVICORN_PORT or 8000"),
        (PYTHON + "EXPOSE 22 8000 53/udp\nCMD work\n", {}, "8000 ?"),
        (
            NODE + "CMD node dist/main\n",
            {"src/main.ts": "await app.listen(process.env.PORT ?? 3000);\n"},
            "$PORT or 3000",
        ),
        (
            NODE + "CMD yarn serve\n",
            {"package.json": '{"scripts": {"serve": "next start -p 3100"}}'},
            "3100",
        ),
        (
            "FROM nginx:1.27\nCOPY a.conf /etc/nginx/conf.d/default.conf\n",
            {"a.conf": "server { listen 443 ssl; listen [::]:80; listen 8080; }"},
            "443",
        ),
        (
            "FROM nginx:1.27\nCOPY a.conf /etc/nginx/conf.d/default.conf\nEXPOSE 8080\n",
            {"a.conf": "server { listen 443 ssl; listen 8080; }"},
            "8080",
        ),
        (
            "FROM nginx:1.27\nCOPY a.conf /etc/nginx/conf.d/default.conf\n",
            {"a.conf": "server { listen [::]:80; }"},
            "! default.conf has nginx listen on",
        ),
        ("FROM nginx:1.27\nCOPY a.conf /etc/nginx/conf.d/default.conf\n", {}, "! the config"),
        ("FROM httpd:2.4\nCOPY a.html /usr/local/apache2/htdocs/\n", {}, "80"),
    ],
)
def test_command_lines_and_configuration(
    text: str, files: dict[str, str], expected: str, tmp_path: Path
) -> None:
    said = shown(text, tmp_path, files)
    assert said.startswith(expected) if expected.startswith("!") else said == expected


def test_a_worker_of_the_same_image_would_never_be_well() -> None:
    source = (PYTHON + "CMD gunicorn -b :8000 shop:app\n").encode()
    web = Service("compose.yml", 3, "web", None, None)
    worker = Service("compose.yml", 9, "worker", None, None, command=["celery", "worker"])
    only = frozenset(("healthcheck",))
    assert fix(source, Options(select=only, services=(web,))).changed
    result = fix(source, Options(select=only, services=(web, worker), safety=Safety.UNSAFE))
    assert not result.changed
    assert "compose.yml runs another command as worker" in result.skips[0].reason


def test_an_image_that_another_one_is_built_on_has_none() -> None:
    source = (
        b"FROM python:3.12-slim AS web\nCMD gunicorn -b :8000 shop:app\n"
        b"FROM web AS worker\nCMD celery -A shop worker\n"
    )
    result = fix(source, Options(select=frozenset(("healthcheck",)), targets=("web",)))
    assert not result.changed
    assert "other images are built on this one" in result.skips[0].reason


def test_text_of_any_kind_ends(tmp_path: Path) -> None:
    for name, text in {
        "deep.py": "(" * 5000,
        "deep.js": "app.listen(" + "(" * 50_000,
        "long.js": "app.listen(" + "process.env.PORT || " * 5000 + "1)",
        "round.js": "const a = b\nconst b = a\napp.listen(a)",
        "keys.js": "app.listen({" + "a," * 20_000,
    }.items():
        program = "python" if name.endswith("py") else "node"
        text_of_file = (PYTHON if program == "python" else NODE) + f"CMD {program} {name}\n"
        assert shown(text_of_file, tmp_path, {name: text}).startswith("! which port")


@pytest.mark.parametrize(
    ("path", "sure"),
    [
        ("/etc/nginx/conf.d/default.conf", False),
        ("/etc/nginx/templates", False),
        ("/etc/nginx", False),
        ("/etc/nginx/certs", True),
        ("/usr/share/nginx/html", True),
    ],
)
def test_a_configuration_of_nginx_that_compose_mounts(path: str, sure: bool) -> None:
    source = b"FROM nginx:1.29\nCOPY html /usr/share/nginx/html\n"
    service = Service(
        "compose.yaml", 3, "web", None, None, volumes=(Volume(path, "bind", "./x", True),)
    )
    only = frozenset(["healthcheck"])
    assert fix(source, Options(select=only, services=(service,))).changed == sure


def test_a_service_that_tells_gunicorn_where_to_listen() -> None:
    source = b'FROM python:3.12-slim\nWORKDIR /app\nEXPOSE 8000\nCMD ["gunicorn", "app:app"]\n'
    service = Service("compose.yaml", 3, "web", None, None)
    only = frozenset(["healthcheck"])
    assert fix(source, Options(select=only, services=(service,))).changed
    for told, changed in (("--bind=0.0.0.0:9000", False), ("--workers 2", True)):
        led = service._replace(environment={"GUNICORN_CMD_ARGS": told})
        assert fix(source, Options(select=only, services=(led,))).changed == changed
