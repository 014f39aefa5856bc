"""Make the five pictures of the README from what `make demo` leaves of the sample in build/demo.

Run by `make pictures`; the demo is run first when it is not there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))
import window

ROOT = Path(__file__).resolve().parents[1]
BUILD = Path(os.environ.get("COMMONPLAN_BUILD") or ROOT / "build")
DEMO = BUILD / "demo"
PICTURES = ROOT / "resources" / "help" / "pictures"
SCRATCH = BUILD / "pictures"
SAMPLE = "和平社区.gpkg"
SHEET = 1600  # its longer side
PHONE = (390, 844)
DESKTOP = (1440, 900)
COLORS = 256

# The numbered place that most published comments are about.
MOST_TALKED_OF = """
    SELECT place.number FROM place JOIN comment ON comment.place_id = place.id
    WHERE comment.consent AND coalesce(comment.public_text, '') <> '' AND comment.duplicate_of IS NULL
      AND place.number IS NOT NULL AND place.series = 'main'
    GROUP BY place.id ORDER BY count(*) DESC, place.rank LIMIT 1
"""


def of_window() -> None:
    """Picture QGIS and the panel, in Chinese."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    shutil.copytree(DEMO / "community", SCRATCH / "community", ignore=shutil.ignore_patterns("backups"))
    said = window.run(ROOT / "tools" / "picture_window.py", SCRATCH, locale="zh-Hans", screen="1440x1400")
    for name in ("window.png", "panel.png"):
        if not (SCRATCH / name).exists():
            raise SystemExit(f"QGIS made no {name}:\n{said[-2000:]}")
        keep(Image.open(SCRATCH / name), name)


def of_sheet() -> None:
    """Picture the first sheet."""
    sheet = Image.open(DEMO / "sheet.png").convert("RGB")
    sheet.thumbnail((SHEET, SHEET), Image.Resampling.LANCZOS)
    keep(sheet, "sheet.png")


def of_page() -> None:
    """Picture the public page on a phone, with a place opened, and on a desktop."""
    page = (DEMO / "package" / "index.html").as_uri()
    number = talked_of()
    for name, size, ratio, mobile in (("phone.png", PHONE, 2, True), ("desktop.png", DESKTOP, 1, False)):
        driver = browser(size, ratio, mobile)
        try:
            driver.get(f"{page}#{number}")
            driver.execute_async_script("setTimeout(arguments[0], 1500)")  # until the map has come to rest
            driver.save_screenshot(str(SCRATCH / name))
        finally:
            driver.quit()
        keep(Image.open(SCRATCH / name), name)


def talked_of() -> str:
    """Return the number of the place to open."""
    community = next((DEMO / "community").glob("*.gpkg"))
    with sqlite3.connect(f"{community.resolve().as_uri()}?mode=ro", uri=True) as connection:
        found = connection.execute(MOST_TALKED_OF).fetchone()
    return str(found[0]) if found else ""


def browser(size: tuple[int, int], ratio: int, mobile: bool) -> Any:
    """Return a Chromium of this size, without a network."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": ratio, "mobile": mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": mobile})
    return driver


def keep(picture: Any, name: str) -> None:
    """Save a picture with few colours, which is small."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    few = picture.convert("RGB").quantize(COLORS, kmeans=4, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)
    print(f"{PICTURES / name}   {(PICTURES / name).stat().st_size / 1024:.0f} KB")


def main() -> int:
    """Make all pictures."""
    if not (DEMO / "community" / SAMPLE).exists() or not (DEMO / "package" / "index.html").exists():
        environment = {key: value for key, value in os.environ.items() if key != "SURVEY"}
        subprocess.run([sys.executable, str(ROOT / "tools" / "demo.py")], env=environment, check=True)
    of_window()
    of_sheet()
    of_page()
    return 0


if __name__ == "__main__":
    sys.exit(main())
