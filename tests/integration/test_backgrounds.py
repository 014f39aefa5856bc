"""Imagery and online base maps beneath the survey: shown, and kept out of what leaves."""

import http.server
import json
import shutil
import threading
import zipfile

import numpy as np
import pandas as pd
import pytest
from commonplan.community.errors import InputError, OutputError
from osgeo import gdal, osr
from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize
from qgis.PyQt.QtGui import QColor, QImage

ORIGIN = (612300.0, 3449400.0)


def geotiff(path, origin=ORIGIN, epsg=4549):
    """Write a small grey GeoTIFF, without a CRS when `epsg` is None."""
    image = gdal.GetDriverByName("GTiff").Create(str(path), 40, 30, 3)
    image.SetGeoTransform((origin[0], 10, 0, origin[1], 0, -10))
    if epsg:
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        image.SetProjection(crs.ExportToWkt())
    for band in (1, 2, 3):
        image.GetRasterBand(band).WriteArray(np.full((30, 40), 60 * band, np.uint8))
    image.FlushCache()
    return path


def jpeg(folder, extension="jgw"):
    """Write a picture with a world file, as scanners and map sites hand out."""
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#AA8855"))
    path = folder / "航拍.jpg"
    assert picture.save(str(path))
    if extension:
        numbers = (10, 0, 0, -10, ORIGIN[0] + 5, ORIGIN[1] - 5)
        path.with_suffix(f".{extension}").write_text("\n".join(map(str, numbers)), encoding="ascii")
    return path


@pytest.fixture
def surveyed(community, run, sample):
    """A community with the sample's survey."""
    run("importsurvey", COMMUNITY=str(community), INPUT=str(sample / "survey.dxf"), CRS="EPSG:4549")
    return community


def read(community):
    project = QgsProject()
    assert project.read(str(community.with_suffix(".qgz")))
    return project


def xml_of(community):
    with zipfile.ZipFile(community.with_suffix(".qgz")) as archive:
        return next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".qgs"))


def rasters(project):
    groups = project.layerTreeRoot().findGroups()
    group = next(g for g in groups if g.customProperty("commonplan/group") == "background")
    return [node.layer() for node in group.findLayers()]


def test_a_geotiff_lies_beneath_everything_by_a_relative_path(surveyed, run):
    image = geotiff(surveyed.parent / "航拍.tif")
    done = run("addbackground", COMMUNITY=str(surveyed), INPUT=str(image))
    assert done["MEETS_SITE"] is True
    assert done["CRS"] == "EPSG:4549"
    assert "./航拍.tif" in xml_of(surveyed)
    assert str(surveyed.parent) not in xml_of(surveyed)
    project = read(surveyed)
    (layer,) = rasters(project)
    assert layer.isValid()
    assert project.layerTreeRoot().children()[-1].customProperty("commonplan/group") == "background"
    project.clear()


def test_a_project_with_imagery_moves_with_its_folder(surveyed, run, tmp_path):
    image = geotiff(tmp_path / "ortho.tif")
    run("addbackground", COMMUNITY=str(surveyed), INPUT=str(image), STORE="copy")
    image.unlink()
    moved = shutil.move(surveyed.parent, tmp_path / "elsewhere")
    project = read(type(surveyed)(moved) / surveyed.name)
    (layer,) = rasters(project)
    assert layer.isValid()
    assert layer.source().endswith("background/ortho.tif")
    project.clear()


@pytest.mark.parametrize("extension", ["jgw", "jpgw", "wld"])
def test_a_picture_with_a_world_file_is_taken_to_be_in_the_communitys_crs(surveyed, run, tmp_path, extension):
    picture = jpeg(tmp_path, extension)
    done = run("addbackground", COMMUNITY=str(surveyed), INPUT=str(picture), STORE="copy")
    folder = surveyed.parent / "background"
    assert sorted(p.name for p in folder.iterdir() if p.suffix != ".xml") == sorted(
        ["航拍.jpg", f"航拍.{extension}"]
    )
    assert done["CRS"] == "EPSG:4549"
    assert done["MEETS_SITE"] is True
    project = read(surveyed)
    (layer,) = rasters(project)
    assert layer.crs().authid() == "EPSG:4549"
    assert layer.extent().xMinimum() == pytest.approx(ORIGIN[0])
    project.clear()


def test_imagery_elsewhere_is_shown_and_said_to_be_elsewhere(surveyed, run, tmp_path):
    image = geotiff(tmp_path / "far.tif", origin=(412300.0, 3149400.0))
    assert run("addbackground", COMMUNITY=str(surveyed), INPUT=str(image))["MEETS_SITE"] is False


@pytest.mark.parametrize("case", ["missing", "no_position", "no_image"])
def test_what_is_no_placed_image_is_refused_and_nothing_stays(surveyed, run, tmp_path, case):
    path = tmp_path / "a.jpg"
    if case == "no_position":
        path = jpeg(tmp_path, None)
    elif case == "no_image":
        path.write_bytes(b"no picture")
    before = xml_of(surveyed)
    with pytest.raises(QgsProcessingException):
        run("addbackground", COMMUNITY=str(surveyed), INPUT=str(path), STORE="copy")
    assert xml_of(surveyed) == before
    assert not (surveyed.parent / "background").exists()


def test_another_image_of_the_same_name_is_not_written_over(surveyed, tmp_path):
    from commonplan.workspace.imagery import add_imagery

    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
    add_imagery(surveyed, geotiff(first / "a.tif"), copy=True)
    kept = (surveyed.parent / "background" / "a.tif").read_bytes()
    with pytest.raises(OutputError) as caught:
        add_imagery(surveyed, geotiff(second / "a.tif", origin=(0.0, 0.0)), copy=True)
    assert caught.value.code == "image_exists"
    assert (surveyed.parent / "background" / "a.tif").read_bytes() == kept
    add_imagery(surveyed, surveyed.parent / "background" / "a.tif", copy=True)
    with pytest.raises(InputError):
        add_imagery(surveyed, surveyed.parent / "background", copy=True)


def test_no_export_shows_the_background(surveyed, run, tmp_path):
    for step in ("setsite", "markplaces", "numberplaces"):
        assume = {"ASSUME": True} if step == "setsite" else {}
        run(step, COMMUNITY=str(surveyed), **assume)

    def exported(folder):
        folder.mkdir()
        sheet, package = folder / "sheet.png", folder / "package.zip"
        run("drawlayout", COMMUNITY=str(surveyed), DPI=60, OUTPUT=str(sheet))
        run("exportpackage", COMMUNITY=str(surveyed), OUTPUT=str(package))
        return sheet.read_bytes(), package.read_bytes()

    before = exported(tmp_path / "before")
    run("addbackground", COMMUNITY=str(surveyed), INPUT=str(geotiff(tmp_path / "秘密.tif")), STORE="copy")
    after = exported(tmp_path / "after")
    assert after == before
    assert "秘密".encode() not in after[1]


# online base maps


@pytest.fixture(scope="module")
def tiles():
    """A tile service on this machine that wants a key: its address, and the paths asked for."""
    picture = QImage(256, 256, QImage.Format.Format_RGB32)
    picture.fill(QColor("#88AA66"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            good = "tk=s3cret%26key" in self.path
            self.send_response(200 if good else 403)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            if good:
                self.wfile.write(bytes(data))

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def offered(tiles, monkeypatch):
    """The catalogue of online maps with the service of this machine in it."""
    from commonplan.community import catalogue

    row = {
        "en": "Streets", "zh": "街道", "url": tiles[0] + "/w?LAYER=vec&Z={z}&Y={y}&X={x}", "nearest": "18",
        "key_parameter": "tk", "service": "here", "attribution": "Here",
    }  # fmt: skip
    table = pd.DataFrame([row], index=pd.Index(["streets"], name="map"))
    monkeypatch.setattr(catalogue, "online_maps", lambda: table)
    return "streets"


@pytest.fixture
def key_store(qgis_app):
    """QGIS's authentication store of the tests' profile, open and without our keys."""

    def forget():
        for identifier, config in manager.availableAuthMethodConfigs().items():
            if config.name().startswith("Commonplan: "):
                assert manager.removeAuthenticationConfig(identifier)

    manager = QgsApplication.authManager()
    assert not manager.isDisabled()
    assert manager.setMasterPassword("a password of the tests", False)
    forget()
    yield manager
    forget()


def drawn(layer):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor("#FFFFFF"))
    settings.setExtent(QgsRectangle(13480000, 3650000, 13490000, 3660000))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(100, 100).name()


def test_the_key_reaches_the_service_and_no_other_place(tiles, offered, key_store, tmp_path):
    from commonplan.workspace.online_maps import KeyRing, add_online_map, needs_key, store_key

    assert needs_key(offered)
    store_key("here", "s3cret&key")
    assert not needs_key(offered)
    project = QgsProject()
    layer = add_online_map(project, offered)
    assert layer.isValid()
    ring = KeyRing()
    try:
        ring.load(project)
        assert drawn(layer) == "#88aa66"
        assert tiles[1]
        assert all("tk=s3cret%26key" in path for path in tiles[1])
        assert project.write(str(tmp_path / "p.qgs"))
        assert "s3cret" not in (tmp_path / "p.qgs").read_text("utf-8")
        assert "s3cret" not in layer.source()
        other = QgsRasterLayer(
            layer.source().replace("/w", "/other").replace("%2Fw", "%2Fother"), "other", "wms"
        )
        tiles[1].clear()
        drawn(other)
        assert tiles[1]
        assert not any("tk=" in path for path in tiles[1])
    finally:
        ring.release()
    tiles[1].clear()
    again = QgsRasterLayer(layer.source() + "&referer=x", "again", "wms")
    drawn(again)
    assert not any("tk=" in path for path in tiles[1])
    project.clear()


def test_a_key_can_be_replaced(offered, key_store):
    from commonplan.workspace import online_maps

    online_maps.store_key("here", "old")
    online_maps.store_key("here", "new")
    named = [c for c in key_store.availableAuthMethodConfigs().values() if c.name() == "Commonplan: here"]
    assert len(named) == 1
    assert online_maps._key_of("here") == "new"


def test_without_a_network_an_online_map_is_empty_and_no_error(qgis_app, monkeypatch, tmp_path):
    from commonplan.workspace.online_maps import add_online_map

    project = QgsProject()
    layer = add_online_map(project, "openstreetmap")
    assert layer.isValid()
    assert "OpenStreetMap contributors" in json.dumps(
        layer.attribution() if hasattr(layer, "attribution") else layer.serverProperties().attribution()
    )
    assert rasters(project) == [layer]
    project.clear()


def test_every_online_map_of_the_catalogue_can_be_added():
    from commonplan.community.catalogue import online_maps
    from commonplan.workspace.online_maps import add_online_map

    project = QgsProject()
    for name, row in online_maps().iterrows():
        assert add_online_map(project, name).isValid()
        assert all(part in row["url"] for part in ("{x}", "{y}", "{z}"))
        assert bool(row["key_parameter"]) == bool(row["service"])
    assert len(rasters(project)) == len(online_maps())
    project.clear()
