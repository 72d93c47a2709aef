"""Looks whether everything that the client needs is well, and says how to mend what is not."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import click

from larder import _methods
from larder._cli.session import Session, command
from larder._connection import Connection, Server
from larder._errors import CallError, LarderError
from larder._jobs import Job, JobState
from larder._proto.larder.client.wire_pb2 import HealthCheckRequest, HealthCheckResponse
from larder._settings import Settings, settings_file

_SECONDS = 5.0
_SERVICES = (
    ("core", "registry", "feast.core.CoreService"),
    ("serving", "online serving", "feast.serving.ServingService"),
    ("job_service", "jobs", "larder.v1.JobService"),
)
_OTHER_SERVER = "this server does not offer that: it is older than this client, or another replica does"
_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


@dataclass(frozen=True)
class Finding:
    """What one check found: `ok`, `warning` or `failed`, and for the latter two how to mend it."""

    check: str
    result: str
    detail: str
    remedy: str = ""


@command(None, "doctor", project=True)
def doctor(session: Session) -> None:
    """Check settings, registry, online serving, jobs and health, and say how to mend what is wrong."""
    from rich.text import Text

    findings = []
    for finding in _examine(session):
        findings.append(finding)
        if session.for_people:
            line = Text.assemble((f"{finding.result:8}", _STYLES[finding.result]), f"{finding.check}: {finding.detail}")
            session.console.print(line)
            if finding.remedy:
                session.console.print(Text(f"        → {finding.remedy}"))
    if not session.for_people:
        session.show([vars(finding) for finding in findings])
    failed = sum(finding.result == "failed" for finding in findings)
    session.say(f"\n{failed} of {len(findings)} checks failed." if failed else "\nAll is well.")
    if failed:
        raise click.exceptions.Exit(1)


def _examine(session: Session) -> Iterator[Finding]:
    settings = Settings(session.given)
    path = settings_file()
    yield Finding("settings", "ok", f"{path}" if path.exists() else f"no file {path}; defaults and environment")
    reachable = False
    try:
        for endpoint, what, service in _SERVICES:
            server = Server(
                url=settings.text(f"{endpoint}_url"),
                tls=settings.flag(f"{endpoint}_enable_ssl"),
                certificate=settings.text(f"{endpoint}_server_ssl_cert"),
                token=settings.text("auth_token"),
                timeout=_SECONDS,
                attempts=1,
            )
            finding = _check_service(server, what, service, settings.origin(f"{endpoint}_url")[1], endpoint)
            reachable = reachable or finding.result == "ok"
            yield finding
        if reachable:
            yield _check_project(session)
            yield _check_future(session)
        yield _check_http(settings.text("http_url"), settings.origin("http_url")[1])
        yield _check_staging(settings.text("staging_location"))
    except LarderError as error:
        yield Finding("settings", "failed", str(error), "correct it with `larder config set`")


def _check_service(server: Server, what: str, service: str, origin: str, endpoint: str) -> Finding:
    where = f"{server.url} ({'TLS, ' if server.tls else ''}{origin})"
    refused = _connect(server.url)
    if refused:
        return Finding(what, "failed", f"{where}: {refused[0]}", refused[1])
    connection = Connection(server)
    begin = time.perf_counter()
    try:
        health = connection.call(_methods.HEALTH, HealthCheckRequest(service=service))
    except CallError as error:
        return Finding(what, "failed", f"{where}: {error.message}", _remedy(error, server, endpoint))
    finally:
        connection.close()
    if health.status == HealthCheckResponse.SERVING:
        return Finding(what, "ok", f"{where} serves, {(time.perf_counter() - begin) * 1e3:.0f} ms")
    if health.status != HealthCheckResponse.NOT_SERVING:
        return Finding(what, "failed", f"{where} does not know {service}", _OTHER_SERVER)
    return Finding(
        what,
        "failed",
        f"{where} answers that it does not serve",
        "a database behind it is away, or it still starts; its health page and its log tell which",
    )


def _connect(url: str) -> tuple[str, str] | None:
    """What prevents a plain TCP connection and how to mend that, if anything does."""
    host, colon, port = url.removeprefix("dns:///").rpartition(":")
    if not colon or not port.isdigit():
        return f"{url} is not host:port", "give it as host:port, without http://"
    try:
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS).close()
    except socket.gaierror:
        return f"nobody knows the host {host}", "correct the name in the setting"
    except TimeoutError:
        return "no answer", "the host is away, or a firewall drops the connection"
    except ConnectionRefusedError:
        return (
            "nothing listens there",
            "start Larder, or correct the setting; gRPC is on port 6565 unless configured otherwise",
        )
    except OSError as error:
        return str(error), "correct the setting"
    return None


def _remedy(error: CallError, server: Server, endpoint: str) -> str:
    text = error.message.lower()
    if "http" in text and error.code != "NOT_FOUND":
        return "this is an HTTP port; gRPC is on port 6565 unless configured otherwise"
    if error.code == "UNIMPLEMENTED" or (error.code == "NOT_FOUND" and not error.reason):
        return _OTHER_SERVER
    if error.code in ("UNAUTHENTICATED", "PERMISSION_DENIED"):
        return "set auth_token to a token that the server accepts"
    if server.tls and ("handshake" in text or "ssl" in text or "certificate" in text):
        return f"if the server has no TLS, set {endpoint}_enable_ssl to false; else name its authority in {endpoint}_server_ssl_cert"
    if not server.tls and error.code in ("UNAVAILABLE", "DEADLINE_EXCEEDED"):
        return f"something else listens there, or the server wants TLS: then set {endpoint}_enable_ssl to true"
    return "the server's log tells more" + (f" under request id {error.request_id}" if error.request_id else "")


def _check_project(session: Session) -> Finding:
    client = session.client
    try:
        projects = client.list_projects()
    except CallError as error:
        return Finding("project", "failed", error.message, "the registry answers, and its database may not")
    if client.project in projects:
        return Finding("project", "ok", f"{client.project} exists")
    return Finding(
        "project",
        "warning",
        f"{client.project} does not exist; there are {', '.join(projects)}",
        "it is created when something is applied to it",
    )


def _check_future(session: Session) -> Finding:
    """Rows of the future hide those of today, and nothing else tells of them."""
    client = session.client
    what = "rows from the future"
    newest: dict[str, Job] = {}
    try:
        for job in client.list_jobs(include_terminated=True):
            if job.kind.startswith("batch_to_") and job.state is JobState.DONE:
                newest.setdefault(f"{job.feature_tables[0]} ({job.kind.removeprefix('batch_to_')} store)", job)
    except CallError as error:
        return Finding(what, "warning", error.message, "the job service did not tell its jobs")
    found = [
        f"{table} {job.progress.rows_ahead:,}, job {job.id}" for table, job in newest.items() if job.progress.rows_ahead
    ]
    if not found:
        return Finding(what, "ok", f"none in the last loads of {client.project}")
    return Finding(
        what,
        "warning",
        f"the last load took rows whose event time was still to come: {'; '.join(found)}",
        'correct the times of the source (are they in UTC?), load again, and refuse such rows with the label max_ahead: "3600s"',
    )


def _check_http(url: str, origin: str) -> Finding:
    """The health page, which says more than gRPC does. Nothing but this command needs it."""
    import json
    from urllib import error, request

    what = "health page"
    try:
        with request.urlopen(f"{url.rstrip('/')}/q/health/ready", timeout=_SECONDS) as answer:
            health = json.load(answer)
    except error.HTTPError as refused:
        try:
            health = json.load(refused)
        except ValueError:
            return Finding(what, "warning", f"{url} answers {refused.code}", "set http_url to Larder's HTTP port")
    except (OSError, ValueError) as refused:
        reason = getattr(refused, "reason", refused)
        return Finding(what, "warning", f"{url} ({origin}): {reason}", "set http_url, if you want more to be checked")
    down = [check for check in health.get("checks", []) if check.get("status") != "UP"]
    if not down:
        return Finding(what, "ok", f"{url}: {', '.join(check['name'] for check in health.get('checks', []))} are up")
    told = "; ".join(f"{check['name']}: {_data(check.get('data'))}" for check in down)
    return Finding(what, "failed", f"{url}: {told}", "bring back what is down; Larder reconnects by itself")


def _data(data: dict[str, object] | None) -> str:
    return ", ".join(f"{key} {value}" for key, value in (data or {}).items()) or "down"


def _check_staging(location: str) -> Finding:
    what = "staging location"
    if not location:
        return Finding(
            what, "ok", "not set: entity rows go to a temporary folder, which a server on this machine can read"
        )
    from larder import _files

    try:
        _files.check_writable(location)
    except LarderError as error:
        return Finding(what, "failed", str(error), "set staging_location to a folder that you may write")
    return Finding(what, "ok", f"{location} can be written; the server must be able to read it, too")
