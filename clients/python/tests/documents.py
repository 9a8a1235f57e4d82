"""Runs the code of a Markdown page or a notebook as it is, but for blocks marked as not run: python3 -m tests.documents PAGE FOLDER from clients/python.

Blocks of bash run in FOLDER with the command ``bench`` of these sources; blocks of Python run in one process, one after the other. A block is not run when the line
after it begins with ``*Not run:``. A notebook is executed by nbclient in a kernel of this interpreter.
"""
from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import time
import traceback

SOURCES = pathlib.Path(__file__).resolve().parents[1] / "src"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```\n(.*?)$", re.MULTILINE | re.DOTALL)
SHIM = f'#!/bin/sh\nexec env PYTHONPATH="{SOURCES}" "{sys.executable}" -m bench_client "$@"\n'


def run_page(page: pathlib.Path, folder: pathlib.Path) -> list[str]:
    """The blocks that ran, by their first lines, with what each took."""
    command = folder / "bin" / "bench"
    command.parent.mkdir(exist_ok=True)
    command.write_text(SHIM)
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}"}
    names: dict[str, object] = {"__name__": "__main__"}
    ran = []
    for language, code, after in BLOCK.findall(page.read_text(encoding="utf-8")):
        if after.startswith("*Not run:") or language not in ("bash", "python"):
            continue
        begun = time.monotonic()
        if language == "bash":
            subprocess.run(["bash", "-euo", "pipefail", "-c", code], cwd=folder, env=environment, check=True)
        else:
            exec(compile(code, f"{page.name}: {code.splitlines()[0]}", "exec"), names)
        ran.append(f"{code.splitlines()[0]}  # {time.monotonic() - begun:.1f} s")
    return ran


def run_notebook(page: pathlib.Path, folder: pathlib.Path) -> list[str]:
    import nbclient
    import nbformat

    os.environ["PYTHONPATH"] = str(SOURCES)
    notebook = nbformat.read(page, as_version=4)
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    return ["".join(cell["source"]).splitlines()[0] for cell in notebook.cells if cell.cell_type == "code"]


def main() -> int:
    page, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    sys.path.insert(0, str(SOURCES))
    os.chdir(folder)
    try:
        ran = run_notebook(page, folder) if page.suffix == ".ipynb" else run_page(page, folder)
    except Exception:
        traceback.print_exc()
        return 1
    print(*ran, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
