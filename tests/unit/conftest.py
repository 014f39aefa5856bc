"""What unit tests share: no QGIS."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))


@pytest.fixture
def drawing():
    """An empty survey to draw on."""
    from small_surveys import Drawing

    return Drawing()
