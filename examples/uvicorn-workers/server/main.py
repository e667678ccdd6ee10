"""A small REST API around the Haar wavelet, as a plain ASGI application."""

import json
import os
import sys
from urllib.parse import parse_qs


def haar(values):
    """One step of the Haar transform: averages, then differences."""
    pairs = list(zip(values[::2], values[1::2]))
    return [(a + b) / 2 for a, b in pairs] + [(a - b) / 2 for a, b in pairs]


def answer(path, query):
    if path == "/":
        return 200, {"pid": os.getpid()}
    if path == "/health":
        return 200, {"status": "ok"}
    if path == "/api/v1/wavelet":
        try:
            values = [float(value) for value in query.get("values", [""])[0].split(",")]
        except ValueError:
            return 400, {"error": "values must be numbers with commas between them"}
        return 200, {"values": values, "haar": haar(values), "pid": os.getpid()}
    return 404, {"error": "no such route"}


async def lifespan(receive, send):
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    status, body = answer(scope["path"], parse_qs(scope["query_string"].decode()))
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode() + b"\n"})


def setting(name, default):
    """A variable of the shell, else of .env, else the default."""
    if name in os.environ:
        return os.environ[name]
    try:
        with open(".env", encoding="utf-8") as lines:
            pairs = [line.strip().split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    except FileNotFoundError:
        pairs = []
    return dict(pairs).get(name, default)


def main():
    try:
        import uvicorn
    except ImportError:
        sys.exit(
            f"uvicorn is not installed for {sys.executable}. Install it with: {sys.executable} -m pip install uvicorn"
        )
    development = setting("DEV_MODE", "").lower() == "true"
    uvicorn.run(
        "server.main:app",
        host="127.0.0.1",
        port=int(os.environ.get("PORT", "8011")),
        reload=development,
        workers=None if development else int(setting("WORKERS", os.cpu_count() or 1)),
    )


if __name__ == "__main__":
    main()
