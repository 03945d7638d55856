"""The files for containers, held to the specification of compose and to the settings that there are."""

import json
import re
from importlib.resources import files

import jsonschema_rs
import pytest
import yaml

from tests.test_docs import OTHER_VARIABLES, ROOT, SETTINGS
from tools.image_root import instructions

NAMES = ["compose.yaml", "compose.postgres.yaml"]
COMPOSE = {name: yaml.safe_load((ROOT / name).read_text(encoding="utf-8")) for name in NAMES}
SCHEMA = json.loads(
    (files("check_jsonschema.builtin_schemas.vendor") / "compose-spec.json").read_text(encoding="utf-8")
)
OURS = {*SETTINGS, *OTHER_VARIABLES}
OF_THE_DATABASE = {"POSTGRES_USER", "POSTGRES_PASSWORD"}
OF_PYTHON = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
DOCKERFILE = list(instructions((ROOT / "Dockerfile").read_text(encoding="utf-8")))

every_file = pytest.mark.parametrize("compose", COMPOSE.values(), ids=NAMES)


def services(compose):
    return compose["services"].items()


@every_file
def test_it_is_as_the_specification_asks(compose):
    jsonschema_rs.validator_for(SCHEMA).validate(compose)


def test_a_file_with_a_slip_is_not():
    slip = {"services": {"ledger": {"image": "jieqing", "enviroment": {}}}}
    assert not jsonschema_rs.validator_for(SCHEMA).is_valid(slip)


@every_file
def test_every_name_in_the_surroundings_is_a_setting(compose):
    names = {name for _, service in services(compose) for name in service.get("environment", {})}
    assert names
    assert names <= OURS | OF_THE_DATABASE


@pytest.mark.parametrize("name", NAMES)
def test_every_value_that_is_taken_from_outside_is_a_setting(name):
    taken = re.findall(r"\$\{(\w+)", (ROOT / name).read_text(encoding="utf-8"))
    assert taken
    assert set(taken) <= OURS | OF_THE_DATABASE


@every_file
def test_volumes_and_services_that_are_named_are_there(compose):
    for _, service in services(compose):
        sources = [volume.partition(":")[0] for volume in service.get("volumes", [])]
        assert [one for one in sources if one not in compose["volumes"] and not (ROOT / one).exists()] == []
        assert set(service.get("depends_on", [])) <= compose["services"].keys()


@every_file
def test_nothing_is_open_to_other_machines(compose):
    ports = [port for _, service in services(compose) for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@every_file
def test_the_ledger_runs_with_nothing_that_it_does_not_need(compose):
    ours = [service for _, service in services(compose) if service["image"] == "jieqing"]
    assert ours
    for service in ours:
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_a_build_takes_only_what_the_dockerfile_asks_for():
    asked = {given.partition("=")[0] for word, given in DOCKERFILE if word == "ARG"}
    given = {name: value for _, one in services(COMPOSE[NAMES[1]]) for name, value in built_with(one).items()}
    assert given.keys() == asked
    assert all((ROOT / value).exists() for value in given.values())


def built_with(service):
    build = service.get("build", {})
    return build.get("args", {}) if isinstance(build, dict) else {}


def test_the_image_sets_only_settings():
    (given,) = [given for word, given in DOCKERFILE if word == "ENV"]
    assert set(re.findall(r"(\w+)=", given)) <= OURS | OF_PYTHON


def test_the_proxy_leads_to_services_that_there_are():
    found = re.findall(r"(\S+):8000", (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8"))
    assert set(found) == {name for name, one in services(COMPOSE[NAMES[1]]) if one["image"] == "jieqing"}
