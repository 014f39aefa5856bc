"""A page as the exporter writes it, and a real Chromium without a network to open it."""

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community import catalogue
from commonplan.community.publication.allow_list import PUBLIC, Publication
from commonplan.output.package.page import TEMPLATE, PageOptions, page_data, render
from pyproj import CRS

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
ATTACK = "<img src=x onerror=alert(1)>"

PLACES = """
1 unit residents_committee - 90 10
2 unit kindergarten 和平幼儿园 64 12
3 facility bicycle_shed - 22 10
4 space seniors_ground 夕阳红活动场 12 40
5 facility toilet - 28 64
6 facility parcels 快递柜 13 103
7 facility ebike_charging - 25 160
8 space pocket_park 北园 60 228
9 facility waste_point - 95 224
10 facility notice_board - 115 240
11 space seniors_ground 老年活动角 117 175
12 facility shop 便利店 106 142
13 space footpath 林荫步道 103 80
14 space fitness_ground 健身器材 145 130
15 facility culture_room 棋牌室 210 148
16 unit police_post - 250 158
17 space community_garden 邻里花园 236 80
18 facility seniors_canteen - 248 35
19 space green - 200 14
20 facility food_market 社区菜店 164 50
21 unit property_manager 物业服务中心 148 14
P-1 facility ebike_charging 新充电棚 205 50
- facility street_lamp - 30 120
"""
FOOTPRINTS = {
    "2": (52, 5, 48, 14), "3": (6, 5, 36, 11), "4": (4, 22, 12, 36), "8": (40, 222, 40, 12),
    "11": (110, 160, 14, 30), "13": (92, 50, 20, 45), "15": (190, 140, 42, 14), "17": (228, 55, 7, 60),
    "19": (165, 6, 62, 16),
}  # fmt: skip
COMPOUNDS = [
    ({"id": "north", "name": "北里", "prefix": "", "sort_order": 1}, shapely.Polygon(
        [(0, 0), (260, 0), (260, 160), (125, 160), (125, 245), (0, 245)])),
    ({"id": "south", "name": "南里", "prefix": "南", "sort_order": 2}, shapely.box(-10, -75, 290, -37)),
]  # fmt: skip
ENTRANCES = [
    ({"name": "正门", "is_main": True, "compound_id": "north"}, shapely.Point(136, 0)),
    ({"name": "东门", "is_main": False, "compound_id": "north"}, shapely.Point(260, 60)),
    ({"name": "西门", "is_main": False, "compound_id": "north"}, shapely.Point(0, 105)),
    ({"is_main": True, "compound_id": "south"}, shapely.Point(-10, -56)),
]
COMMENTS = [
    {"id": "c1", "kind": "suggestion", "topic": "pets", "status": "discussing", "scope": "community",
     "public_text": "早晚遛狗请牵绳。"},
    {"id": "c2", "place_id": "14", "kind": "problem", "topic": "seniors", "status": "adopted",
     "public_text": "器材坏了两件,老人常来,想加个扶手。",
     "answer": "物业 12 月底前更换。", "answered_at": "2026-11-02"},
    {"id": "c3", "place_id": "14", "kind": "suggestion", "public_text": ATTACK, "status": "received"},
    {"id": "c4", "place_id": "9", "kind": "objection", "topic": "sanitation", "status": "not_adopted",
     "public_text": "垃圾桶离楼门太近,夏天味道大。", "answer": "别处占消防通道,已改为每日清运三次。"},
    {"id": "c6", "kind": "problem", "building_id": "b6", "public_text": "楼道灯不亮。", "status": "received"},
    {"id": "c5", "place_id": "s2", "kind": "praise", "public_text": "窗口态度好。", "status": "done"},
]  # fmt: skip
ROADS = [
    [(-60, -10), (320, -10)], [(-60, -28), (320, -28)], [(275, -10), (275, 260)], [(292, -10), (292, 260)],
    [(20, 22), (130, 22)], [(30, 22), (30, 220), (95, 220), (95, 30)], [(142, 22), (238, 22), (238, 140)],
]  # fmt: skip
ROAD_NAMES = [
    ({"text": "和平路", "rotation": 0.0}, shapely.Point(136, -19)),
    ({"text": "永安街", "rotation": 90.0}, shapely.Point(283, 130)),
]
SORTS = [("space", "square"), ("facility", "shop"), ("unit", "bank_post")]
BUILDINGS = [(45, y, 50, 12) for y in (205, 183, 161, 139)] + [(45, y, 45, 12) for y in (112, 88)]
BUILDINGS += [(x, y, 48, 12) for x in (120, 180) for y in (120, 96, 72)]
BUILDINGS += [(6, 195, 11, 40), (6, 148, 11, 40), (6, 58, 11, 40), (108, 206, 12, 36)]
BUILDINGS += [(242, 110, 12, 40), (242, 62, 12, 40)]


def table(name, rows, shapes=None):
    """Return a public frame; columns not given are empty."""
    columns = [*PUBLIC[name], *{"place": ["compound_id"], "comment": ["building_id"]}.get(name, [])]
    frame = pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=columns).astype(object)
    return frame if shapes is None else gpd.GeoDataFrame(frame, geometry=shapes)


def box(x, y, width, height):
    return shapely.box(x, y, x + width, y + height)


def located(name, pairs):
    return table(name, [row for row, _ in pairs], [shape for _, shape in pairs])


def row(index, number, compound):
    """Return a place of some kind."""
    kind_class, kind = SORTS[index % 3]
    return {"class": kind_class, "kind": kind, "number": number, "rank": index, "compound_id": compound}


def publication(places, footprints, compounds=2):
    """Return a public community of one or two compounds; the second one has places of its own."""
    south = [
        ({**row(i, f"南-{i + 1}", "south"), "id": f"s{i}"}, shapely.Point(20 + 25 * i, -60 + 12 * (i % 2)))
        for i in range(11)
    ]
    tables = {
        "community": table(
            "community", [{"name": "和平社区", "street": "和平街道", "survey_date": "2026-05"}]
        ),
        "compound": located("compound", COMPOUNDS[:compounds]),
        "entrance": located("entrance", ENTRANCES[: 2 + compounds]),
        "building": located(
            "building", [({"id": f"b{i}", "label": f"{i + 1}栋"}, box(*b)) for i, b in enumerate(BUILDINGS)]
        ),
        "place": located("place", [*places, *(south if compounds == 2 else [])]),
        "footprint": located("footprint", [({"place_id": key}, shape) for key, shape in footprints.items()]),
        "comment": table("comment", COMMENTS if compounds == 2 else COMMENTS[:-1]),
        "survey_area": gpd.GeoDataFrame(geometry=[box(132, 20, 8, 20)]),
        "survey_line": gpd.GeoDataFrame(geometry=[shapely.LineString(road) for road in ROADS]),
        "survey_text": located("survey_text", ROAD_NAMES),
        "attachment": table("attachment", []),
    }
    return Publication(tables, pd.DataFrame())


def community(compounds=2):
    places = []
    for rank, line in enumerate(PLACES.strip().split("\n")):
        number, kind_class, kind, name, x, y = line.split()
        fields = {
            "id": number, "class": kind_class, "kind": kind, "rank": rank, "compound_id": "north",
            "name": name.strip("-") or None, "number": number.strip("-") or None,
            "status": "proposed" if number.startswith("P") else "existing",
            **({"floor": "1F", "building_id": "b14"} if number == "1" else {}),
        }  # fmt: skip
        places.append((fields, shapely.Point(float(x), float(y))))
    return publication(places, {key: box(*shape) for key, shape in FOOTPRINTS.items()}, compounds)


def crowd(count=5000):
    """Return a community of very many places with footprints."""
    places = [
        (
            {**row(i, str(i + 1), "north"), "id": str(i), "name": f"场所{i}"},
            shapely.Point(i % 100 * 2.6, i // 100 * 4.9),
        )
        for i in range(count)
    ]
    return publication(places, {fields["id"]: point.buffer(1, 4) for fields, point in places}, 1)


@pytest.fixture(scope="session")
def write_page(tmp_path_factory):
    """Write a publication as a page and return its address."""
    if not TEMPLATE.exists():
        pytest.skip("the page's template is not built: make setup builds it")
    folder = tmp_path_factory.mktemp("pages")

    def write(found, name, language="both"):
        target = folder / name
        target.write_text(
            render(page_data(found, catalogue.kinds(), PageOptions(language, "2026-11-22"))), "utf-8"
        )
        return target.as_uri()

    return write


@pytest.fixture(scope="session")
def address(write_page):
    return write_page(community(), "index.html")


@pytest.fixture(scope="session")
def one_compound(write_page):
    return write_page(community(1), "one.html", "zh")


@pytest.fixture(scope="session")
def crowded(write_page):
    return write_page(crowd(), "crowd.html")


def start(width, height, touch):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN",
        "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
    ):  # fmt: skip
        options.add_argument(argument)
    if touch:
        metrics = {"width": width, "height": height, "pixelRatio": 2}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    if not touch:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    return driver


def browser(width, height, touch):
    pytest.importorskip("selenium")
    if not shutil.which("chromedriver"):
        pytest.skip("no chromedriver: make setup installs it")
    driver = start(width, height, touch)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def phone_browser():
    yield from browser(390, 844, touch=True)


@pytest.fixture(scope="session")
def desktop_browser():
    yield from browser(1440, 900, touch=False)


@pytest.fixture(scope="session")
def open_page():
    """Open an address as if for the first time, its console empty."""

    def open_page(driver, address):
        driver.get("about:blank")
        driver.get(address.partition("#")[0])
        driver.execute_script("localStorage.clear()")
        driver.get_log("browser")
        driver.get("about:blank")
        driver.get(address)
        return driver

    return open_page


@pytest.fixture
def phone(phone_browser, address, open_page):
    """A phone that shows the page; whatever the test does must leave the console empty."""
    yield open_page(phone_browser, address)
    assert phone_browser.get_log("browser") == []


@pytest.fixture
def desktop(desktop_browser, address, open_page):
    yield open_page(desktop_browser, address)
    assert desktop_browser.get_log("browser") == []


@pytest.fixture(scope="session")
def screenshot():
    """Save what the browser shows under build/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def screenshot(driver, name):
        driver.save_screenshot(str(SCREENSHOTS / f"{name}.png"))

    return screenshot


@pytest.fixture
def exported(qgis_app, tmp_path):
    """The page of a package, exported from a community file in real coordinates and unpacked."""
    from commonplan.community.publication.allow_list import Wish
    from commonplan.output.package.export import export_package
    from commonplan.workspace.community import create_community
    from commonplan.workspace.file import writing

    crs = CRS.from_epsg(4549)
    path = create_community(tmp_path / "c", "出口社区", crs.to_wkt())
    with writing(path, copy=False) as file:
        for name, pairs in real_rows().items():
            frame = pd.DataFrame([row for row, _ in pairs])
            file.insert(name, gpd.GeoDataFrame(frame, geometry=[shape for _, shape in pairs], crs=crs))
    export_package(path, tmp_path / "p.zip", Wish(), "both")
    shutil.unpack_archive(tmp_path / "p.zip", tmp_path / "p")
    return (tmp_path / "p" / "index.html").as_uri()


def real_rows():
    """Return rows and shapes of a small community by table."""
    x, y = 500_000, 3_400_000
    outline = shapely.MultiPolygon([shapely.box(x, y, x + 200, y + 100)])
    place = {"class": "space", "kind": "square", "status": "existing", "is_public": True, "series": "main"}
    said = {"place_id": "3", "consent": True, "public_text": ATTACK, "status": "received"}
    return {
        "compound": [({"id": "k", "name": "北里"}, outline)],
        "entrance": [({"name": "正门", "is_main": True, "compound_id": "k"}, shapely.Point(x + 100, y))],
        "place": [
            (
                {**place, "id": str(n), "name": f"广场{n}", "number": str(n), "rank": n},
                shapely.Point(x + 20 * n, y + 50),
            )
            for n in range(1, 8)
        ],
        "comment": [(said, None)],
    }
