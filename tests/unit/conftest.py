"""What unit tests share: no QGIS."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))


@pytest.fixture
def drawing():
    """An empty survey to draw on."""
    from drawings import Drawing

    return Drawing()
