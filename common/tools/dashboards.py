#!/usr/bin/env python3
"""Writes Grafana's dashboards from deploy/grafana/dashboards.yaml, where each panel is said once.

    common/tools/dashboards.py            writes what has changed
    common/tools/dashboards.py --check    says what is stale and exits 1
    common/tools/dashboards.py --root D   for another tree (tests)
"""
import argparse
import json
import sys
from pathlib import Path

import yaml

KINDS = {"time": "timeseries", "now": "stat", "table": "table"}
WIDTH = {"time": 12, "now": 6, "table": 12}
HEIGHT = {"time": 8, "now": 4, "table": 8}
SOURCE = {"type": "prometheus", "uid": "shouli-prometheus"}
KEYS = {"title", "kind", "unit", "legend", "query", "must_be_zero"}


def panel_of(number, panel, place):
    """One panel in Grafana's words."""
    unknown = set(panel) - KEYS
    if unknown:
        raise ValueError(f"{panel['title']}: {', '.join(sorted(unknown))} is not known")
    field = {"unit": panel["unit"], "min": 0}
    if panel.get("must_be_zero"):
        field["thresholds"] = {"mode": "absolute", "steps": [{"color": "green", "value": None}, {"color": "red", "value": 1}]}
    target = {"refId": "A", "datasource": SOURCE, "expr": panel["query"], "legendFormat": panel.get("legend", "")}
    if panel["kind"] == "table":
        target.update(format="table", instant=True)
    return {"id": number, "title": panel["title"], "type": KINDS[panel["kind"]], "datasource": SOURCE, "gridPos": place,
            "fieldConfig": {"defaults": field, "overrides": []}, "targets": [target]}


def places_of(panels):
    """Left to right, 24 wide; a row is as high as its highest panel."""
    x = y = height = 0
    for panel in panels:
        width = WIDTH[panel["kind"]]
        if x + width > 24:
            x, y, height = 0, y + height, 0
        yield {"x": x, "y": y, "w": width, "h": HEIGHT[panel["kind"]]}
        x, height = x + width, max(height, HEIGHT[panel["kind"]])


def dashboard_of(name, board):
    """One page in Grafana's words."""
    panels = [panel_of(number, panel, place)
              for number, (panel, place) in enumerate(zip(board["panels"], places_of(board["panels"])), 1)]
    return {"uid": f"shouli-{name}", "title": f"shouli: {board['title']}", "tags": ["shouli"], "schemaVersion": 38,
            "editable": False, "timezone": "Asia/Shanghai", "refresh": "15s", "time": {"from": "now-3h", "to": "now"},
            "panels": panels}


def main():
    """Writes, or compares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    folder = options.root / "deploy/grafana"
    if not (folder / "dashboards.yaml").exists():
        return 0
    boards = yaml.safe_load((folder / "dashboards.yaml").read_text(encoding="utf-8"))
    texts = {folder / f"dashboards/{name}.json": json.dumps(dashboard_of(name, board), ensure_ascii=False, indent=1) + "\n"
             for name, board in boards.items()}
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    stale += [path for path in sorted(folder.glob("dashboards/*.json")) if path not in texts]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(options.root)}: not as {Path(__file__).name} writes it")
        elif path in texts:
            path.write_text(texts[path], encoding="utf-8")
        else:
            path.unlink()
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
