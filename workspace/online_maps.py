"""Base maps of the web, offered and never required; keys of their services stay out of the project.

QGIS has no authentication method that puts a key into the query of a request (qgis/QGIS#62761; its
API header method writes headers, and `tk` of 天地图 must stand in the query). So the key is kept
encrypted in QGIS's authentication store, the project's layer has an address without it, and a
preprocessor of QGIS's requests adds it on the way out, to the service's own address only.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsNetworkAccessManager,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..community import catalogue
from ..community.errors import CommonplanError
from .imagery import attribute
from .project import background_group
from .settings import ONLINE_SERVICE
from .translation import language

_STORE = "Commonplan: {}"
_METHOD = "Basic"  # every QGIS has it; the key stands as its password


def add_online_map(project: Any, name: str) -> Any:
    """Put a base map of the web (a row of the catalogue) beneath the survey and return its layer.

    Its tiles are asked for when the map is drawn; without a network it stays empty.
    """
    row = catalogue.online_maps().loc[name]
    source = QgsDataSourceUri()
    for key, value in {"type": "xyz", "zmin": "0", "zmax": row["nearest"], "url": row["url"]}.items():
        source.setParam(key, value)
    # Its own way of writing an address: releases differ in what they decode.
    layer = QgsRasterLayer(bytes(source.encodedUri()).decode(), row[language()], "wms")
    layer.setCustomProperty(ONLINE_SERVICE, row["service"])
    attribute(layer, row["attribution"])
    project.addMapLayer(layer, False)
    background_group(project).insertLayer(0, layer)
    return layer


def needs_key(name: str) -> bool:
    """Return whether a base map asks for a key that is not in QGIS's authentication store."""
    service = catalogue.online_maps().loc[name, "service"]
    return bool(service) and _stored(service) is None


def store_key(service: str, key: str) -> None:
    """Keep the key of a service in QGIS's authentication store, in place of an earlier one.

    Raises
    ------
    CommonplanError
        `no_key_store` when the store is switched off or its master password was not given.
    """
    manager = QgsApplication.authManager()
    if manager.isDisabled() or not manager.setMasterPassword(True):
        raise CommonplanError("no_key_store")
    config = QgsAuthMethodConfig(_METHOD)
    config.setName(_STORE.format(service))
    config.setConfigMap({"username": service, "password": key, "realm": ""})
    earlier = _stored(service)
    if earlier is None:
        kept = manager.storeAuthenticationConfig(config)
    else:
        config.setId(earlier)
        kept = manager.updateAuthenticationConfig(config)
    if not (kept[0] if isinstance(kept, tuple) else kept):
        raise CommonplanError("no_key_store")


def _stored(service: str) -> str | None:
    """Return the id under which the store holds a service's key."""
    configs = QgsApplication.authManager().availableAuthMethodConfigs()
    return next((key for key, config in configs.items() if config.name() == _STORE.format(service)), None)


def _key_of(service: str) -> str:
    manager, identifier = QgsApplication.authManager(), _stored(service)
    if identifier is None:
        return ""
    config = QgsAuthMethodConfig()
    loaded = manager.loadAuthenticationConfig(identifier, config, True)
    good, config = loaded if isinstance(loaded, tuple) else (loaded, config)
    return str(config.config("password")) if good else ""


class KeyRing:
    """Adds the keys of services to QGIS's requests to them, while it is held."""

    def __init__(self) -> None:
        # Requests come from the threads that draw: they only ever read this, and it is replaced whole.
        self._keys: dict[str, tuple[str, str]] = {}
        self._identifier = QgsNetworkAccessManager.setRequestPreprocessor(self._add_key)

    def release(self) -> None:
        """Leave QGIS's requests alone again, and forget the keys."""
        QgsNetworkAccessManager.removeRequestPreprocessor(self._identifier)
        self._keys = {}

    def load(self, project: Any) -> None:
        """Take from the store the keys that the layers of a project need; on the main thread.

        QGIS asks for its master password when it was not given yet, and only when there is such a layer.
        """
        layers = project.mapLayers().values()
        wanted = {str(layer.customProperty(ONLINE_SERVICE) or "") for layer in layers} - {""}
        keys = {}
        for _, row in catalogue.online_maps().iterrows():
            if row["service"] in wanted and (key := _key_of(row["service"])):
                keys[_address(QUrl(row["url"]))] = (row["key_parameter"], key)
        self._keys = keys

    def _add_key(self, request: Any) -> None:
        url = request.url()
        parameter, key = self._keys.get(_address(url), ("", ""))
        query = QUrlQuery(url)
        if key and not query.hasQueryItem(parameter):
            query.addQueryItem(parameter, key)
            url.setQuery(query)
            request.setUrl(url)


def _address(url: QUrl) -> str:
    """Return where a request goes, without its query: a key goes to this address and no other."""
    return f"{url.scheme()}://{url.host()}:{url.port()}{url.path()}"
