"""What Docker is told fits the files of this checkout, and the schema of compose files."""

import os
import re
import stat
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
import yaml

from iot_bridge import config as bridge_config
from manage import field_keys
from manage.account import Account
from manage.place import Place

ROOT = Place.here().root
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)")


def _field_cipher():
    path = ROOT / "addons/retail_security/lib/field_cipher.py"
    return SourceFileLoader("field_cipher", str(path)).load_module()


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def example():
    """The variables of .env.example with their values."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_compose_file_follows_the_schema():
    argv = ["-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    subprocess.run([sys.executable, *argv, ROOT / "docker-compose.yml"], check=True)


def test_every_yaml_file_can_be_read():
    files = [*ROOT.glob("*.y*ml"), *ROOT.glob(".*.y*ml"), *(ROOT / "config").rglob("*.y*ml")]
    assert {"docker-compose.yml", ".pre-commit-config.yaml"} <= {file.name for file in files}
    for file in files:
        yaml.safe_load(file.read_text())


def test_every_mounted_file_is_there_and_every_named_volume_is_declared(compose):
    for name, service in compose["services"].items():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), f"{name}: {source}"
            else:
                assert source in compose["volumes"], f"{name}: {source}"


def test_the_image_is_built_from_files_that_docker_may_see(compose):
    build = compose["services"]["odoo"]["build"]
    lines = (ROOT / build["context"] / build["dockerfile"]).read_text().splitlines()
    assert "FROM odoo:19.0" in lines
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert f"!{path}" in ignored, path


def test_the_bridge_is_built_from_its_own_folder_and_reads_what_is_mounted(compose):
    service = compose["services"]["bridge"]
    folder = ROOT / service["build"]["context"]
    lines = (folder / service["build"]["dockerfile"]).read_text().splitlines()
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert {"pyproject.toml", "iot_bridge"} <= set(copied)
    assert all((folder / path).exists() for path in copied)
    mounted = dict(volume.split(":")[:2] for volume in service["volumes"])
    (file,) = [path for path, inside in mounted.items() if inside in service["command"][1]]
    settings = bridge_config.load(ROOT / file)
    assert settings.behind_proxy, "nginx ends TLS, in a network of their own"
    assert mounted["bridge-data"] == str(settings.data)
    assert f"127.0.0.1:{settings.port}/v1/health" in service["healthcheck"]["test"][-1]
    assert f"server bridge:{settings.port};" in (ROOT / "config/nginx.conf").read_text()


def test_the_image_brings_what_the_official_one_lacks():
    """The packages that it takes by name have their version in the file of `make run`."""
    dockerfile = (ROOT / "config/odoo.Dockerfile").read_text()
    (names,) = re.findall(r"\^\(([\w|-]+)\)==", dockerfile)
    pinned = re.findall(r"^(\S+)==", (ROOT / "config/requirements.txt").read_text(), re.MULTILINE)
    assert set(names.split("|")) <= set(pinned)
    assert {"pypinyin", "python-escpos"} <= set(names.split("|"))


def test_the_image_of_odoo_takes_the_bridge_whose_code_draws_receipts():
    dockerfile = (ROOT / "config/odoo.Dockerfile").read_text()
    (source, target) = re.search(r"^COPY (iot_bridge) (\S+)$", dockerfile, re.MULTILINE).groups()
    assert f"-oca.txt {target}" in dockerfile
    assert f"!{source}" in (ROOT / ".dockerignore").read_text().splitlines()


def test_every_variable_is_explained_in_the_example_and_every_explained_one_is_used(
    compose, example
):
    used = set(VARIABLE.findall((ROOT / "docker-compose.yml").read_text()))
    assert used == set(example)


def test_a_default_in_the_compose_file_is_the_one_in_the_example(example):
    defaults = re.findall(r"\$\{(\w+):-([^}]*)\}", (ROOT / "docker-compose.yml").read_text())
    assert defaults
    assert {(name, example[name]) for name, _ in defaults} == set(defaults)


def test_no_secret_is_written_down(example):
    text = (ROOT / "docker-compose.yml").read_text()
    assert example["POSTGRES_PASSWORD"] == ""
    for setting in re.findall(r"PASSWORD: *(\S.*)", text):
        assert setting.startswith("${POSTGRES_PASSWORD:?")
    for file in (".gitignore", ".dockerignore"):
        assert {".env", "*"} & set((ROOT / file).read_text().splitlines())


def test_the_keys_of_sealed_fields_are_secrets_that_odoo_alone_reads(compose):
    environment = compose["services"]["odoo"]["environment"]
    folder = environment["RETAIL_FIELD_KEYS"]
    for name, service in compose["services"].items():
        mounted = {secret["source"]: secret["target"] for secret in service.get("secrets", ())}
        if name in ("odoo", "modules"):
            assert mounted.keys() == compose["secrets"].keys()
            assert service["environment"]["RETAIL_FIELD_KEYS"] == folder
            for source, target in mounted.items():
                file = compose["secrets"][source]["file"]
                assert file == f"${{FIELD_KEYS:-./.local/field_keys}}/{Path(target).name}"
                assert Path(target).parent == Path(folder)
        else:
            assert not mounted
    assert ".local/" in (ROOT / ".gitignore").read_text().splitlines()


def test_keys_made_as_the_example_says_seal_and_open(tmp_path):
    lines = (ROOT / ".env.example").read_text().splitlines()
    commands = [line[2:] for line in lines if line.startswith(("# mkdir", "# for key"))]
    subprocess.run(["sh", "-ec", "\n".join(commands)], check=True, cwd=tmp_path)
    keys = _field_cipher().Keyring.load(tmp_path / ".local/field_keys")
    assert keys.current == "data"
    sealed = keys.seal("110101199003071234", "hr.version.ssnid", "aes-256-gcm")
    assert keys.open(sealed, "hr.version.ssnid") == "110101199003071234"


def test_make_run_and_docker_read_the_same_keys(compose, tmp_path, monkeypatch):
    """Both follow FIELD_KEYS: of the environment, else of `.env`, else where compose looks by itself."""
    monkeypatch.delenv(field_keys.VARIABLE, raising=False)
    place = Place(tmp_path)
    for secret in compose["secrets"].values():
        variable, default, name = re.fullmatch(
            r"\$\{(\w+):-(.+)\}/(.+)\.key", secret["file"]
        ).groups()
        assert (variable, default) == (field_keys.VARIABLE, field_keys.DEFAULT)
        assert name in field_keys.NAMES
    assert field_keys.folder(place) == tmp_path / ".local/field_keys"
    (tmp_path / ".env").write_text("# FIELD_KEYS=no\nFIELD_KEYS=./secrets\n")
    assert field_keys.folder(place) == tmp_path / "secrets"
    monkeypatch.setenv(field_keys.VARIABLE, "/etc/keys")
    assert field_keys.folder(place) == Path("/etc/keys")
    told = Account("you", os.geteuid(), os.getegid(), place)
    monkeypatch.delenv("RETAIL_FIELD_KEYS", raising=False)
    assert told.environment()["RETAIL_FIELD_KEYS"] == "/etc/keys"


def test_make_run_makes_keys_once_and_takes_over_those_it_had(tmp_path, monkeypatch):
    monkeypatch.delenv(field_keys.VARIABLE, raising=False)
    place = Place(tmp_path)
    account = Account("you", os.geteuid(), os.getegid(), place)
    former = place.data / "field_keys"
    former.mkdir(parents=True)
    cipher = _field_cipher()
    for name in ("lookup", "2026-01-01"):
        cipher.make_key(former, name)
    place_of = "hr.version.ssnid"
    before = cipher.Keyring.load(former).seal("110101199003071234", place_of, "aes-256-gcm")
    field_keys.make(place, account)
    keys = field_keys.folder(place)
    assert {file.name for file in keys.iterdir()} == {"lookup.key", "2026-01-01.key", "data.key"}
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    ring = cipher.Keyring.load(keys)
    assert ring.current == "data", "the one that Docker has as well"
    assert ring.open(before, place_of) == "110101199003071234"
    kept = {file.name: file.read_text() for file in keys.iterdir()}
    field_keys.make(place, account)
    assert {file.name: file.read_text() for file in keys.iterdir()} == kept


def test_every_service_that_stays_says_whether_it_is_well(compose):
    for name, service in compose["services"].items():
        if service.get("restart"):
            assert service["healthcheck"]["test"], name


def test_only_the_front_can_be_reached_from_outside(compose):
    services = compose["services"]
    assert [name for name in services if services[name].get("ports")] == ["web"]


def test_what_the_command_line_sets_is_not_in_the_shared_settings(compose):
    """A setting in both places would say two things to whoever reads one of them."""
    conf = (ROOT / "config/odoo.conf").read_text()
    for service in ("odoo", "modules"):
        options = [word for word in compose["services"][service]["command"] if "--" in word]
        for option in options:
            key = option.removeprefix("--").split("=")[0].replace("-", "_")
            if key != "max_cron_threads":  # none at all while modules are installed
                assert not re.search(rf"^{key} *=", conf, re.MULTILINE), option
