"""Killed in the middle: the community is as before or complete, opens, and goes on working."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import ezdxf
import pytest
from commonplan.community.survey.batches import TABLES
from commonplan.workspace.community import communities_in
from commonplan.workspace.copies import copies
from commonplan.workspace.file import is_community, reading, writing
from osgeo import ogr

VICTIM = Path(__file__).with_name("victim.py")
SEED = 2601
# Before the first file is touched, and after the last: how much of an operation's time is tried.
SPAN = (0.02, 1.1)


class Victim:
    """A process that works on communities, one operation after another, and can be killed in one."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout.readline() == "ready\n"
        self.took = {}

    def do(self, operation, path, argument="", after=None):
        """Do it, to the end or killed `after` seconds; return whether it was killed."""
        self.process.stdin.write(f"{operation}\t{path}\t{argument}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        started = time.monotonic()
        if after is not None:
            time.sleep(after)
            with suppress(ProcessLookupError):  # it was quicker
                os.kill(child, signal.SIGKILL)
        status = int(self.process.stdout.readline())
        if after is None:
            assert status == 0
            self.took[operation] = time.monotonic() - started
        return os.WIFSIGNALED(status)

    def end(self):
        self.process.communicate()


@pytest.fixture(scope="module")
def victim():
    victim = Victim()
    yield victim
    victim.end()


def state(path):
    """Return the generation that a community is of; it must be all of one piece."""
    with reading(path) as file:
        places, settings = file.table("place"), file.settings()
    generations = set(places["name"])
    assert len(places) in (0, 5000)
    assert generations == ({settings["generation"]} if settings else set())
    assert len(set(places.geometry.y)) <= 1
    connection = ogr.Open(str(path))
    assert answer(connection, "PRAGMA integrity_check") == "ok"
    assert answer(connection, "SELECT count(*) FROM rtree_place_geom") == len(places)
    return settings.get("generation")


def answer(dataset, query):
    result = dataset.ExecuteSQL(query)
    value = result.GetNextFeature().GetField(0)
    dataset.ReleaseResultSet(result)  # else it keeps its lock
    return value


def check_copies(path):
    assert all(is_community(copy) for copy in copies(path))


def kill_writing(victim, path, fraction):
    victim.do("write", path, "1")
    took = victim.took["write"]
    killed = victim.do("write", path, "2", after=took * fraction)
    assert state(path) in ("1", "2")
    check_copies(path)
    victim.do("write", path, "3")
    assert state(path) == "3"
    return killed


def kill_restoring(victim, path, fraction):
    for generation in ("1", "2"):
        victim.do("write", path, generation)
    victim.do("restore", path)
    took, before = victim.took["restore"], state(path)
    killed = victim.do("restore", path, after=took * fraction)
    assert {before, state(path)} <= {"1", "2"}
    check_copies(path)
    victim.do("restore", path)
    assert state(path) in ("1", "2")
    return killed


def kill_creating(victim, path, fraction):
    new = path.parent.with_name("new") / "甲.gpkg"
    victim.do("create", new.parent.with_name("calibration") / "甲.gpkg")
    killed = victim.do("create", new, after=victim.took["create"] * fraction)
    for found in communities_in(new.parent) if new.parent.exists() else []:
        assert state(found) is None
    victim.do("create", new)
    assert communities_in(new.parent) == [new]
    return killed


def kill_overwriting(victim, path, fraction):
    victim.do("write", path, "1")
    victim.do("create", path.parent.with_name("calibration") / "甲.gpkg")
    killed = victim.do("create", path, after=victim.took["create"] * fraction)
    now = state(path)
    assert now in ("1", None)
    check_copies(path)
    assert now == "1" or "1" in [state(copy) for copy in copies(path)]
    victim.do("write", path, "2")
    assert state(path) == "2"
    return killed


@pytest.fixture(scope="session")
def drawing(tmp_path_factory):
    """A drawing with lines, texts, areas and points, each on its own layer, 1,000 of a kind."""
    made = ezdxf.new("R2000", units=6)
    made.blocks.new("LAMP").add_circle((0, 0), 0.5)
    model = made.modelspace()
    for x in range(1000):
        model.add_line((x, 0), (x, 5), dxfattribs={"layer": "survey_line"})
        model.add_text(f"幼儿园{x}", dxfattribs={"insert": (x, 3), "layer": "survey_text"})
        model.add_lwpolyline([(x, 0), (x + 9, 0), (x, 9)], close=True, dxfattribs={"layer": "survey_area"})
        model.add_blockref("LAMP", (x, 7), dxfattribs={"layer": "survey_point"})
    path = tmp_path_factory.mktemp("drawing") / "院.dxf"
    made.saveas(path)
    return path


@pytest.fixture(scope="session")
def newer_drawing(drawing):
    """The same a year later: every tenth of its things stands 2 m further north."""
    made = ezdxf.readfile(drawing)
    for entity in list(made.modelspace())[::10]:
        entity.translate(0, 2, 0)
    path = drawing.with_name("院 2027.dxf")
    made.saveas(path)
    return path


def surveyed(path):
    """Return how many surveys a community holds; what one brings must be all there, or not at all."""
    assert is_community(path)  # the first who may write rolls a journal back
    connection = ogr.Open(str(path))
    assert answer(connection, "PRAGMA integrity_check") == "ok"
    sources = answer(connection, "SELECT count(*) FROM survey_source WHERE superseded_by IS NULL")
    for table in TABLES:
        rows = answer(connection, f"SELECT count(*) FROM {table} WHERE layer = '{table}'")
        assert rows == 1000 * sources
        assert answer(connection, f"SELECT count(DISTINCT id) FROM {table}") == rows
        assert answer(connection, f"SELECT count(*) FROM rtree_{table}_geom") == rows
        assert answer(connection, f"SELECT rtreecheck('rtree_{table}_geom')") == "ok"
        contents = f"FROM gpkg_ogr_contents WHERE table_name = '{table}'"
        assert answer(connection, f"SELECT coalesce(feature_count, 0) {contents}") == rows
        counters = f"type = 'trigger' AND name LIKE 'trigger_%_feature_count_{table}'"
        assert answer(connection, f"SELECT count(*) FROM sqlite_master WHERE {counters}") == 2
    return sources


def kill_importing(victim, path, fraction, drawing):
    if "import" not in victim.took:
        victim.do("import", shutil.copy(path, path.with_name("calibration.gpkg")), drawing)
    killed = victim.do("import", path, drawing, after=victim.took["import"] * fraction)
    found = surveyed(path)
    assert found in ((0, 1) if killed else (1,))
    check_copies(path)
    victim.do("import", path, drawing)
    assert surveyed(path) == 1
    return killed


def renewed(path):
    """Return whether the newer survey has taken the place of the one before, wholly or not at all."""
    assert surveyed(path) == 1
    connection = ogr.Open(str(path))
    newest = answer(connection, "SELECT id FROM survey_source WHERE superseded_by IS NULL")
    for table in TABLES:
        assert answer(connection, f"SELECT count(*) FROM {table} WHERE source_id <> '{newest}'") == 0
    return answer(connection, "SELECT count(*) FROM survey_source") == 2


def kill_renewing(victim, path, fraction, drawing, newer):
    victim.do("import", path, drawing)
    if "renew" not in victim.took:
        victim.do("renew", shutil.copy(path, path.with_name("calibration.gpkg")), newer)
    killed = victim.do("renew", path, newer, after=victim.took["renew"] * fraction)
    assert renewed(path) or killed
    check_copies(path)
    victim.do("renew", path, newer)
    assert renewed(path)
    return killed


ATTACKS = {
    "writing": kill_writing, "restoring": kill_restoring,
    "creating": kill_creating, "overwriting": kill_overwriting,
}  # fmt: skip


def fractions(attack, count):
    source = random.Random(f"{SEED} {attack}")
    return [source.uniform(*SPAN) for _ in range(count)]


@pytest.mark.parametrize(
    ("attack", "fraction"),
    [(name, f) for name, n in (("writing", 5), ("restoring", 2), ("overwriting", 2), ("creating", 1))
     for f in fractions(name, n)],
)  # fmt: skip
def test_a_few_kills(victim, community, attack, fraction):
    ATTACKS[attack](victim, community, fraction)


@pytest.mark.parametrize("fraction", fractions("importing", 10))
def test_an_import_killed_at_any_point_is_whole_or_nothing(victim, community, drawing, fraction):
    kill_importing(victim, community, fraction, drawing)


@pytest.mark.parametrize("fraction", fractions("renewing", 4))
def test_a_newer_survey_killed_at_any_point_replaces_all_or_nothing(
    victim, community, drawing, newer_drawing, fraction
):
    kill_renewing(victim, community, fraction, drawing, newer_drawing)


@pytest.mark.long
def test_a_newer_survey_killed_at_100_points_replaces_all_or_nothing(
    victim, community, drawing, newer_drawing
):
    killed = 0
    for number, fraction in enumerate(fractions("renewing", 100)):
        folder = shutil.copytree(community.parent, community.parent.with_name(f"{number}"))
        killed += kill_renewing(victim, folder / community.name, fraction, drawing, newer_drawing)
        shutil.rmtree(folder)
    assert killed > 50


@pytest.mark.long
def test_an_import_killed_at_200_points_is_whole_or_nothing(victim, community, drawing):
    killed = 0
    for number, fraction in enumerate(fractions("importing", 200)):
        folder = shutil.copytree(community.parent, community.parent.with_name(f"{number}"))
        killed += kill_importing(victim, folder / community.name, fraction, drawing)
        shutil.rmtree(folder)
    assert killed > 100


@pytest.mark.long
@pytest.mark.parametrize("attack", ATTACKS)
def test_many_kills(victim, community, attack):
    killed = 0
    for number, fraction in enumerate(fractions(attack, 40)):
        folder = community.parent.with_name(f"{number}")
        subprocess.run(["cp", "-r", str(community.parent), str(folder)], check=True)
        killed += ATTACKS[attack](victim, folder / community.name, fraction)
    assert killed > 20


def test_a_journal_that_a_killed_program_left_is_rolled_back_by_the_first_reader(community):
    """Killed while it committed: some pages are written, and the journal has them as they were."""
    with_journal = community.with_name("half.gpkg")
    script = (
        "import os, shutil, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN');"
        "[c.execute('CREATE TABLE t%d AS SELECT randomblob(100000)' % n) for n in range(9)];"
        "shutil.copy(sys.argv[1], sys.argv[2]);"
        "shutil.copy(sys.argv[1] + '-journal', sys.argv[2] + '-journal'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(community), str(with_journal)], check=False)
    assert Path(f"{with_journal}-journal").exists()
    assert is_community(with_journal)
    assert state(with_journal) is None
    assert not Path(f"{with_journal}-journal").exists()


def test_a_write_that_was_told_to_stop_leaves_nothing(community):
    with pytest.raises(KeyboardInterrupt), writing(community):
        raise KeyboardInterrupt
    assert copies(community) == []
