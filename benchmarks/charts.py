"""What the charts of a report cost: loading matplotlib, each form, its bytes, and whether those are the same.

    python benchmarks/charts.py

Times are those of the processor, so that a busy machine changes little. The tables are invented.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPEATS = 5


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from imr_reports.render.charts import draw_chart
    from imr_reports.render.drawing import drawing_style
    from imr_reports.render.outline import load_outline
    from imr_reports.resources import templates_folder
    from tests.invented_charts import samples_of_forms

    plans = load_outline(templates_folder()).charts
    started = time.process_time()
    with drawing_style():
        from matplotlib.figure import Figure

        Figure()
    print(f"{'loading matplotlib':24}{1000 * (time.process_time() - started):6.0f} ms")
    for form, table in samples_of_forms().items():
        plan = next(plan for plan in plans if plan.form == form and plan.table == table.key)
        draw_chart(table, plan)
        started = time.process_time()
        drawn = [draw_chart(table, plan) for _ in range(REPEATS)]
        spent = 1000 * (time.process_time() - started) / REPEATS
        svgs = {chart.drawing.svg for chart in drawn if chart is not None}
        alike = "same bytes" if len(svgs) == 1 else "DIFFERENT BYTES"
        print(f"{form:24}{spent:6.0f} ms {len(svgs.pop().encode()) / 1000:8.1f} kB  {alike}")


if __name__ == "__main__":
    main()
