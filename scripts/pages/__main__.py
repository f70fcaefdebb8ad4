"""Write all pages anew."""

from pathlib import Path

from scripts.pages import PARTS, written

ROOT = Path(__file__).parents[2]

for page in PARTS:
    (ROOT / page).write_text(written(page, ROOT), encoding="utf-8")
