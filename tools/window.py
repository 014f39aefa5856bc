"""Run a script inside a real QGIS window on a virtual screen, with this checkout as its plugin.

For the tests of the window and for the pictures of the README. The script finds its folder in
COMMONPLAN_SCENARIO and ends by `os._exit`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120
SETTINGS = """[PythonPlugins]
commonplan=true
[locale]
overrideFlag=true
userLocale={locale}
[UI]
UITheme={theme}
"""


def run(
    script: Path,
    folder: Path,
    *,
    locale: str = "en",
    theme: str = "default",
    screen: str = "1400x1000",
    packages: Sequence[str] = (),
) -> str:
    """Start QGIS with a profile of its own in `folder` and run the script; return what it said on stderr.

    Parameters
    ----------
    script
        What QGIS runs once its window stands.
    folder
        An existing folder; profile and plugin link are made there anew.
    locale, theme
        Language and colours of the window, such as zh-Hans and Night Mapping.
    screen
        Width and height in pixels.
    packages
        Folders that Python looks into first.
    """
    for name in ("profiles", "plugins", "run"):
        shutil.rmtree(folder / name, ignore_errors=True)
    settings = folder / "profiles" / "profiles" / "t" / "QGIS"
    settings.mkdir(parents=True)
    (settings / "QGIS3.ini").write_text(SETTINGS.format(locale=locale, theme=theme))
    (folder / "plugins").mkdir()
    (folder / "plugins" / "commonplan").symlink_to(ROOT)
    (folder / "run").mkdir(mode=0o700)
    command = [
        "xvfb-run", "-a", "-s", f"-screen 0 {screen}x24", shutil.which("qgis.bin") or "qgis",
        "--noversioncheck", "--nologo", "--profiles-path", str(folder / "profiles"), "--profile", "t",
        "--code", str(script),
    ]  # fmt: skip
    environment = _environment(folder, packages)
    done = subprocess.run(
        command, env=environment, timeout=SECONDS, capture_output=True, text=True, check=False
    )
    return done.stderr


def _environment(folder: Path, packages: Sequence[str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "DISPLAY")}
    own = [path for path in sys.path if ".venv" in path and path.endswith("site-packages")]
    return {
        **kept,
        "COMMONPLAN_SCENARIO": str(folder),
        "QGIS_PLUGINPATH": str(folder / "plugins"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "PYTHONPATH": os.pathsep.join([*packages, *own]),
        "PYTHONDONTWRITEBYTECODE": "1",  # no __pycache__ in the checkout
    }
