"""bill-of-materials.py VERSION: the packages of the programs and clients as CycloneDX 1.5 JSON, from what dotnet and npm restored; run in the checkout's root."""
import json
import subprocess
import sys

projects = ["Bench.Api", "Bench.Workers", "clients/csharp/Bench.Client.csproj"]
found = {}
for project in projects:
    listed = subprocess.run(["dotnet", "list", project, "package", "--include-transitive", "--format", "json"], capture_output=True, text=True, check=True).stdout
    for framework in (framework for entry in json.loads(listed)["projects"] for framework in entry.get("frameworks", [])):
        for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
            found["nuget", package["id"], package["resolvedVersion"]] = None
for path, package in json.load(open("clients/typescript/package-lock.json"))["packages"].items():
    if path and not package.get("dev"):
        found["npm", path.rsplit("node_modules/", 1)[1], package["version"]] = package.get("license")
components = [
    {"type": "library", "name": name, "version": version, "purl": f"pkg:{kind}/{name.replace('@', '%40')}@{version}", **({"licenses": [{"expression": licence}]} if licence else {})}
    for (kind, name, version), licence in sorted(found.items())
]
json.dump({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": {"type": "application", "name": "bench", "version": sys.argv[1]}}, "components": components}, sys.stdout, indent=1)
print()
