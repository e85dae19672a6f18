"""The manifests for Kubernetes: as its schemas want them, and the same system as the compose file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from service.config import read_settings
from tests.ops.composition import ROOT, Service, composition

FOLDER = ROOT / "docs" / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text("utf-8"))
VERSION = "1.33"
"""The oldest that is held to; what is used here is in every later one."""

Manifest = dict[str, Any]


def manifests() -> Iterator[Manifest]:
    """Every object, in the order in which they are applied."""
    for name in KUSTOMIZATION["resources"]:
        yield from yaml.safe_load_all((FOLDER / name).read_text("utf-8"))


MANIFESTS = {f"{one['kind']}/{one['metadata']['name']}": one for one in manifests()}


def pod_of(manifest: Manifest) -> Manifest | None:
    """What a workload makes pods of."""
    spec = manifest.get("spec", {})
    template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
    return template["spec"] if template else None


PODS = {name: pod for name, one in MANIFESTS.items() if (pod := pod_of(one))}
SAME = {
    "Deployment/web": "web",
    "Deployment/worker-small": "worker-small",
    "Deployment/worker-large": "worker-large",
    "Deployment/relay": "relay",
    "Job/migrate": "migrate",
    "CronJob/backup": "backup",
}
"""Which service of the compose file a workload is."""


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    """Those of the compose file."""
    found: dict[str, Service] = composition()["services"]
    return found


@pytest.mark.parametrize("name", MANIFESTS)
@pytest.mark.parametrize("version", [VERSION, kubernetes_validate.latest_version()])
def test_the_schema_takes_every_manifest(name: str, version: str) -> None:
    """No word that Kubernetes does not know, in the oldest version and in the newest."""
    kubernetes_validate.validate(MANIFESTS[name], version, strict=True)


def test_the_schema_is_strict() -> None:
    """A word that is spelled wrong would be thrown away in silence by a cluster."""
    wrong = {**MANIFESTS["Deployment/relay"], "specification": {}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


def test_every_file_is_applied() -> None:
    """What is written and named nowhere would never run."""
    files = {one.name for one in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}

    assert files == set(KUSTOMIZATION["resources"])


def test_every_service_of_ours_is_there(services: dict[str, Service]) -> None:
    """A process that is added to one is added to the other."""
    assert set(SAME) == set(PODS)
    assert {name for name, one in services.items() if "build" in one} == set(SAME.values())


@pytest.mark.parametrize("name", SAME)
def test_the_same_command_runs(name: str, services: dict[str, Service]) -> None:
    """A backup is taken once by a cron job, and every night by the service; all else is word for word the same."""
    wanted = services[SAME[name]]["command"]
    (container,) = PODS[name]["containers"]

    assert [("take" if word == "nightly" else word) for word in wanted] == container["args"]
    assert "command" not in container


@pytest.mark.parametrize("name", SAME)
def test_the_same_settings_hold(name: str, services: dict[str, Service]) -> None:
    """But for what a cluster cannot have: a folder that all share, and the keys in it."""
    (container,) = PODS[name]["containers"]
    own = {one["name"]: one["value"] for one in container.get("env", ())}
    given = {**MANIFESTS["ConfigMap/vankien-settings"]["data"], **own}
    wanted = dict(services[SAME[name]]["environment"])
    differing = {key for key, value in wanted.items() if given[key] != value}

    assert differing == {"VANKIEN_STORAGE_URL"}
    assert read_settings(given).storage_url.startswith("s3://")
    assert [{"configMapRef": {"name": "vankien-settings"}}] == container["envFrom"]


def test_the_settings_are_those_of_some_service(services: dict[str, Service]) -> None:
    """And the files of the keys, which a cluster has as secrets."""
    known = {key for name in SAME.values() for key in services[name]["environment"]}
    keys = {"VANKIEN_SIGNING_KEY_FILE", "VANKIEN_SECRET_KEY_FILE"}

    assert known | keys >= set(MANIFESTS["ConfigMap/vankien-settings"]["data"])


@pytest.mark.parametrize("name", [one for one in SAME if one.startswith("Deployment/")])
def test_the_same_question_is_asked_of_health(name: str, services: dict[str, Service]) -> None:
    """By the program's own command, or by the address that the check of the service opens."""
    (container,) = PODS[name]["containers"]
    _, *wanted = services[SAME[name]]["healthcheck"]["test"]

    if name == "Deployment/web":
        assert f'http://127.0.0.1:8080{container["readinessProbe"]["httpGet"]["path"]}"' in wanted[-1]
        assert "/health/live" == container["livenessProbe"]["httpGet"]["path"]
        assert [8080] == [port["containerPort"] for port in container["ports"]]
    else:
        assert wanted == container["livenessProbe"]["exec"]["command"]


@pytest.mark.parametrize("name", SAME)
def test_the_same_limits_hold(name: str, services: dict[str, Service]) -> None:
    """Processors and memory, and the time to end in."""
    limits = services[SAME[name]]["deploy"]["resources"]["limits"]
    (container,) = PODS[name]["containers"]
    held = container["resources"]["limits"]

    assert (float(limits["cpus"]), int(limits["memory"])) == (
        float(held["cpu"]),
        int(held["memory"].removesuffix("Mi")) * 2**20,
    )
    if name.startswith("Deployment/"):
        grace = services[SAME[name]]["stop_grace_period"]
        minutes, rest = re.fullmatch(r"(?:(\d+)m)?(\d+)s", grace).groups()  # type: ignore[union-attr]
        assert 60 * int(minutes or 0) + int(rest) == PODS[name]["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("name", SAME)
def test_every_pod_is_fenced_in(name: str) -> None:
    """Nobody is root, nothing on the root is written, no capability is held, and the cluster's own door is shut."""
    pod = PODS[name]

    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert 10001 == pod["securityContext"]["runAsUser"]
    assert {"type": "RuntimeDefault"} == pod["securityContext"]["seccompProfile"]
    for container in (*pod["initContainers"], *pod["containers"]):
        assert {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        } == container["securityContext"]


@pytest.mark.parametrize("name", SAME)
def test_every_secret_that_a_setting_names_is_laid_there(name: str) -> None:
    """And for its own user alone, as libpq wants a file with passwords."""
    pod = PODS[name]
    data = MANIFESTS["ConfigMap/vankien-settings"]["data"]
    wanted = set(re.findall(r"/run/secrets/([\w-]+)", " ".join(data.values())))
    (first,) = pod["initContainers"]
    laid = {word.removeprefix("/given/") for word in first["command"] if word.startswith("/given/")}
    guide = (ROOT / "docs" / "kubernetes.md").read_text("utf-8")

    assert wanted == laid == set(re.findall(r"--from-file=([\w-]+)", guide))
    assert "--mode=0600" in first["command"]


def test_a_backup_is_due_when_the_service_takes_it() -> None:
    """At the default of `vankien backups nightly`."""
    from service.cli.kept_backups import nightly

    at = next(one.default for one in nightly.params if one.name == "at")
    hour, minute = str(at).split(":")
    spec = MANIFESTS["CronJob/backup"]["spec"]

    assert f"{int(minute)} {int(hour)} * * *" == spec["schedule"]
    assert "Etc/UTC" == spec["timeZone"]
    assert "Forbid" == spec["concurrencyPolicy"]


def test_only_the_web_is_let_in_to() -> None:
    """Every other pod is closed, and the service leads to the web alone."""
    closed, opened = (
        MANIFESTS["NetworkPolicy/vankien-in"]["spec"],
        MANIFESTS["NetworkPolicy/vankien-to-web"]["spec"],
    )

    assert "ingress" not in closed
    assert all(
        closed["podSelector"]["matchLabels"].items() <= one["spec"]["template"]["metadata"]["labels"].items()
        for one in MANIFESTS.values()
        if one["kind"] in ("Deployment", "Job")
    )
    assert MANIFESTS["Service/web"]["spec"]["selector"] == opened["podSelector"]["matchLabels"]
