"""The packages of the portal: each pinned in one exact version, each installed as pinned, none at odds with another;
and, where a list of known weaknesses can be reached, none with one.

python -m tests.dependencies

The last part is done by pip-audit where it reaches its advisory service. Elsewhere, as on a machine without network, it
is not done, and that is said in words; only what was found makes the check fail.
"""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([0-9][0-9A-Za-z.+!]*)")
NOT_DONE = "NOT DONE: known weaknesses of packages were not looked up, for "


def pins(lists=LISTS, folder=ROOT):
    """({name: version}, faults) of the lists."""
    found, faults = {}, []
    for name in lists:
        for number, line in enumerate((folder / name).read_text("utf-8").splitlines(), start=1):
            if not (words := line.partition("#")[0].strip()):
                continue
            if not (pin := PIN.fullmatch(words)):
                faults.append(f"{name}:{number}: {words} is no exact version")
                continue
            package, version = canonicalize_name(pin[1]), pin[2]
            if found.setdefault(package, version) != version:
                faults.append(f"{name}:{number}: {package} is {found[package]} in the other list")
    return found, faults


def not_as_pinned(pinned, installed):
    return [
        f"{name} is {installed.get(name, 'not installed')}, pinned is {version}"
        for name, version in sorted(pinned.items())
        if installed.get(name) != version
    ]


def at_odds(installed, wanted):
    """`wanted`: (package, its requirement) pairs; what is required but missing or in a version that does not do."""
    faults = []
    for package, words in wanted:
        requirement = Requirement(words)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        version = installed.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{package} wants {requirement}, installed is {version or 'none'}")
    return faults


def weaknesses(lists=LISTS, program="pip-audit"):
    """(faults, why it was not done or "")."""
    path = shutil.which(program, path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin")
    if path is None:
        return [], f"{NOT_DONE}{program} is not installed here."
    command = [path, "--format=json", "--no-deps", "--disable-pip", "--timeout=10"]
    command += [f"--requirement={ROOT / name}" for name in lists]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
        packages = json.loads(said)["dependencies"]
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
        return [], f"{NOT_DONE}{program} did not reach its advisory service."
    unknown = sum("skip_reason" in package for package in packages)
    return [
        f"{package['name']} {package.get('version', '')}: {weakness['id']}, mended in {weakness['fix_versions']}"
        for package in packages
        for weakness in package.get("vulns", [])
    ], f"{NOT_DONE}{unknown} of {len(packages)} are not known where {program} looks." if unknown else ""


def main():
    pinned, faults = pins()
    here = {canonicalize_name(each.metadata["Name"]): each for each in distributions()}
    installed = {name: each.version for name, each in here.items()}
    faults += not_as_pinned(pinned, installed)
    ours = [each for name, each in here.items() if name in pinned]
    faults += at_odds(installed, [(each.name, words) for each in ours for words in each.requires or []])
    found, why_not = weaknesses()
    print(*faults, *found, sep="\n", end="\n" if faults or found else "")
    print(f"{len(pinned)} packages pinned and installed." if not faults else "Install what is pinned: make install")
    if why_not:
        print(why_not, file=sys.stderr)
    sys.exit(bool(faults or found))


if __name__ == "__main__":
    main()
