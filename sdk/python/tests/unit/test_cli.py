"""The command line without the application."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from larder import __version__
from larder._cli import cli
from larder._cli.session import _labels
from larder._methods import (
    APPLY,
    CANCEL_JOB,
    CORE_VERSION,
    CREATE_PROJECT,
    GET_JOB,
    LIST_FEATURES,
    LIST_PROJECTS,
    RETRY_JOB,
    SERVING_INFO,
    START_JOB,
)
from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.feast.core.Feature_pb2 import FeatureSpecV2
from larder._proto.feast.serving import ServingService_pb2 as serving
from larder._proto.feast.types.Value_pb2 import ValueType
from larder._proto.larder.v1 import jobs_pb2 as jobs
from larder._proto.larder.v1 import registry_pb2 as registry
from tests.unit.fake_server import FakeServer


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from larder._cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def every_command() -> list[list[str]]:
    found = [[name] for name in cli.commands]
    for name, command in cli.commands.items():
        found += [[name, sub] for sub in getattr(command, "commands", ())]
    return found


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_every_command_explains_itself(command: list[str]) -> None:
    result = CliRunner().invoke(cli, [*command, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage:")


def test_exit_codes(tmp_path: Path) -> None:
    nowhere = ("--url", "127.0.0.1:1")
    assert run("version", "-c", "-o", "json").stdout == f'{{\n  "sdk": {{\n    "version": "{__version__}"\n  }}\n}}\n'
    away = run("projects", "list", *nowhere)
    assert (away.returncode, away.stdout) == (4, "")
    assert (
        away.stderr
        == "Error: cannot reach Larder at 127.0.0.1:1: Connection refused; `larder doctor` looks for the cause\n"
    )
    assert run("projects", "list", "--colour").returncode == 2
    (tmp_path / "bad.yaml").write_text("spec: {name: a, valueTyp: INT64}")
    wrong = run("apply", "-f", str(tmp_path), *nowhere)
    assert wrong.returncode == 2
    assert "bad.yaml" in wrong.stderr
    assert "valueTyp" in wrong.stderr
    span = ("-t", "trips", "-s", "garbage", "-e", "2026-01-31")
    no_time = run("jobs", "sync-offline-to-online", *span, *nowhere)
    assert no_time.returncode == 2
    assert no_time.stderr.startswith("Error: start is 'garbage', which is no time; give it in ISO 8601")
    doctor = run("doctor", *nowhere)
    assert doctor.returncode == 1
    assert "nothing listens there" in doctor.stdout


def test_files_that_cannot_be_used_are_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("")
    sample = run("init", str(file))
    assert (sample.returncode, sample.stderr) == (
        1,
        f"Error: {file} is a file, and the sample wants a folder of its own\n",
    )
    below = run("init", str(file / "sample"))
    assert (below.returncode, below.stderr.count("\n")) == (1, 1)
    monkeypatch.setenv("LARDER_CONFIG", str(file / "config"))
    setting = run("config", "set", "project", "p")
    assert setting.returncode == 2
    assert setting.stderr.startswith(f"Error: cannot write {file}")


@pytest.mark.parametrize(
    ("name", "text"), [("nowhere/set.csv", "is no folder that you may write"), ("set.csv", "CSV has no lists")]
)
def test_a_training_set_that_cannot_be_saved_is_not_built(
    server: FakeServer, tmp_path: Path, name: str, text: str
) -> None:
    features = {"trips:tags": FeatureSpecV2(name="tags", value_type=ValueType.STRING_LIST)}
    server.answer(LIST_FEATURES, lambda _request, _context: core.ListFeaturesResponse(features=features))
    rows = tmp_path / "rows.csv"
    rows.write_text("driver_id,event_timestamp\n")
    result = run(
        "training-set", "-f", "trips:tags", "-e", str(rows), "--save", str(tmp_path / name), "--url", server.url
    )
    assert result.returncode == 2
    assert text in result.stderr
    assert START_JOB.path not in [path for path, _ in server.calls]


def test_what_a_script_gets(server: FakeServer) -> None:
    server.answer(LIST_PROJECTS, lambda _request, _context: core.ListProjectsResponse(projects=["a", "ä"]))
    runner = CliRunner()
    assert runner.invoke(cli, ["projects", "list", "--url", server.url, "-o", "json"]).output == (
        '[\n  {\n    "name": "a"\n  },\n  {\n    "name": "ä"\n  }\n]\n'
    )
    assert (
        runner.invoke(cli, ["projects", "list", "--url", server.url, "-o", "yaml"]).output == "- name: a\n- name: ä\n"
    )


def test_what_a_script_gets_of_a_change(server: FakeServer) -> None:
    def cancelled(request: jobs.CancelJobRequest, _context: object) -> jobs.Job:
        return jobs.Job(id=request.job_id, state=jobs.Job.CANCELLED)

    server.answer(GET_JOB, lambda request, _context: jobs.Job(id=request.job_id))
    server.answer(CANCEL_JOB, cancelled)
    server.answer(RETRY_JOB, lambda request, _context: jobs.Job(id=request.job_id, state=jobs.Job.PENDING))
    server.answer(CREATE_PROJECT, lambda _request, _context: core.CreateProjectResponse())
    assert [(job["id"], job["state"]) for job in answered(server, "jobs", "cancel", "j-1", "j-2")] == [
        ("j-1", "CANCELLED"),
        ("j-2", "CANCELLED"),
    ]
    assert answered(server, "jobs", "retry", "j-1")["state"] == "PENDING"
    assert answered(server, "projects", "create", "p") == {"name": "p"}


def answered(server: FakeServer, *arguments: str) -> Any:
    return json.loads(CliRunner().invoke(cli, [*arguments, "--url", server.url, "-o", "json"]).output)


def test_options_of_feast(server: FakeServer) -> None:
    server.answer(CORE_VERSION, lambda _request, _context: core.GetFeastCoreVersionResponse(version="1"))
    server.answer(SERVING_INFO, lambda _request, _context: serving.GetFeastServingInfoResponse(version="2"))
    nowhere = "127.0.0.1:1"
    urls = ("--core-url", server.url, "--serving-url", server.url, "--job-service-url", nowhere)
    version = run("version", "--url", nowhere, *urls, "-o", "json")
    assert json.loads(version.stdout)["serving"] == {"url": server.url, "version": "2"}
    for command in (["start-stream-to-online", "-j", "stream.jar"], ["stop-stream-to-online"]):
        stream = run("jobs", *command, "-t", "trips", "--url", server.url)
        assert stream.returncode == 1
    assert stream.stderr == "Error: Larder does not ingest streams yet; use a batch source.\n"


def test_settings_are_set_and_listed() -> None:
    runner = CliRunner()
    assert runner.invoke(cli, ["config", "set", "AUTH_TOKEN", "secret"]).exit_code == 0
    listed = runner.invoke(cli, ["config", "list"]).output
    assert "larder-config" in listed
    assert "secret" not in listed
    assert runner.invoke(cli, ["config", "set", "colour", "red"]).exit_code == 1


def test_labels_are_written_in_two_ways() -> None:
    assert _labels(["a=b,c=d"]) == _labels(["a,b,c,d"]) == _labels(["a=b", "c=d"]) == _labels(["a=b", "c,d"])
    assert _labels(["a=b, c=d"]) == {"a": "b", "c": "d"}
    assert _labels([]) == _labels([""]) == {}


def test_a_comma_belongs_to_the_value_if_no_key_follows_it() -> None:
    assert _labels(["k=a,b"]) == {"k": "a,b"}
    assert _labels(["k=a,b,l=c"]) == {"k": "a,b", "l": "c"}
    assert _labels(["k=a,b", "l=x=y,z"]) == {"k": "a,b", "l": "x=y,z"}
    assert _labels(["k="]) == {"k": ""}


@pytest.mark.parametrize("given", [["k"], ["a,k=b"], ["a,b,c"], ["k=a", "k=b"]], ids=" ".join)
def test_labels_that_nothing_can_have_are_refused(given: list[str]) -> None:
    with pytest.raises(click.BadParameter):
        _labels(given)


def applied(server: FakeServer, *paths: Path) -> tuple[Result, list[str]]:
    """What is said, and the names that came to the server."""
    names: list[str] = []

    def answer(request: registry.ApplyRequest, _context: object) -> registry.ApplyResponse:
        names.extend(getattr(one, one.WhichOneof("kind") or "").name for one in request.definitions)
        return registry.ApplyResponse()

    server.answer(APPLY, answer)
    options = [option for path in paths for option in ("-f", str(path))]
    return CliRunner().invoke(cli, ["apply", *options, "--url", server.url]), names


def entity(name: str, value_type: str = "INT64") -> str:
    return f"kind: entity\nspec: {{name: {name}, valueType: {value_type}}}\n"


def test_a_folder_is_applied_without_what_is_hidden_in_it(server: FakeServer, tmp_path: Path) -> None:
    folder = tmp_path / ".hidden itself"
    shown = ["a.yaml", "b/c.YML", "b/d/e.json", "f g/h.yaml"]
    hidden = [
        *(".i.yaml", ".ipynb_checkpoints/a-checkpoint.yaml", "b/.git/j.yaml", "b/d/.x/y/k.json", "__pycache__/l.yaml"),
        *("m.yaml~", "n.txt"),
    ]
    for place, name in enumerate(shown + hidden):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(entity(f"e{place}"))
    (folder / "folder.yaml").mkdir()
    result, names = applied(server, folder)
    assert names == ["e0", "e1", "e2", "e3"]
    assert result.output.startswith("4 definitions in 4 files.\n")


def test_a_definition_given_twice_and_differently_is_refused_with_both_files(
    server: FakeServer, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(entity("one"))
    (tmp_path / "b.yaml").write_text(f"{entity('two')}---\n{entity('one', 'STRING')}")
    result, names = applied(server, tmp_path)
    assert names == []
    assert str(result.exception) == (
        f"entity one is defined in {tmp_path}/a.yaml and in {tmp_path}/b.yaml, and not alike; remove one of them"
    )
    (tmp_path / "a.yaml").write_text(entity("one") + "---\n" + entity("one", "BYTES"))
    assert "entity one is defined twice in" in str(applied(server, tmp_path / "a.yaml")[0].exception)


def test_the_same_definition_twice_is_applied_once(server: FakeServer, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(entity("one"))
    result, names = applied(server, tmp_path, tmp_path / "a.yaml")
    assert names == ["one"]
    assert result.output.startswith("1 definition in 2 files.\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_LARDER_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).output


def test_a_sample_is_made_in_an_empty_folder_only(tmp_path: Path) -> None:
    runner = CliRunner()
    folder = tmp_path / "sample"
    assert runner.invoke(cli, ["init", str(folder)]).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md",
        "entity_rows.csv",
        "features.yaml",
        "tour.py",
        "trips.csv",
    ]
    assert folder.as_uri() in (folder / "features.yaml").read_text()
    assert runner.invoke(cli, ["init", str(folder)]).exit_code == 1


def test_the_import_is_quick_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, time; begin = time.process_time(); import larder; used = time.process_time() - begin;"
        "print(used, [name for name in ('pandas', 'pyarrow', 'numpy', 'yaml', 'rich') if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    used, heavy = output.split(" ", 1)
    assert heavy.strip() == "[]"
    assert float(used) < 0.5
