"""Which state the map shows: what exists (现状), what is planned (规划), or everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsExpressionContextUtils

EVERYTHING, EXISTING, PLANNED = "everything", "existing", "planned"
STATES = (EVERYTHING, EXISTING, PLANNED)
_VARIABLE = "commonplan_state"


def absent(status: str = '"status"') -> str:
    """Return the expression that tells whether a place is left out of the state the map shows.

    Parameters
    ----------
    status
        The expression of a place's status.

    Notes
    -----
    The existing state leaves out what is proposed and what is closed, the planned one what is closed.
    """
    shown = f"coalesce(@{_VARIABLE}, '{EVERYTHING}')"
    return (
        f"({shown} = '{EXISTING}' AND {status} IN ('proposed', 'closed')"
        f" OR {shown} = '{PLANNED}' AND {status} = 'closed')"
    )


def show_state(project: Any, layers: Mapping[str, Any], state: str) -> None:
    """Show one state of a community on the map; the project remembers which.

    Parameters
    ----------
    project
        The working project.
    layers
        Layers of the community by table.
    state
        everything, existing or planned.
    """
    QgsExpressionContextUtils.setProjectVariable(project, _VARIABLE, state)
    project.setDirty(True)
    for table in ("place", "footprint"):
        layers[table].triggerRepaint()


def state_shown(project: Any) -> str:
    """Return the state that the map shows."""
    scope = QgsExpressionContextUtils.projectScope(project)
    shown = str(scope.variable(_VARIABLE) or EVERYTHING)
    return shown if shown in STATES else EVERYTHING
