"""Do one thing to a community after another, each in a process of its own that may be killed.

Reads lines `operation path argument`; answers with the id of the process that does it, then, when
that has ended, with its exit status.
"""

import importlib.util
import os
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = 5000


def load_package():
    spec = importlib.util.spec_from_file_location(
        "commonplan", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["commonplan"] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)


def write(path, generation):
    """Replace all places by those of a generation."""
    import geopandas as gpd
    import numpy as np
    import shapely
    from commonplan.workspace.file import writing

    points = shapely.points(np.arange(ROWS), int(generation))
    with writing(path) as file:
        file.delete("place", file.table("place")["id"])
        file.insert("place", gpd.GeoDataFrame({"name": [generation] * ROWS}, geometry=points))
        file.set_settings({"generation": generation})


def restore(path, _):
    from commonplan.workspace.restoring import restore

    restore(path)


def create(path, _):
    """Create a community; one that is there is overwritten."""
    from commonplan.community.coordinates import LOCAL_WKT
    from commonplan.workspace.community import create_community

    create_community(path.parent, path.stem, LOCAL_WKT, overwrite=True)


def import_survey(path, drawing):
    """Import a drawing as the algorithm does."""
    from commonplan.community.survey.rows import Wish
    from commonplan.readers.surveys import hash_of, read_survey
    from commonplan.workspace.surveys import store_survey

    file = Path(drawing)
    store_survey(path, read_survey(file), Wish(), file=file.name, sha256=hash_of(file))


OPERATIONS = {
    "write": write, "restore": restore, "create": create, "import": import_survey, "renew": import_survey,
}  # fmt: skip


def serve():
    for line in sys.stdin:
        operation, path, argument = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            try:
                OPERATIONS[operation](Path(path), argument)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    load_package()
    # Before forking.
    from commonplan.readers import surveys as readers  # noqa: F401
    from commonplan.workspace import community, file, frames, incoming, packages, restoring, surveys  # noqa: F401

    packages.load()
    # A small survey goes in as a large one does: in many steps.
    file._ROWS_AT_ONCE = 200
    print("ready", flush=True)
    serve()
    os._exit(0)
